// SPDX-License-Identifier: MIT
/**
 * A list of small ids by position, two bytes each, that grows as it is written.
 * @module
 */

export class GrowingIds {
  private ids = new Uint16Array(64);

  /** @param id -1 to 65,534 */
  set(index: number, id: number): void {
    if (index >= this.ids.length) {
      const larger = new Uint16Array(Math.max(index + 1, this.ids.length * 2));
      larger.set(this.ids);
      this.ids = larger;
    }
    this.ids[index] = id + 1;
  }

  /** The id at a position, -1 where none was written. */
  get(index: number): number {
    return index < this.ids.length ? this.ids[index]! - 1 : -1;
  }
}
