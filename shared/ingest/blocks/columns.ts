// SPDX-License-Identifier: MIT
/**
 * Columns of a block: to fill, and packed for the way to the store. Packed ones share one buffer, which
 * crosses a port as one piece.
 * @module
 */
import type { CallColumns } from '../../model/call';

/** Widest elements first, so that every column starts where its elements may lie. */
const LAYOUT = [
  ['timeMs', Float64Array],
  ['tid', Uint32Array],
  ['returnLo', Uint32Array],
  ['returnHi', Uint32Array],
  ['repeated', Uint32Array],
  ['target', Uint32Array],
  ['index', Uint32Array],
  ['argsStart', Uint32Array],
  ['api', Uint16Array],
  ['category', Uint8Array],
  ['status', Uint8Array],
  ['marks', Uint8Array],
] as const;

/** Bytes of one call in all columns together. */
export const COLUMN_BYTES_PER_CALL = LAYOUT.reduce((sum, [, type]) => sum + type.BYTES_PER_ELEMENT, 0);

/** Columns with room for `rows` calls, in one buffer: a new one where none is given. */
export function newColumns(
  rows: number,
  buffer = new ArrayBuffer(rows * COLUMN_BYTES_PER_CALL),
  at = 0,
): CallColumns {
  const columns: Partial<Record<keyof CallColumns, unknown>> = {};
  let offset = at;
  for (const [name, type] of LAYOUT) {
    columns[name] = new type(buffer, offset, rows);
    offset += rows * type.BYTES_PER_ELEMENT;
  }
  return columns as CallColumns;
}

/** A copy of the first `rows` calls. */
export function packedColumns(columns: CallColumns, rows: number): CallColumns {
  const packed = newColumns(rows);
  for (const [name] of LAYOUT) packed[name].set(columns[name].subarray(0, rows));
  return packed;
}
