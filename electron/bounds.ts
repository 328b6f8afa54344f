// SPDX-License-Identifier: MIT
/**
 * Whether a window's remembered place still makes sense.
 * @module
 */

export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** Remembered bounds, if enough of them lies on a screen of today to be caught with the mouse. */
export function usableBounds(bounds: Bounds | null, areas: readonly Bounds[]): Bounds | null {
  if (!bounds) return null;
  const reachable = areas.some((area) => {
    const across = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
    const down = Math.min(bounds.y + bounds.height, area.y + area.height) - Math.max(bounds.y, area.y);
    return across >= 200 && down >= 100 && bounds.y >= area.y - 8;
  });
  return reachable ? bounds : null;
}
