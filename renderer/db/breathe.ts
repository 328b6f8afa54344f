// SPDX-License-Identifier: MIT
/**
 * Lets other requests in during long work: awaiting data that is at hand never gives way to them.
 * @module
 */

const SLICE_MS = 20;

let sliceStartMs = 0;

/** Gives way once a slice of time has been used up; otherwise resolves at once. */
export function breathe(): Promise<void> | undefined {
  const nowMs = performance.now();
  if (nowMs - sliceStartMs < SLICE_MS) return undefined;
  return new Promise((resolve) => {
    setTimeout(() => {
      sliceStartMs = performance.now();
      resolve();
    });
  });
}
