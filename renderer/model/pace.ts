// SPDX-License-Identifier: MIT
/**
 * How often something is done again that costs time: never more often than `leastMs`, and never so often that
 * it would take more than its share of the time. What there is to show of a growing report grows with it, so
 * it is shown the more rarely. Pure.
 * @module
 */

export class Pace {
  #afterMs = -Infinity;

  /** @param share part of the time that it may take, e.g. 0.05 */
  constructor(
    readonly leastMs: number,
    readonly share: number,
  ) {}

  /** Time until it may be done again; 0 when it may be done now. */
  waitMs(nowMs: number): number {
    return Math.max(0, this.#afterMs - nowMs);
  }

  /** Notes that it was done. */
  took(startMs: number, endMs: number): void {
    this.#afterMs = endMs + Math.max(this.leastMs, (endMs - startMs) / this.share);
  }

  /** Lets it be done at once. */
  reset(): void {
    this.#afterMs = -Infinity;
  }
}
