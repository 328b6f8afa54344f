// SPDX-License-Identifier: MIT
/**
 * A list of row numbers that grows without an object a number.
 * @module
 */

export class GrowingRows {
  #rows = new Uint32Array(1024);
  length = 0;

  push(row: number): void {
    if (this.length === this.#rows.length) {
      const larger = new Uint32Array(this.#rows.length * 2);
      larger.set(this.#rows);
      this.#rows = larger;
    }
    this.#rows[this.length] = row;
    this.length += 1;
  }

  at(position: number): number {
    return this.#rows[position]!;
  }

  /** Position of a row in a list that was filled in ascending order, or -1. */
  indexOf(row: number): number {
    let low = 0;
    let high = this.length - 1;
    while (low <= high) {
      const middle = (low + high) >> 1;
      const value = this.#rows[middle]!;
      if (value === row) return middle;
      if (value < row) low = middle + 1;
      else high = middle - 1;
    }
    return -1;
  }
}
