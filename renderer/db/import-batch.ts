// SPDX-License-Identifier: MIT
/**
 * What one transaction of an import writes: some blocks' records, the segments that became ready with them,
 * and pieces of other sections.
 * @module
 */
import type { IngestMessage } from '../../shared/ipc/ingest-port';
import type { CallBlock } from '../../shared/model/call';
import { packColumn, packStarts } from './column-codec';
import { bulkDatabase } from './database';
import type { ArgsRecord, ColumnRecord, SectionRecord } from './schema';
import { SEGMENT_COLUMNS, type Segment } from './segment';

/** A message's view may lie in a larger buffer, and storing it would store all of that. */
function own(bytes: Uint8Array): Uint8Array {
  return bytes.byteLength === bytes.buffer.byteLength ? bytes : bytes.slice();
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

  /** Writes all of it or nothing. */
  async commit(): Promise<void> {
    const { reportId } = this;
    const args = this.blocks.map(({ procId, firstRow, columns, args: data, argsBytes }): ArgsRecord => ({
      reportId,
      procId,
      firstRow,
      data: own(data),
      bytes: argsBytes,
      starts: packStarts(columns.argsStart, argsBytes),
    }));
    const columns = this.segments.flatMap(({ procId, firstRow, rows, columns: arrays }) =>
      SEGMENT_COLUMNS.map((column): ColumnRecord => ({
        reportId,
        column,
        procId,
        firstRow,
        packed: packColumn(arrays[column], rows),
      })),
    );
    const db = bulkDatabase();
    await db.transaction('rw', [db.args, db.columns, db.sections], () =>
      Promise.all([
        args.length > 0 && db.args.bulkPut(args),
        columns.length > 0 && db.columns.bulkPut(columns),
        this.#sections.length > 0 && db.sections.bulkPut(this.#sections),
      ]),
    );
  }
}
