// SPDX-License-Identifier: MIT
/**
 * Speed of something that counts up, over a sliding window, and when it will be done at that speed.
 * @module
 */

const WINDOW_MS = 4000;

export class RateMeter {
  #samples: { timeMs: number; value: number }[] = [];

  /** Notes that `value` was reached at `timeMs`; both only grow. */
  add(timeMs: number, value: number): void {
    this.#samples.push({ timeMs, value });
    while (this.#samples.length > 2 && this.#samples[0]!.timeMs < timeMs - WINDOW_MS) this.#samples.shift();
  }

  /** Units a second, or null while two moments are not known yet. */
  perSecond(): number | null {
    const first = this.#samples[0];
    const last = this.#samples.at(-1);
    if (!first || !last || last.timeMs - first.timeMs < 100) return null;
    return ((last.value - first.value) * 1000) / (last.timeMs - first.timeMs);
  }

  /** Time until `total` is reached, or null where that cannot be said. */
  remainingMs(total: number | null): number | null {
    const rate = this.perSecond();
    const last = this.#samples.at(-1);
    if (total === null || !rate || !last) return null;
    return (Math.max(0, total - last.value) * 1000) / rate;
  }
}
