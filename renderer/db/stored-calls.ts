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
import { startsOf, unpackColumn } from './column-codec';
import { bulkDatabase } from './database';
import { BLOCK_FIELDS, type ArgsRecord, type ColumnRecord, type LayoutRecord } from './schema';
import type { ColumnArray, ProcessLayout, SegmentColumn } from './segment';

/** All columns of 1.5 million calls, or the four that filters read of 8 million. */
const COLUMN_CACHE_BYTES = 64 << 20;
const RECORD_CACHE_BYTES = 12 << 20;

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

/** Inflates the records of a block. */
export function inflateBlock(
  { firstRow, argsBytes, lengths }: Omit<BlockPlace, 'start' | 'end'>,
  data: Uint8Array,
): Records {
  const bytes = inflateSync(data, { out: new Uint8Array(argsBytes) });
  return { firstRow, starts: startsOf(lengths), bytes };
}

interface BlockPlace {
  firstRow: number;
  argsBytes: number;
  lengths: Uint16Array | Uint32Array;
  /** Of its deflated records in the pack's data. */
  start: number;
  end: number;
}

/** The blocks of a pack, in order. */
function* blocksOf({ firstRow, blocks, lengths }: ArgsRecord): Generator<BlockPlace> {
  let at = 0;
  let start = 0;
  for (let field = 0; field < blocks.length; field += BLOCK_FIELDS) {
    const [calls, bytes, argsBytes] = blocks.subarray(field, field + BLOCK_FIELDS) as unknown as Numbers3;
    const end = start + bytes;
    yield { firstRow: firstRow + at, argsBytes, lengths: lengths.subarray(at, at + calls), start, end };
    at += calls;
    start = end;
  }
}

type Numbers3 = [number, number, number];

/** The block that holds a row, or null. */
export async function storedRecords(reportId: number, procId: number, row: number): Promise<Records | null> {
  const pack = await bulkDatabase()
    .args.where(':id')
    .between([reportId, procId, 0], [reportId, procId, row], true, true)
    .reverse()
    .first();
  if (!pack) return null;
  for (const block of blocksOf(pack)) {
    if (row >= block.firstRow + block.lengths.length) continue;
    const key = `${reportId}/${procId}/${block.firstRow}`;
    let records = recordCache.get(key);
    if (!records) {
      const data = await pack.data.slice(block.start, block.end).arrayBuffer();
      records = inflateBlock(block, new Uint8Array(data));
      recordCache.set(key, records, records.bytes.byteLength);
    }
    return records;
  }
  return null;
}

async function* allStoredRecords(reportId: number, procId: number): AsyncGenerator<Records> {
  const read = (from: number): Promise<[ArgsRecord, Uint8Array] | null> => {
    const reading = readPack(reportId, procId, from);
    // Trouble is met where it is awaited, if the reader comes that far.
    reading.catch(() => undefined);
    return reading;
  };
  for (let next = read(0); ;) {
    const found = await next;
    if (!found) return;
    const [pack, data] = found;
    // The database reads the next pack while this one is looked at.
    next = read(pack.firstRow + 1);
    for (const block of blocksOf(pack)) yield inflateBlock(block, data.subarray(block.start, block.end));
  }
}

/** The first pack that starts at a row or after it, with its bytes. */
async function readPack(
  reportId: number,
  procId: number,
  from: number,
): Promise<[ArgsRecord, Uint8Array] | null> {
  const range = bulkDatabase()
    .args.where(':id')
    .between([reportId, procId, from], [reportId, procId, Infinity]);
  const pack = await range.first();
  return pack ? [pack, new Uint8Array(await pack.data.arrayBuffer())] : null;
}
