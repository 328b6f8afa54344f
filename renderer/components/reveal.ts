// SPDX-License-Identifier: MIT
/**
 * Scrolls an element into view by the shortest way; one that is taller than the view shows its beginning.
 * @module
 */

/** The nearest ancestor that scrolls. */
function scrollParent(element: HTMLElement): HTMLElement | null {
  for (let up = element.parentElement; up; up = up.parentElement) {
    if (/auto|scroll/.test(getComputedStyle(up).overflowY)) return up;
  }
  return null;
}

/** @param coveredPx height of what sticks to the top of the scrolled area */
export function revealIn(element: HTMLElement, coveredPx = 0): void {
  const area = scrollParent(element);
  if (!area) return;
  const box = element.getBoundingClientRect();
  const view = area.getBoundingClientRect();
  const top = view.top + coveredPx;
  if (box.top < top || box.height > view.bottom - top) area.scrollTop += box.top - top;
  else if (box.bottom > view.bottom) area.scrollTop += box.bottom - view.bottom;
}
