// SPDX-License-Identifier: MIT
/**
 * Where things lie in the scanner's memory, which never grows: a view of it stays good for ever. The host
 * (shared/ingest/tokenizer/wasm-scanner.ts) asks for these places by the exports of `layout.ts`.
 *
 * This folder is AssemblyScript: it looks like TypeScript, and is compiled to WebAssembly by
 * build/wasm-plugin.mjs. Numbers are machine numbers; `load` and `store` go to memory.
 * @module
 */

/** Rows that a list of spans has room for: a call with more of them is the host's. */
export const ROWS: i32 = 512;
/** Bytes of one list: five columns of numbers, one of kinds. */
export const LIST_BYTES: usize = ROWS * 21;
/** Where a list's columns start. */
export const SPAN_NAME_START: usize = 4 * ROWS;
export const SPAN_NAME_END: usize = 8 * ROWS;
export const SPAN_START: usize = 12 * ROWS;
export const SPAN_END: usize = 16 * ROWS;
export const SPAN_KIND: usize = 20 * ROWS;
/** APIs that have a chain of their own; each with so many keys. */
export const CHAINS: i32 = 512;
export const CHAIN_KEYS: i32 = 512;
const CHAINS_BYTES: usize = 2 * CHAINS * CHAIN_KEYS;

/** The result of a scan, as numbers of 32 bits; after it what stands open around a nested value. */
export const STATE: usize = 0x1_0000;
export const ROLE_MEMBER: usize = STATE + 64;
export const STACK: usize = STATE + 128;
export const STACK_DEPTH: i32 = 896;
export const MEMBERS: usize = STATE + 1024;
export const ARGS: usize = MEMBERS + LIST_BYTES;
export const WORDS: usize = ARGS + LIST_BYTES;
/** Role of each key, by id + 1; there are at most 32,000 keys. */
export const ROLE_OF_KEY: usize = 0x2_0000;
/** Guesses of the next key, 16 bits each: entry + 1 in the table of keys, 0 for none; by the id + 1 of the key before. */
export const MEMBER_CHAIN: usize = 0x3_0000;
export const ANY_CHAIN: usize = 0x4_0000;
export const ARG_CHAINS: usize = 0x5_0000;
export const WORD_CHAINS: usize = ARG_CHAINS + CHAINS_BYTES;
export const TABLES: usize = WORD_CHAINS + CHAINS_BYTES;
/** The bytes of the report that are at hand; a zero byte follows them, and then anything. */
export const WINDOW: usize = 0x2c_0000;
const WINDOW_END: usize = 0x58_0000;
/** Vectors are read past the end of the window. */
export const WINDOW_BYTES: usize = WINDOW_END - WINDOW - 64;
/** Records of the block at hand, one after another; a longer one is the host's. */
export const RECORDS: usize = WINDOW_END;
export const RECORDS_BYTES: usize = 0x11_0000;
/** Columns of the block at hand, as shared/ingest/blocks/columns.ts lays them out for BLOCK_MAX_CALLS rows. */
export const COLUMNS: usize = RECORDS + RECORDS_BYTES;
export const COLUMN_ROWS: usize = 2048;
/** All of it; build/wasm-plugin.mjs reads this number. */
export const PAGES: i32 = 107;
