// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  contentPx,
  MAX_CONTENT_PX,
  maxOffset,
  offsetCentring,
  offsetOf,
  offsetShowing,
  scrollTopOf,
  visibleRows,
} from '../../../../renderer/model/scaled-scroll';

const geometries = fc.record({
  rows: fc.integer({ min: 0, max: 5_000_000 }),
  rowPx: fc.constantFrom(20, 24),
  viewPx: fc.integer({ min: 24, max: 2000 }),
});

describe('a list of three million rows', () => {
  const list = { rows: 3_000_000, rowPx: 24, viewPx: 600 };

  it('gets an element that every engine can lay out', () => {
    expect(contentPx(list)).toBe(MAX_CONTENT_PX);
  });

  it('shows its very last row at the end of the scroll bar', () => {
    const offset = offsetOf(contentPx(list) - list.viewPx, list);
    expect(visibleRows(offset, list, 0)).toEqual({ first: 2_999_975, last: 3_000_000 });
  });

  it('can show any row', () => {
    const offset = offsetCentring(1_398_102, list);
    const { first, last } = visibleRows(offset, list, 0);
    expect(first <= 1_398_102 && 1_398_102 < last).toBe(true);
  });
});

describe('scrolling', () => {
  it('is not scaled while the list is short enough', () => {
    expect(offsetOf(480, { rows: 1000, rowPx: 24, viewPx: 600 })).toBe(480);
  });

  it('moves by the shortest way to a row that is out of view, and not at all otherwise', () => {
    const list = { rows: 100, rowPx: 24, viewPx: 240 };
    expect([offsetShowing(0, 48, list), offsetShowing(5, 48, list), offsetShowing(20, 48, list)]).toEqual([
      0, 48, 264,
    ]);
  });

  it('goes from offset to scroll position and back', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, part) => {
        const offset = part * maxOffset(geometry);
        expect(offsetOf(scrollTopOf(offset, geometry), geometry)).toBeCloseTo(offset, 3);
      }),
    );
  });

  it('never draws rows that are not there, and always enough to fill the view', () => {
    fc.assert(
      fc.property(geometries, fc.double({ min: 0, max: 1, noNaN: true }), (geometry, part) => {
        const { first, last } = visibleRows(part * maxOffset(geometry), geometry);
        expect(first).toBeGreaterThanOrEqual(0);
        expect(last).toBeLessThanOrEqual(geometry.rows);
        expect((last - first) * geometry.rowPx).toBeGreaterThanOrEqual(
          Math.min(geometry.rows * geometry.rowPx, geometry.viewPx),
        );
      }),
    );
  });
});
