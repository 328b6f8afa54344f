// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RowSlots } from '../../../../renderer/model/row-slots';

test('a row that stays in view keeps its slot, and the rows that left give theirs to those that came', () => {
  const slots = new RowSlots();
  expect(slots.place(10, 14)).toEqual([0, 1, 2, 3]);
  expect(slots.place(11, 15)).toEqual([1, 2, 3, 0]);
  expect(slots.place(9, 13)).toEqual([3, 0, 1, 2]);
});

test('after a jump the slots stand in the order they had', () => {
  const slots = new RowSlots();
  slots.place(10, 14);
  const before = slots.place(11, 15);
  expect(slots.place(900_000, 900_004)).toEqual(before);
  expect(slots.place(0, 3)).toEqual(before.slice(0, 3));
});

test('wherever one goes, no slot shows two rows, and neighbours keep theirs', () => {
  const windows = fc.array(fc.record({ first: fc.nat(60), rows: fc.nat(20) }), { maxLength: 20 });
  fc.assert(
    fc.property(windows, (moves) => {
      const slots = new RowSlots();
      let most = 0;
      let before = new Map<number, number>();
      for (const { first, rows } of moves) {
        const placed = slots.place(first, first + rows);
        expect(new Set(placed).size).toBe(rows);
        const now = new Map(placed.map((slot, at) => [first + at, slot]));
        // A window larger than all before it starts anew.
        if (rows <= most)
          for (const [row, slot] of now) if (before.has(row)) expect(slot).toBe(before.get(row));
        most = Math.max(most, rows);
        before = now;
      }
    }),
  );
});
