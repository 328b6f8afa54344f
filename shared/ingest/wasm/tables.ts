// SPDX-License-Identifier: MIT
/**
 * Names by their bytes, as the host's tables (shared/ingest/tokenizer/name-table.ts) number them. What is not
 * known here is asked of the host, once; a full table asks each time.
 * @module
 */
import { TABLES } from './memory';

/** Host: number of the name whose string bytes lie there (places in the window), -1 when its table is full. */
declare function enter(table: i32, start: i32, end: i32): i32;

export const KEYS: i32 = 0;
export const APIS: i32 = 1;
export const CATEGORIES: i32 = 2;

const SLOTS: i32 = 16384;
const MAX_ENTRIES: i32 = 8192;
const POOL_BYTES: usize = 256 << 10;
/** Of an entry: hash (8 bytes), place in the pool, length, number. */
const ENTRY_BYTES: usize = 20;
const TABLE_BYTES: usize = 2 * SLOTS + ENTRY_BYTES * MAX_ENTRIES + POOL_BYTES + 64;

/** Factor of the hash, odd; another one each run, so that no report can be written to make names collide. */
let factor: u64 = 0x9e37_79b9_7f4a_7c15;

export function seed(low: u32, high: u32): void {
  factor = ((<u64>high) << 32) | low | 1;
}

function base(table: i32): usize {
  return TABLES + <usize>table * TABLE_BYTES;
}

function entryAt(table: i32, entry: i32): usize {
  return base(table) + 64 + 2 * SLOTS + <usize>entry * ENTRY_BYTES;
}

/** Number of an entry. */
export function idOf(table: i32, entry: i32): i32 {
  return load<i32>(entryAt(table, entry), 16);
}

/** Length of the name of an entry when its bytes and a quote stand at `p`, else -1. */
export function matches(table: i32, entry: i32, p: usize): i32 {
  const at = entryAt(table, entry);
  const length = load<i32>(at, 12);
  if (load<u8>(p + length) != 0x22) return -1;
  return same(load<u32>(at, 8), p, length) ? length : -1;
}

function same(a: usize, b: usize, length: i32): bool {
  let left = length;
  while (left >= 8) {
    if (load<u64>(a) != load<u64>(b)) return false;
    a += 8;
    b += 8;
    left -= 8;
  }
  // Both sides may be read past their end: what is there is cut off.
  return left == 0 || (load<u64>(a) ^ load<u64>(b)) << ((64 - 8 * left) as u64) == 0;
}

function hashOf(p: usize, length: i32): u64 {
  let hash: u64 = <u64>length * factor;
  let left = length;
  while (left >= 8) {
    hash = (hash ^ load<u64>(p)) * factor;
    hash ^= hash >> 32;
    p += 8;
    left -= 8;
  }
  if (left > 0) hash = (hash ^ (load<u64>(p) << ((64 - 8 * left) as u64))) * factor;
  return hash ^ (hash >> 29);
}

/**
 * Entry of the name that lies at `p`; -1 where the table has no room for it or the host no number. `start` is
 * its place in the window.
 */
export function find(table: i32, p: usize, start: i32, length: i32): i32 {
  const hash = hashOf(p, length);
  const slots = base(table) + 64;
  let slot = <i32>(hash & (SLOTS - 1));
  while (true) {
    const entry = <i32>load<u16>(slots + ((<usize>slot) << 1)) - 1;
    if (entry < 0) break;
    const at = entryAt(table, entry);
    if (load<u64>(at) == hash && load<i32>(at, 12) == length && same(load<u32>(at, 8), p, length))
      return entry;
    slot = (slot + 1) & (SLOTS - 1);
  }
  const entries = load<i32>(base(table));
  const used: usize = load<u32>(base(table), 4);
  if (entries == MAX_ENTRIES || used + length + 8 > POOL_BYTES) return -1;
  const id = enter(table, start, start + length);
  if (id < 0) return -1;
  const pool = base(table) + 64 + 2 * SLOTS + ENTRY_BYTES * MAX_ENTRIES + used;
  memory.copy(pool, p, length);
  const at = entryAt(table, entries);
  store<u64>(at, hash);
  store<u32>(at, <u32>pool, 8);
  store<i32>(at, length, 12);
  store<i32>(at, id, 16);
  store<i32>(base(table), entries + 1);
  store<u32>(base(table), <u32>(used + length), 4);
  store<u16>(slots + ((<usize>slot) << 1), <u16>(entries + 1));
  return entries;
}
