// SPDX-License-Identifier: MIT
/**
 * What one transaction of an import writes: some blocks' records, the segments that became ready with them,
 * and pieces of other sections.
 * @module
 */
import type { Table } from 'dexie';
import type { IngestMessage } from '../../shared/ipc/ingest-port';
import type { CallBlock } from '../../shared/model/call';
import { packColumn, packStarts } from './column-codec';
import { bulkDatabase } from './database';
import type { Leftovers } from './leftovers';
import type { ArgsRecord, ColumnRecord, ImportRecord, SectionRecord } from './schema';
import { SEGMENT_COLUMNS, type Segment } from './segment';

/** A message's view may lie in a larger buffer, and storing it would store all of that. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
}

/** Records that are not stored yet. */
interface Fresh {
  args: readonly ArgsRecord[];
  columns: readonly ColumnRecord[];
  sections: readonly SectionRecord[];
}

/** Removes blocks of an earlier reading whose calls stand in these blocks: it had one more cut there. */
async function removeWithin(table: Table<ArgsRecord>, blocks: readonly ArgsRecord[]): Promise<void> {
  for (const { reportId, procId, firstRow, starts } of blocks) {
    const key = (row: number): number[] => [reportId, procId, row];
    const within = table.where(':id').between(key(firstRow), key(firstRow + starts.length), false, false);
    await within.delete();
  }
}

export class ImportBatch {
  readonly blocks: CallBlock[] = [];
  readonly segments: Segment[] = [];
  readonly #sections: SectionRecord[] = [];
  /** Bytes that are given back to the sender once the batch is committed. */
  bytes = 0;

  constructor(readonly reportId: number) {}

  get empty(): boolean {
    return this.blocks.length === 0 && this.segments.length === 0 && this.#sections.length === 0;
  }

  addBlock(block: CallBlock, ready: readonly Segment[], bytes: number): void {
    this.blocks.push(block);
    this.segments.push(...ready);
    this.bytes += bytes;
  }

  addSegments(segments: readonly Segment[]): void {
    this.segments.push(...segments);
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
    const args = this.#argsRecords();
    const columns = this.#columnRecords();
    // Async, since Dexie keeps a transaction over awaits only where it sees that there are some.
    await db.transaction('rw', [db.args, db.columns, db.sections, db.imports], async () => {
      let fresh: Fresh = { args, columns, sections: this.#sections };
      if (leftovers) {
        fresh = {
          args: await leftovers.missing(db.args, args),
          columns: await leftovers.missing(db.columns, columns),
          sections: await leftovers.missing(db.sections, this.#sections),
        };
        await removeWithin(db.args, fresh.args);
      }
      await Promise.all([
        db.imports.put(reached),
        fresh.args.length > 0 && db.args.bulkPut(fresh.args),
        fresh.columns.length > 0 && db.columns.bulkPut(fresh.columns),
        fresh.sections.length > 0 && db.sections.bulkPut(fresh.sections),
      ]);
    });
  }

  #argsRecords(): ArgsRecord[] {
    return this.blocks.map(({ procId, firstRow, columns, args: data, argsBytes }) => ({
      reportId: this.reportId,
      procId,
      firstRow,
      data: own(data),
      bytes: argsBytes,
      starts: packStarts(columns.argsStart, argsBytes),
    }));
  }

  #columnRecords(): ColumnRecord[] {
    return this.segments.flatMap(({ procId, firstRow, rows, columns: arrays }) =>
      SEGMENT_COLUMNS.map((column) => ({
        reportId: this.reportId,
        column,
        procId,
        firstRow,
        packed: packColumn(arrays[column], rows),
      })),
    );
  }
}
