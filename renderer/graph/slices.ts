// SPDX-License-Identifier: MIT
/**
 * Much work on the page's thread, some of it at a time: input and frames come in between. Pure but for the
 * clock that it waits by.
 * @module
 */

/** The next task of the page. */
export function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/**
 * Hands the items on in slices, in order, each in a task of its own.
 * Stops when `goesOn` says no; resolves with whether it came to the end.
 */
export async function inSlices<T>(
  items: readonly T[],
  size: number,
  act: (slice: readonly T[]) => void,
  goesOn: () => boolean,
): Promise<boolean> {
  for (let from = 0; from < items.length; from += size) {
    await nextTask();
    if (!goesOn()) return false;
    act(items.slice(from, from + size));
  }
  return goesOn();
}
