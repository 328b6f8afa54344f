// SPDX-License-Identifier: MIT
/**
 * Gathers the calls of one process after another into blocks: columns and records. The first block of a
 * process is small, so that something can be shown at once. Records leave uncompressed; deflate is the
 * outlet's work.
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

/** Sizes of a process's first blocks, in calls; the later ones are full. */
const FIRST_BLOCKS = [64, 448];

/** A block whose records are not deflated yet. */
export interface RawBlock {
  procId: number;
  firstRow: number;
  count: number;
  columns: CallColumns;
  records: Uint8Array<ArrayBuffer>;
}

export class BlockBuilder {
  private readonly writer: RecordWriter;
  private readonly columns = newColumns(BLOCK_MAX_CALLS);
  private readonly halves = new Uint32Array(2);
  private procId = 0;
  private firstRow = 0;
  private count = 0;
  private limit = FIRST_BLOCKS[0]!;
  private blocks = 0;

  /** @param emit takes a finished block; its records' memory comes back by `recycle`, or never. */
  constructor(
    private readonly scanner: CallScanner,
    private readonly emit: (block: RawBlock) => void,
  ) {
    this.writer = new RecordWriter(scanner);
  }

  beginProcess(procId: number): void {
    this.procId = procId;
    this.firstRow = 0;
    this.blocks = 0;
    this.limit = FIRST_BLOCKS[0]!;
  }

  add(cursor: StreamCursor, verdict: CallVerdict): void {
    const { writer, columns, scanner, halves } = this;
    if (this.count > 0 && writer.used + writer.boundBytes > BLOCK_MAX_BYTES) this.flush();
    const row = this.count++;
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
    if (this.count === this.limit) this.flush();
  }

  /** The records of a block were deflated: their memory may be used again. */
  recycle(records: Uint8Array<ArrayBuffer>): void {
    this.writer.giveBack(records);
  }

  /** Hands on what is there, full or not: at the end of a process, and to show something soon. */
  flush(): void {
    if (this.count === 0) return;
    const { procId, firstRow, count } = this;
    this.emit({
      procId,
      firstRow,
      count,
      columns: packedColumns(this.columns, count),
      records: this.writer.take(),
    });
    this.firstRow += count;
    this.count = 0;
    this.limit = FIRST_BLOCKS[++this.blocks] ?? BLOCK_MAX_CALLS;
  }
}
