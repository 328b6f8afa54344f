// SPDX-License-Identifier: MIT
/**
 * Scrolling through more rows than a browser can lay out. An element cannot be higher than 33,554,428 px, so
 * long lists get a shorter one and the scroll position is scaled. Pure.
 *
 * `offset` is the distance in the list itself (pixels above the first visible one); `scrollTop` is what the
 * element has. Wheel and keys move the offset by true pixels; only the scroll bar works in scaled ones.
 * @module
 */

/** Well below the limit of every engine. */
export const MAX_CONTENT_PX = 15_000_000;

export interface ScrollGeometry {
  rows: number;
  rowPx: number;
  /** Visible height. */
  viewPx: number;
}

/** Height that the scrolled element gets. */
export function contentPx({ rows, rowPx }: ScrollGeometry): number {
  return Math.min(rows * rowPx, MAX_CONTENT_PX);
}

/** Largest offset. */
export function maxOffset({ rows, rowPx, viewPx }: ScrollGeometry): number {
  return Math.max(0, rows * rowPx - viewPx);
}

export function clampOffset(offset: number, geometry: ScrollGeometry): number {
  return Math.min(maxOffset(geometry), Math.max(0, offset));
}

function ratio(geometry: ScrollGeometry): number {
  const room = contentPx(geometry) - geometry.viewPx;
  return room > 0 ? maxOffset(geometry) / room : 1;
}

export function offsetOf(scrollTop: number, geometry: ScrollGeometry): number {
  return clampOffset(scrollTop * ratio(geometry), geometry);
}

export function scrollTopOf(offset: number, geometry: ScrollGeometry): number {
  return clampOffset(offset, geometry) / ratio(geometry);
}

/** Rows to draw, `last` excluded, with some spare above and below. */
export function visibleRows(
  offset: number,
  geometry: ScrollGeometry,
  spare = 4,
): { first: number; last: number } {
  const { rows, rowPx, viewPx } = geometry;
  const first = Math.max(0, Math.floor(offset / rowPx) - spare);
  const last = Math.min(rows, Math.ceil((offset + viewPx) / rowPx) + spare);
  return { first, last: Math.max(first, last) };
}

/** The nearest offset at which a row is wholly visible; unchanged if it is already. */
export function offsetShowing(row: number, offset: number, geometry: ScrollGeometry): number {
  const top = row * geometry.rowPx;
  if (top < offset) return clampOffset(top, geometry);
  if (top + geometry.rowPx > offset + geometry.viewPx) {
    return clampOffset(top + geometry.rowPx - geometry.viewPx, geometry);
  }
  return offset;
}

/** The offset that puts a row about a third down the view: where the eye looks after a jump. */
export function offsetCentring(row: number, geometry: ScrollGeometry): number {
  return clampOffset(row * geometry.rowPx - geometry.viewPx / 3, geometry);
}
