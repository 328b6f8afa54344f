// SPDX-License-Identifier: MIT
/**
 * Calls as the rest of Kanshiki sees them: a cursor that stands on one call (never an object per call),
 * and blocks of columns, the unit that crosses processes and is stored.
 * @module
 */

/** One argument as logged, plus its normal name. */
export interface Argument {
  /** Name as the report spells it, e.g. `ProcessHandle` or `process_handle`. */
  rawName: string;
  /** Normal (catalogue) name, e.g. `process_handle`; the raw name where the catalogue has none. */
  name: string;
  /** The value as text, JSON escapes decoded; nested values as their JSON text. */
  text: string;
  /** The monitor's own words for the value (`flags`, `pretty_value`), or null. */
  words: string | null;
}

/** A piece of a byte array. */
export interface ByteSpan {
  bytes: Uint8Array;
  start: number;
  end: number;
}

/**
 * Stands on one call at a time. The stream, the store and a test case each drive one; analyzer, rules,
 * search, exports and CLI read only this. Values are decoded when asked. Nothing read from it may be kept
 * by reference after the cursor moves, except strings, numbers and bigints.
 */
export interface CallCursor {
  readonly procId: number;
  /** 0-based position in the process's `calls` array; never shifts when calls are skipped. */
  readonly index: number;
  /** Name as logged, e.g. `NtAllocateVirtualMemory`. */
  readonly api: string;
  readonly category: string;
  /** Milliseconds since 1970 with fraction; NaN where not logged. */
  readonly timeMs: number;
  /** Thread id, junk in the upper 32 bits cleared; 0 where not logged. */
  readonly tid: number;
  /** null where the status is not logged. */
  readonly ok: boolean | null;
  /** Unsigned 64-bit (negative numbers in two's complement), null where not logged or not a number. */
  readonly returnValue: bigint | null;
  /** How often the monitor folded an equal call into this one; 0 where not logged. */
  readonly repeated: number;
  /** Address the call came from, where the dialect logs one. */
  readonly caller: bigint | null;
  /** The argument's decoded text under its normal name, or null where absent. */
  text(name: string): string | null;
  /** The argument as unsigned 64-bit, exact beyond 2^53; null where absent or not a number. */
  number(name: string): bigint | null;
  /** The monitor's words for the argument (`flags`/`pretty_value`), or null. */
  flag(name: string): string | null;
  /** All arguments in source order, decoded. */
  args(): Argument[];
  /**
   * Where the cursor reads a report: the argument's text as the JSON bytes between its quotes, for a look at it
   * before it is decoded. False where the argument is absent or no text.
   */
  span?(name: string, into: ByteSpan): boolean;
}

/**
 * Bits of the `marks` column: the contest script's tags, by API alone. Whether the call acts on another
 * process is not a bit, because the process's own pid may be logged after its calls: it follows from the
 * `target` column and the report's TargetTable (see `isForeign`). MEM and WRITE are shown to the user only
 * on calls that act on another process.
 */
export const MARK = { PROC: 1, MEM: 2, WRITE: 4, EXEC: 8 } as const;

/** Bit of the `marks` column: the call has no return value, or one that the column cannot hold (see its record). */
export const NO_RETURN = 0x80;

/** Values of the `api` and `category` columns where the name stands in the call's record instead. */
export const NO_API = 0xffff;
export const NO_CATEGORY = 0xff;

/** Values of the `status` column. */
export const STATUS = { FAIL: 0, OK: 1, UNKNOWN: 2 } as const;

/** Value of the `target` column when the call acts on no process, or on its own through a pseudo-handle. */
export const NO_TARGET = 0xffffffff;

/**
 * Columns of a run of consecutive calls of one process; every array has the same length.
 * `api` and `category` are positions in the report's string tables.
 */
export interface CallColumns {
  api: Uint16Array;
  category: Uint8Array;
  status: Uint8Array;
  marks: Uint8Array;
  tid: Uint32Array;
  /** Milliseconds since 1970, NaN where not logged. */
  timeMs: Float64Array;
  /** Return value, low and high 32 bits; both 0 where none. */
  returnLo: Uint32Array;
  returnHi: Uint32Array;
  repeated: Uint32Array;
  /** Reference into the report's `targets` table (see IngestTargets), or NO_TARGET. */
  target: Uint32Array;
  /** Position of the call in its `calls` array (calls may have been skipped). */
  index: Uint32Array;
  /** Start of the call's record in the block's inflated argument bytes. */
  argsStart: Uint32Array;
}

export const COLUMN_NAMES = [
  'api',
  'category',
  'status',
  'marks',
  'tid',
  'timeMs',
  'returnLo',
  'returnHi',
  'repeated',
  'target',
  'index',
  'argsStart',
] as const satisfies readonly (keyof CallColumns)[];

/** At most this many calls and this many inflated argument bytes stand in one block. */
export const BLOCK_MAX_CALLS = 2048;
export const BLOCK_MAX_BYTES = 1 << 20;

/**
 * A run of calls of one process. A call's record is the JSON text of the call object without what its
 * columns hold exactly: `{"arguments":…,"flags":…,…}` in the report's own bytes, so that the same reader
 * opens both the stream and the store, and no raw value is lost.
 */
export interface CallBlock {
  procId: number;
  /** Position of the block's first call among the stored calls of the process (0, 1, 2 …, no gaps). */
  firstRow: number;
  count: number;
  columns: CallColumns;
  /** zlib raw-deflate of the records, one after another. */
  args: Uint8Array;
  /** Bytes of `args` when inflated. */
  argsBytes: number;
  /** False where the block is the rest of a cell, part of which was sent early. */
  startsCell: boolean;
}

/** Whether a call of `procId` acts on another process, by its `target` column and the report's TargetTable. */
export function isForeign(target: number, procId: number, targets: readonly (number | string)[]): boolean {
  return target !== NO_TARGET && target < targets.length && targets[target] !== procId;
}
