// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { packColumn, packLengths, startsOf, unpackColumn } from '../../../renderer/db/column-codec';
import { newColumn, SEGMENT_COLUMNS, type SegmentColumn } from '../../../renderer/db/segment';

/** Values as reports have them (few, small, counting up, times) and as they should not be. */
function values(column: SegmentColumn): fc.Arbitrary<number[]> {
  const max = { Uint8Array: 0xff, Uint16Array: 0xffff, Uint32Array: 0xffffffff, Float64Array: 0 }[
    newColumn(column, 0).constructor.name as 'Uint8Array'
  ];
  if (column === 'timeMs') {
    return fc.oneof(
      fc.array(fc.double()),
      fc
        .array(fc.integer({ min: -5e6, max: 5e6 }))
        .map((steps) => steps.map((step) => 1496211111123 + step / 1000)),
      fc.array(fc.integer({ min: -40_000, max: 40_000 })).map((steps) => steps.map((step) => step / 1000)),
    );
  }
  return fc.oneof(
    fc.array(fc.integer({ min: 0, max })),
    fc.array(fc.constantFrom(0, 1, max), { maxLength: 400 }),
    fc.tuple(fc.nat(100), fc.nat(300)).map(([first, length]) => Array.from({ length }, (_, n) => first + n)),
  );
}

test('whatever a column holds comes back bit for bit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...SEGMENT_COLUMNS).chain((column) => fc.tuple(fc.constant(column), values(column))),
      ([column, list]) => {
        const array = newColumn(column, list.length);
        array.set(list);
        expect(unpackColumn(column, packColumn(array, array.length))).toEqual(array);
      },
    ),
    { numRuns: 500 },
  );
});

test('record starts come back', () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.nat(500), fc.nat(100_000)), { minLength: 1 }), (lengths) => {
      let at = 0;
      const starts = Uint32Array.from(lengths, (length) => (at += length) - length);
      expect(startsOf(packLengths(starts, at))).toEqual(starts);
    }),
  );
});
