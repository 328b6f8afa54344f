// SPDX-License-Identifier: MIT
/**
 * The calls of one report as views and details read them, whether stored or still arriving.
 * @module
 */
import type { TargetTable } from '../../shared/ipc/ingest-port';
import type { ColumnArray, ProcessLayout, SegmentColumn } from './segment';

/** What columns point into. Tables only grow while a report arrives. */
export interface Vocabulary {
  apis: readonly string[];
  categories: readonly string[];
  /** null until the report is read to its end: then who is acted upon is not resolved yet. */
  targets: TargetTable | null;
}

/** Records of a run of calls, inflated. */
export interface Records {
  firstRow: number;
  /** Start of each record in `bytes`. */
  starts: Uint32Array;
  bytes: Uint8Array;
}

export interface CallSource {
  readonly reportId: number;
  vocabulary(): Vocabulary;
  /** Processes that have calls, in report order, as of now. */
  layouts(): ProcessLayout[];
  /** A column of one segment; at least as long as the segment, not to be changed. */
  column(column: SegmentColumn, layout: ProcessLayout, at: number): Promise<ColumnArray>;
  /** Reads what is not in memory of some columns, between two segments, in few requests. */
  prefetch(columns: readonly SegmentColumn[], from: SegmentPlace, to: SegmentPlace): Promise<void>;
  /** The records of the block that holds a row, or null where there is none. */
  records(procId: number, row: number): Promise<Records | null>;
  /** All blocks of a process, in order, a few at a time. */
  allRecords(procId: number): AsyncIterable<Records>;
}

export interface SegmentPlace {
  procId: number;
  firstRow: number;
}

/** The record of a row in its block. */
export function recordOf(records: Records, row: number): Uint8Array {
  const at = row - records.firstRow;
  return records.bytes.subarray(records.starts[at], records.starts[at + 1] ?? records.bytes.length);
}

/** Rows that are scanned between two reads of the database: bounds what a scan holds at once. */
const WINDOW_ROWS = 1 << 21;

/** Goes over columns of the given processes segment by segment, in order. */
export async function scanSegments(
  source: CallSource,
  layouts: readonly ProcessLayout[],
  columns: readonly SegmentColumn[],
  visit: (layout: ProcessLayout, at: number, rows: number, values: ColumnArray[]) => void,
): Promise<void> {
  const places = layouts.flatMap((layout) =>
    layout.segments.map((firstRow, at) => ({
      layout,
      at,
      firstRow,
      rows: (layout.segments[at + 1] ?? layout.rows) - firstRow,
    })),
  );
  for (let from = 0; from < places.length;) {
    let to = from;
    for (let rows = 0; to < places.length && rows < WINDOW_ROWS; to += 1) rows += places[to]!.rows;
    const first = places[from]!;
    const last = places[to - 1]!;
    await source.prefetch(
      columns,
      { procId: first.layout.procId, firstRow: first.firstRow },
      { procId: last.layout.procId, firstRow: last.firstRow },
    );
    for (; from < to; from += 1) {
      const { layout, at, rows } = places[from]!;
      const values = await Promise.all(columns.map((column) => source.column(column, layout, at)));
      visit(layout, at, rows, values);
    }
  }
}
