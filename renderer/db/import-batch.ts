// SPDX-License-Identifier: MIT
/**
 * What one transaction of an import writes: packs of records, the segments that became ready with them, and
 * pieces of other sections.
 * @module
 */
import type { Table } from 'dexie';
import type { IngestMessage } from '../../shared/ipc/ingest-port';
import { packColumn } from './column-codec';
import { bulkDatabase } from './database';
import type { Leftovers } from './leftovers';
import type { Ready } from './live-calls';
import type { Pack, RecordsBlock } from './pack-builder';
import type { ArgsRecord, ColumnRecord, ImportRecord, SectionRecord } from './schema';
import { SEGMENT_COLUMNS, type Segment } from './segment';

/** A message's view may lie in a larger buffer, and storing it would store all of that. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** Removes packs of an earlier reading whose calls stand in these: the file has changed since. */
async function removeWithin(table: Table<ArgsRecord>, packs: readonly ArgsRecord[]): Promise<void> {
  for (const { reportId, procId, firstRow, lengths } of packs) {
    const key = (row: number): number[] => [reportId, procId, row];
    const within = table.where(':id').between(key(firstRow), key(firstRow + lengths.length), false, false);
    await within.delete();
  }
}

/** Lengths of all blocks in one array. */
function lengthsOf(blocks: readonly RecordsBlock[]): Uint16Array | Uint32Array {
  const calls = blocks.reduce((sum, { count }) => sum + count, 0);
  const narrow = blocks.every(({ lengths }) => lengths instanceof Uint16Array);
  const all = narrow ? new Uint16Array(calls) : new Uint32Array(calls);
  let at = 0;
  for (const { lengths } of blocks) {
    all.set(lengths, at);
    at += lengths.length;
  }
  return all;
}

export class ImportBatch {
  readonly ready: Ready = { packs: [], segments: [] };
  readonly #sections: SectionRecord[] = [];
  /** Deflated bytes of packs and sections. */
  bytes = 0;

  constructor(readonly reportId: number) {}

  get empty(): boolean {
    const { packs, segments } = this.ready;
    return packs.length === 0 && segments.length === 0 && this.#sections.length === 0;
  }

  add({ packs, segments }: Ready): void {
    this.ready.packs.push(...packs);
    this.ready.segments.push(...segments);
    for (const { bytes } of packs) this.bytes += bytes;
  }

  addSection({ path, part, data, rawBytes, bytes }: IngestMessage & { type: 'section' }): void {
    this.#sections.push({ reportId: this.reportId, path, part, data: own(data), rawBytes });
    this.bytes += bytes;
  }

  /**
   * Writes all of it or nothing.
   * @param reached how far the import has come with it
   * @param leftovers what is stored already of an import that is resumed
   */
  async commit(reached: ImportRecord, leftovers: Leftovers | null): Promise<void> {
    const db = bulkDatabase();
    let args = this.ready.packs.map((pack) => this.#argsRecord(pack));
    let columns = this.ready.segments.flatMap((segment) => this.#columnRecords(segment));
    let sections = this.#sections;
    if (leftovers) {
      args = await leftovers.missing(db.args, args);
      columns = await leftovers.missing(db.columns, columns);
      sections = await leftovers.missing(db.sections, sections);
    }
    // Async, since Dexie keeps a transaction over awaits only where it sees that there are some.
    await db.transaction('rw', [db.args, db.columns, db.sections, db.imports], async () => {
      if (leftovers) await removeWithin(db.args, args);
      await Promise.all([
        db.imports.put(reached),
        args.length > 0 && db.args.bulkPut(args),
        columns.length > 0 && db.columns.bulkPut(columns),
        sections.length > 0 && db.sections.bulkPut(sections),
      ]);
    });
  }

  #argsRecord({ procId, firstRow, blocks }: Pack): ArgsRecord {
    return {
      reportId: this.reportId,
      procId,
      firstRow,
      data: new Blob(blocks.map(({ args }) => args as Uint8Array<ArrayBuffer>)),
      blocks: Uint32Array.from(
        blocks.flatMap(({ count, args, argsBytes }) => [count, args.length, argsBytes]),
      ),
      lengths: lengthsOf(blocks),
    };
  }

  #columnRecords({ procId, firstRow, rows, columns }: Segment): ColumnRecord[] {
    return SEGMENT_COLUMNS.map((column) => ({
      reportId: this.reportId,
      column,
      procId,
      firstRow,
      packed: packColumn(columns[column], rows),
    }));
  }
}
