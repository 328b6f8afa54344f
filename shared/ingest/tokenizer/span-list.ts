// SPDX-License-Identifier: MIT
/**
 * Spans of values in a window of bytes, as columns: the tape of a call is three of these lists.
 * @module
 */

/** A list of spans with a name each: columns that grow when a call has more of them than any before. */
export class SpanList {
  count = 0;
  /** Id in `keys`, or -1 where the table is full: then the name's bytes say it. */
  name = new Int32Array(64);
  nameStart = new Int32Array(64);
  nameEnd = new Int32Array(64);
  kind = new Uint8Array(64);
  start = new Int32Array(64);
  end = new Int32Array(64);

  grow(): void {
    for (const column of ['name', 'nameStart', 'nameEnd', 'start', 'end'] as const) {
      const larger = new Int32Array(this[column].length * 2);
      larger.set(this[column]);
      this[column] = larger;
    }
    const kind = new Uint8Array(this.kind.length * 2);
    kind.set(this.kind);
    this.kind = kind;
  }
}
