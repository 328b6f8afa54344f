// SPDX-License-Identifier: MIT
/**
 * Calls of a report in the database, with what was read lately kept in memory under one bound for all
 * reports.
 * @module
 */
import { inflateSync } from 'fflate';
import { BugError } from '../../shared/errors/kinds';
import { ByteCache } from './byte-cache';
import type { CallSource, Records, SegmentPlace, Vocabulary } from './call-source';
import { unpackColumn, unpackStarts } from './column-codec';
import { bulkDatabase } from './database';
import type { ArgsRecord, ColumnRecord, LayoutRecord } from './schema';
import type { ColumnArray, ProcessLayout, SegmentColumn } from './segment';

/** All columns of 1.5 million calls, or the four that filters read of 8 million. */
const COLUMN_CACHE_BYTES = 64 << 20;
const RECORD_CACHE_BYTES = 12 << 20;

/** Blocks that a search over all records reads at a time. */
const BLOCKS_AT_A_TIME = 8;

const columnCache = new ByteCache<ColumnArray>(COLUMN_CACHE_BYTES);
const recordCache = new ByteCache<Records>(RECORD_CACHE_BYTES);

/** Forgets what is kept of a report that is removed. */
export function forgetCached(reportId: number): void {
  columnCache.forget(`${reportId}/`);
  recordCache.forget(`${reportId}/`);
}

export class StoredCalls implements CallSource {
  readonly reportId: number;
  readonly #layout: LayoutRecord;

  constructor(layout: LayoutRecord) {
    this.reportId = layout.reportId;
    this.#layout = layout;
  }

  vocabulary(): Vocabulary {
    return this.#layout;
  }

  layouts(): ProcessLayout[] {
    return this.#layout.processes;
  }

  column(column: SegmentColumn, layout: ProcessLayout, at: number): Promise<ColumnArray> {
    return storedColumn(this.reportId, column, layout.procId, layout.segments[at]!);
  }

  prefetch(columns: readonly SegmentColumn[], from: SegmentPlace, to: SegmentPlace): Promise<void> {
    return prefetchColumns(this.reportId, columns, from, to);
  }

  records(procId: number, row: number): Promise<Records | null> {
    return storedRecords(this.reportId, procId, row);
  }

  allRecords(procId: number): AsyncIterable<Records> {
    return allStoredRecords(this.reportId, procId);
  }
}

const columnKey = (reportId: number, column: string, procId: number, firstRow: number): string =>
  `${reportId}/${column}/${procId}/${firstRow}`;

function keep({ reportId, column, procId, firstRow, packed }: ColumnRecord): ColumnArray {
  const values = unpackColumn(column, packed);
  columnCache.set(columnKey(reportId, column, procId, firstRow), values, values.byteLength);
  return values;
}

/** One column of one segment, from memory or the database. */
export async function storedColumn(
  reportId: number,
  column: SegmentColumn,
  procId: number,
  firstRow: number,
): Promise<ColumnArray> {
  const known = columnCache.get(columnKey(reportId, column, procId, firstRow));
  if (known) return known;
  const record = await bulkDatabase().columns.get([reportId, column, procId, firstRow]);
  if (!record) throw new BugError(`no column ${column} at ${procId}/${firstRow}`);
  return keep(record);
}

/** Reads columns between two places, both included, in one transaction; what is in memory counts as read. */
export async function prefetchColumns(
  reportId: number,
  columns: readonly SegmentColumn[],
  from: SegmentPlace,
  to: SegmentPlace,
): Promise<void> {
  const isKept = (column: SegmentColumn, { procId, firstRow }: SegmentPlace): boolean =>
    columnCache.get(columnKey(reportId, column, procId, firstRow)) !== undefined;
  // Both ends in memory means, by the order in which things are forgotten, most likely all between.
  const missing = columns.filter((column) => !isKept(column, from) || !isKept(column, to));
  if (missing.length === 0) return;
  const { columns: table } = bulkDatabase();
  const read = async (column: SegmentColumn): Promise<void> => {
    const first = [reportId, column, from.procId, from.firstRow];
    const last = [reportId, column, to.procId, to.firstRow];
    for (const record of await table.where(':id').between(first, last, true, true).toArray()) keep(record);
  };
  await bulkDatabase().transaction('r', table, () => Promise.all(missing.map(read)));
}

/** Inflates a stored block. */
export function inflateRecords({ firstRow, data, bytes, starts }: ArgsRecord): Records {
  return { firstRow, starts: unpackStarts(starts), bytes: inflateSync(data, { out: new Uint8Array(bytes) }) };
}

/** The block that holds a row, or null. */
export async function storedRecords(reportId: number, procId: number, row: number): Promise<Records | null> {
  const record = await bulkDatabase()
    .args.where(':id')
    .between([reportId, procId, 0], [reportId, procId, row], true, true)
    .reverse()
    .first();
  if (!record) return null;
  const key = `${reportId}/${procId}/${record.firstRow}`;
  let records = recordCache.get(key);
  if (!records) {
    records = inflateRecords(record);
    recordCache.set(key, records, records.bytes.byteLength);
  }
  return row - records.firstRow < records.starts.length ? records : null;
}

async function* allStoredRecords(reportId: number, procId: number): AsyncGenerator<Records> {
  const read = (from: number): Promise<ArgsRecord[]> => {
    const blocks = bulkDatabase()
      .args.where(':id')
      .between([reportId, procId, from], [reportId, procId, Infinity])
      .limit(BLOCKS_AT_A_TIME)
      .toArray();
    const reading = Promise.resolve(blocks);
    // Trouble is met where it is awaited, if the reader comes that far.
    reading.catch(() => undefined);
    return reading;
  };
  for (let next = read(0); ;) {
    const blocks = await next;
    const last = blocks.at(-1);
    if (!last) return;
    // The database reads the next blocks while these are looked at.
    next = read(last.firstRow + 1);
    for (const block of blocks) yield inflateRecords(block);
  }
}
