// SPDX-License-Identifier: MIT
/**
 * Which element of a table shows which row. A row that stays in view keeps its element; after a jump the elements
 * stand in the order they had, so that none has to be moved or made: only what they show changes. Pure.
 * @module
 */

export class RowSlots {
  /** First row of the window, and its slot. */
  #first = 0;
  #slot = 0;
  #last = 0;
  #slots = 0;

  /** The slot of each row from `first` on, `last` excluded, in order; never the same twice. */
  place(first: number, last: number): number[] {
    const slots = Math.max(this.#slots, last - first);
    const overlaps = first < this.#last && last > this.#first;
    if (slots !== this.#slots) this.#slot = 0;
    else if (overlaps) this.#slot = modulo(this.#slot + first - this.#first, slots);
    this.#slots = slots;
    this.#first = first;
    this.#last = last;
    return Array.from({ length: last - first }, (_, at) => (this.#slot + at) % slots);
  }
}

function modulo(value: number, divisor: number): number {
  return ((value % divisor) + divisor) % divisor;
}
