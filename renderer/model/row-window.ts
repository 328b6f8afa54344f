// SPDX-License-Identifier: MIT
/**
 * Which rows of a long list need elements: those in view and some around them. Rows are equally high. Short
 * lists exist as a whole, so that find-in-page and reading aloud meet all of them. Pure.
 * @module
 */

/** Up to so many rows are laid out faster than anybody could notice. */
export const WHOLE_LIST = 120;

/** The window moves by whole steps, so that not every scrolled pixel makes rows. */
const STEP = 16;

/** Rows from `first` on, `last` excluded. */
export interface RowWindow {
  first: number;
  last: number;
}

export function rowWindow(rows: number, rowPx: number, scrollPx: number, viewPx: number): RowWindow {
  if (rows <= WHOLE_LIST) return { first: 0, last: rows };
  const above = Math.floor(Math.max(0, scrollPx) / rowPx / STEP) - 1;
  const below = Math.ceil((Math.max(0, scrollPx) + viewPx) / rowPx / STEP) + 1;
  const last = Math.min(rows, below * STEP);
  return { first: Math.min(last, Math.max(0, above * STEP)), last };
}

/** The scroll position nearest to the present one that shows a row as a whole. */
export function scrollShowing(row: number, rowPx: number, scrollPx: number, viewPx: number): number {
  const top = row * rowPx;
  if (top < scrollPx) return top;
  return Math.max(scrollPx, top + rowPx - viewPx);
}
