// SPDX-License-Identifier: MIT
/**
 * Columns of calls cut into segments, the unit that is stored and scanned: one column of at most SEGMENT_ROWS
 * consecutive calls of one process. Where each segment of a process begins stands in its layout, since one
 * may end early when processes arrive interleaved.
 * @module
 */
import { COLUMN_NAMES, type CallColumns } from '../../shared/model/call';

/** Calls in a full segment. */
export const SEGMENT_ROWS = 1 << 16;

/** Columns kept in segments. Where a call's record starts stands beside the records instead. */
export type SegmentColumn = Exclude<keyof CallColumns, 'argsStart'>;

export const SEGMENT_COLUMNS = COLUMN_NAMES.filter(
  (name) => name !== 'argsStart',
) as readonly SegmentColumn[];

export type ColumnArray = Uint8Array | Uint16Array | Uint32Array | Float64Array;

const CLASSES: Record<SegmentColumn, new (length: number) => ColumnArray> = {
  api: Uint16Array,
  category: Uint8Array,
  status: Uint8Array,
  marks: Uint8Array,
  tid: Uint32Array,
  timeMs: Float64Array,
  returnLo: Uint32Array,
  returnHi: Uint32Array,
  repeated: Uint32Array,
  target: Uint32Array,
  index: Uint32Array,
};

/** Zeros in an array of the column's kind. */
export function newColumn(column: SegmentColumn, length: number): ColumnArray {
  return new CLASSES[column](length);
}

/** Consecutive calls of a process with all their columns; arrays may be longer than `rows`. */
export interface Segment {
  procId: number;
  /** Row of the first call among the stored calls of the process. */
  firstRow: number;
  rows: number;
  columns: Record<SegmentColumn, ColumnArray>;
}

/** How many calls of a process there are, and at which rows its segments begin (ascending, from 0). */
export interface ProcessLayout {
  procId: number;
  rows: number;
  segments: number[];
}

/** Which of the segments holds a row. */
export function segmentOf(layout: ProcessLayout, row: number): number {
  const { segments } = layout;
  // Almost always all but the last are full.
  const guess = Math.min(segments.length - 1, Math.floor(row / SEGMENT_ROWS));
  if (segments[guess]! <= row && (guess + 1 === segments.length || segments[guess + 1]! > row)) return guess;
  let low = 0;
  let high = segments.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (segments[middle]! <= row) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** Calls in the segment at a position. */
export function rowsOfSegment(layout: ProcessLayout, at: number): number {
  return (layout.segments[at + 1] ?? layout.rows) - layout.segments[at]!;
}
