// SPDX-License-Identifier: MIT
/**
 * Names (keys, API names, categories) as small numbers, found by their bytes as they stand in the report.
 * Two spellings of one name (`api`, `\u0061pi`) get the same number. Bounded: a full table answers -1, and the
 * caller then reads the name from the bytes each time, so a hostile report cannot grow it.
 * @module
 */
import { stringText } from './text';

const MAX_POOL_BYTES = 4 << 20;

/** Factor of the name hash: another one each run, so that no report can be written to make names collide. */
export const HASH_STEP = Math.floor(Math.random() * 0x7fffffff) | 1;

export class NameTable {
  /** Name by id. */
  readonly names: string[] = [];
  private readonly idByName = new Map<string, number>();
  private slots = new Int32Array(256).fill(-1);
  private entries = 0;
  private hashes = new Int32Array(128);
  private starts = new Int32Array(128);
  private lengths = new Int32Array(128);
  private ids = new Int32Array(128);
  /** First ASCII spelling of each id, for comparing a guess with the bytes at hand. */
  private spellingStart = new Int32Array(128);
  private spellingLength = new Int32Array(128);
  private pool = new Uint8Array(4096);
  private poolUsed = 0;

  /** @param maxNames ids run from 0 to this, exclusive. */
  constructor(private readonly maxNames: number) {}

  /** Number of a name given as text, entered when new; -1 when the table is full. */
  idOf(name: string): number {
    const known = this.idByName.get(name);
    if (known !== undefined) return known;
    if (this.names.length >= this.maxNames) return -1;
    const id = this.names.length;
    this.names.push(name);
    this.idByName.set(name, id);
    if (id >= this.spellingStart.length) {
      this.spellingStart = grown(this.spellingStart);
      this.spellingLength = grown(this.spellingLength);
    }
    this.spellingLength[id] = -1;
    return id;
  }

  /** Whether the bytes from `start` are the first ASCII spelling of `id` and a quote; then its length, else -1. */
  matches(id: number, bytes: Uint8Array, start: number): number {
    const length = this.spellingLength[id]!;
    if (length < 0) return -1;
    const pool = this.pool;
    const from = this.spellingStart[id]!;
    for (let at = 0; at < length; at++) if (pool[from + at] !== bytes[start + at]) return -1;
    return bytes[start + length] === 0x22 ? length : -1;
  }

  /** Number of the name whose JSON string bytes (without quotes) are given, entered when new; -1 when full. */
  find(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    const length = end - start;
    let slot = (hash ^ (hash >>> 15)) & mask;
    for (;;) {
      const entry = this.slots[slot]!;
      if (entry < 0) break;
      if (this.hashes[entry] === hash && this.lengths[entry] === length) {
        const from = this.starts[entry]!;
        let at = 0;
        while (at < length && this.pool[from + at] === bytes[start + at]) at++;
        if (at === length) return this.ids[entry]!;
      }
      slot = (slot + 1) & mask;
    }
    return this.enter(bytes, start, end, hash);
  }

  private enter(bytes: Uint8Array, start: number, end: number, hash: number): number {
    const length = end - start;
    if (this.entries >= this.maxNames * 2 || this.poolUsed + length > MAX_POOL_BYTES) return -1;
    const id = this.idOf(stringText(bytes, start, end));
    if (id < 0) return -1;
    if (this.entries === this.hashes.length) {
      this.hashes = grown(this.hashes);
      this.starts = grown(this.starts);
      this.lengths = grown(this.lengths);
      this.ids = grown(this.ids);
    }
    while (this.poolUsed + length > this.pool.length) {
      const pool = new Uint8Array(this.pool.length * 2);
      pool.set(this.pool);
      this.pool = pool;
    }
    this.pool.set(bytes.subarray(start, end), this.poolUsed);
    const entry = this.entries++;
    this.hashes[entry] = hash;
    this.starts[entry] = this.poolUsed;
    this.lengths[entry] = length;
    this.ids[entry] = id;
    // Bytes beyond ASCII are looked at each time, for bad UTF-8 is noted each time.
    if (this.spellingLength[id]! < 0 && isAscii(bytes, start, end)) {
      this.spellingStart[id] = this.poolUsed;
      this.spellingLength[id] = length;
    }
    this.poolUsed += length;
    if (this.entries * 2 > this.slots.length) this.rehash(this.slots.length * 2);
    else this.place(entry);
    return id;
  }

  private rehash(size: number): void {
    this.slots = new Int32Array(size).fill(-1);
    for (let entry = 0; entry < this.entries; entry++) this.place(entry);
  }

  private place(entry: number): void {
    const mask = this.slots.length - 1;
    const hash = this.hashes[entry]!;
    let slot = (hash ^ (hash >>> 15)) & mask;
    while (this.slots[slot]! >= 0) slot = (slot + 1) & mask;
    this.slots[slot] = entry;
  }
}

/** The hash that `find` expects of the bytes of a name; scanners compute it on the way. */
export function nameHash(bytes: Uint8Array, start: number, end: number): number {
  let hash = 0;
  for (let at = start; at < end; at++) hash = (Math.imul(hash, HASH_STEP) + bytes[at]!) | 0;
  return hash;
}

function isAscii(bytes: Uint8Array, start: number, end: number): boolean {
  for (let at = start; at < end; at++) if (bytes[at]! >= 0x80) return false;
  return true;
}

function grown(array: Int32Array): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2);
  larger.set(array);
  return larger;
}
