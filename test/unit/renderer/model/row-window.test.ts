// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { rowWindow, scrollShowing, WHOLE_LIST } from '../../../../renderer/model/row-window';

const ROW_PX = 24;
const VIEW_PX = 480;

test('a short list exists as a whole, wherever it is scrolled to', () => {
  const all = { first: 0, last: WHOLE_LIST };
  expect(rowWindow(WHOLE_LIST, ROW_PX, 0, VIEW_PX)).toEqual(all);
  expect(rowWindow(WHOLE_LIST, ROW_PX, 1000, VIEW_PX)).toEqual(all);
});

test('of a long list, every row in view has an element and the number of elements stays small', () => {
  const rows = 5000;
  for (let scrollPx = 0; scrollPx <= rows * ROW_PX - VIEW_PX; scrollPx += 101) {
    const { first, last } = rowWindow(rows, ROW_PX, scrollPx, VIEW_PX);
    expect(first * ROW_PX).toBeLessThanOrEqual(scrollPx);
    expect(last * ROW_PX).toBeGreaterThanOrEqual(scrollPx + VIEW_PX);
    expect(last - first).toBeLessThanOrEqual(VIEW_PX / ROW_PX + 64);
  }
});

test('scrolling by a few pixels keeps the window where it is', () => {
  expect(rowWindow(5000, ROW_PX, 24_001, VIEW_PX)).toEqual(rowWindow(5000, ROW_PX, 24_050, VIEW_PX));
});

test('a list that became shorter than its scroll position keeps its last rows', () => {
  expect(rowWindow(200, ROW_PX, 100_000, VIEW_PX)).toEqual({ first: 200, last: 200 });
  expect(rowWindow(200, ROW_PX, 200 * ROW_PX - VIEW_PX, VIEW_PX)).toEqual({ first: 160, last: 200 });
});

test('a row is scrolled to by the shortest way, and not at all while it is in view', () => {
  expect([3, 10, 29, 30, 40].map((row) => scrollShowing(row, ROW_PX, 240, VIEW_PX))).toEqual([
    72, 240, 240, 264, 504,
  ]);
});
