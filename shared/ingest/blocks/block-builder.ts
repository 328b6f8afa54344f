// SPDX-License-Identifier: MIT
/**
 * Gathers the calls of one process after another into blocks: columns and records. The first block of a
 * process is small, so that something can be shown at once. Blocks fill cells whose borders follow from the
 * calls alone; a block that is sent early, because time has passed, only divides its cell, so that a second
 * reading of the report has its cuts in the same places. Records leave uncompressed; deflate is the outlet's
 * work.
 * @module
 */
import {
  BLOCK_MAX_BYTES,
  BLOCK_MAX_CALLS,
  NO_API,
  NO_CATEGORY,
  NO_RETURN,
  STATUS,
  type CallColumns,
} from '../../model/call';
import type { CallVerdict } from '../../analysis/analyzer';
import type { StreamCursor } from '../cursor/stream-cursor';
import type { CallScanner } from '../tokenizer/call-scanner';
import { newColumns, packedColumns } from './columns';
import { RecordWriter } from './record-writer';

/** Sizes of a process's first cells, in calls; the later ones are full. */
const FIRST_CELLS = [64, 448];

/** A block whose records are not deflated yet. */
export interface RawBlock {
  procId: number;
  firstRow: number;
  count: number;
  columns: CallColumns;
  records: Uint8Array<ArrayBuffer>;
  startsCell: boolean;
}

export class BlockBuilder {
  private readonly writer: RecordWriter;
  private readonly columns: CallColumns;
  private readonly halves = new Uint32Array(2);
  private procId = 0;
  private firstRow = 0;
  private count = 0;
  private cells = 0;
  private cellLimit = FIRST_CELLS[0]!;
  /** What of the cell at hand was sent already. */
  private sentRows = 0;
  private sentBytes = 0;

  /** @param emit takes a finished block; its records' memory comes back by `recycle`, or never. */
  constructor(
    private readonly scanner: CallScanner,
    private readonly emit: (block: RawBlock) => void,
  ) {
    this.writer = new RecordWriter(scanner);
    const { block } = scanner;
    this.columns = newColumns(BLOCK_MAX_CALLS, block?.buffer, block?.at);
  }

  beginProcess(procId: number): void {
    this.procId = procId;
    this.firstRow = 0;
    this.cells = -1;
    this.nextCell();
  }

  add(cursor: StreamCursor, verdict: CallVerdict): void {
    const { writer } = this;
    const cellBytes = this.sentBytes + writer.used;
    if (cellBytes > 0 && cellBytes + writer.boundBytes > BLOCK_MAX_BYTES) this.endCell();
    const row = this.count++;
    if (!writer.writeFast(cursor.index, row, verdict)) this.addSlowly(cursor, row, verdict);
    if (this.sentRows + this.count === this.cellLimit) this.endCell();
  }

  private addSlowly(cursor: StreamCursor, row: number, verdict: CallVerdict): void {
    const { writer, columns, scanner, halves } = this;
    const { api, category } = scanner;
    columns.api[row] = api >= 0 && api < NO_API ? api : NO_API;
    columns.category[row] = category >= 0 && category < NO_CATEGORY ? category : NO_CATEGORY;
    const { ok } = cursor;
    columns.status[row] = ok === null ? STATUS.UNKNOWN : ok ? STATUS.OK : STATUS.FAIL;
    const hasReturn = cursor.returnHalves(halves);
    columns.marks[row] = hasReturn ? verdict.marks : verdict.marks | NO_RETURN;
    columns.returnLo[row] = halves[0]!;
    columns.returnHi[row] = halves[1]!;
    columns.target[row] = verdict.target;
    columns.tid[row] = cursor.tid;
    columns.timeMs[row] = cursor.timeMs;
    columns.repeated[row] = cursor.repeated;
    columns.index[row] = cursor.index;
    columns.argsStart[row] = writer.used;
    writer.write(cursor.index);
  }

  /** The records of a block were deflated: their memory may be used again. */
  recycle(records: Uint8Array<ArrayBuffer>): void {
    this.writer.giveBack(records);
  }

  /** Hands on what is there, full or not: at the end of a process, and to show something soon. */
  flush(): void {
    if (this.count === 0) return;
    const { procId, firstRow, count, writer } = this;
    const startsCell = this.sentRows === 0;
    this.sentRows += count;
    this.sentBytes += writer.used;
    this.emit({
      procId,
      firstRow,
      count,
      columns: packedColumns(this.columns, count),
      records: writer.take(),
      startsCell,
    });
    this.firstRow += count;
    this.count = 0;
  }

  private endCell(): void {
    this.flush();
    this.nextCell();
  }

  private nextCell(): void {
    this.cellLimit = FIRST_CELLS[++this.cells] ?? BLOCK_MAX_CALLS;
    this.sentRows = 0;
    this.sentBytes = 0;
  }
}
