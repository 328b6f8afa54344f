// SPDX-License-Identifier: MIT
/**
 * Ctrl+C: a command that looks for it ends in its own time and cleans up; any other, and any that is asked
 * twice, ends at once.
 * @module
 */
import { EXIT } from './failure';

let isInterrupted = false;
let isAwaited = false;

/** Listens from now on. */
export function listenForInterrupt(): void {
  process.on('SIGINT', () => {
    if (isInterrupted || !isAwaited) process.exit(EXIT.cancelled);
    isInterrupted = true;
  });
}

/** Runs work that asks `interrupted` now and then, and ends with CancelledError by itself. */
export async function untilInterrupted<T>(work: (interrupted: () => boolean) => Promise<T>): Promise<T> {
  isAwaited = true;
  try {
    return await work(() => isInterrupted);
  } finally {
    isAwaited = false;
  }
}
