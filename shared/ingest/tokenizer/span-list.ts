// SPDX-License-Identifier: MIT
/**
 * Spans of values in a window of bytes, as columns: the tape of a call is three of these lists.
 * @module
 */

const COLUMNS = ['name', 'nameStart', 'nameEnd', 'start', 'end'] as const;

/** A list of spans with a name each: columns that grow when a call has more of them than any before. */
export class SpanList {
  count = 0;
  /** Id in `keys`, or -1 where the table is full: then the name's bytes say it. */
  name: Int32Array<ArrayBufferLike> = new Int32Array(64);
  nameStart: Int32Array<ArrayBufferLike> = new Int32Array(64);
  nameEnd: Int32Array<ArrayBufferLike> = new Int32Array(64);
  kind: Uint8Array<ArrayBufferLike> = new Uint8Array(64);
  start: Int32Array<ArrayBufferLike> = new Int32Array(64);
  end: Int32Array<ArrayBufferLike> = new Int32Array(64);

  /** A list in somebody else's memory, as shared/ingest/wasm lays it out: it has so many rows and never grows. */
  static over(memory: ArrayBuffer, at: number, rows: number): SpanList {
    const list = new SpanList();
    for (const [column, name] of COLUMNS.entries())
      list[name] = new Int32Array(memory, at + 4 * rows * column, rows);
    list.kind = new Uint8Array(memory, at + 4 * rows * COLUMNS.length, rows);
    return list;
  }

  grow(): void {
    for (const column of COLUMNS) {
      const larger = new Int32Array(this[column].length * 2);
      larger.set(this[column]);
      this[column] = larger;
    }
    const kind = new Uint8Array(this.kind.length * 2);
    kind.set(this.kind);
    this.kind = kind;
  }
}
