// SPDX-License-Identifier: MIT
/**
 * Calls of a report that is being imported: what is committed comes from the database, what is not from
 * memory, so the user can work in all that has arrived.
 * @module
 */
import type { CallBlock } from '../../shared/model/call';
import type { TargetTable } from '../../shared/ipc/ingest-port';
import { inflateSync } from 'fflate';
import type { CallSource, Records, SegmentPlace, Vocabulary } from './call-source';
import { SegmentBuilder } from './segment-builder';
import type { ColumnArray, ProcessLayout, Segment, SegmentColumn } from './segment';
import { prefetchColumns, storedColumn, storedRecords } from './stored-calls';

export class LiveCalls implements CallSource {
  readonly apis: string[] = [];
  readonly categories: string[] = [];
  /** Known at the end, or earlier when the analyzer says so. */
  targets: TargetTable | null = null;
  readonly builder = new SegmentBuilder();
  /** Closed segments and blocks whose transaction is not committed yet. */
  readonly #segments = new Map<string, Segment>();
  readonly #blocks = new Map<number, CallBlock[]>();

  constructor(readonly reportId: number) {}

  /** Takes a block in; gives back the segments that are to be stored with it. */
  append(block: CallBlock): Segment[] {
    const blocks = this.#blocks.get(block.procId);
    if (blocks) blocks.push(block);
    else this.#blocks.set(block.procId, [block]);
    return this.#closed(this.builder.append(block));
  }

  /** Gives back the last segments. */
  finish(): Segment[] {
    return this.#closed(this.builder.finish());
  }

  /** Drops from memory what a committed transaction holds. */
  committed(segments: readonly Segment[], blocks: readonly CallBlock[]): void {
    for (const { procId, firstRow } of segments) this.#segments.delete(`${procId}/${firstRow}`);
    for (const block of blocks) {
      const rest = this.#blocks.get(block.procId)?.filter((other) => other !== block) ?? [];
      if (rest.length > 0) this.#blocks.set(block.procId, rest);
      else this.#blocks.delete(block.procId);
      giveBack(block);
    }
  }

  #closed(segments: Segment[]): Segment[] {
    for (const segment of segments) this.#segments.set(`${segment.procId}/${segment.firstRow}`, segment);
    return segments;
  }

  vocabulary(): Vocabulary {
    return this;
  }

  /** A copy: what is read of it must not move while more arrives. */
  layouts(): ProcessLayout[] {
    return [...this.builder.layouts.values()]
      .map((layout) => ({ ...layout, segments: [...layout.segments] }))
      .sort((a, b) => a.procId - b.procId);
  }

  column(column: SegmentColumn, layout: ProcessLayout, at: number): Promise<ColumnArray> {
    const firstRow = layout.segments[at]!;
    const open = this.builder.openSegment(layout.procId);
    if (open?.firstRow === firstRow) return Promise.resolve(open.columns[column]);
    const closed = this.#segments.get(`${layout.procId}/${firstRow}`);
    if (closed) return Promise.resolve(closed.columns[column]);
    return storedColumn(this.reportId, column, layout.procId, firstRow);
  }

  async prefetch(columns: readonly SegmentColumn[], from: SegmentPlace, to: SegmentPlace): Promise<void> {
    // A place that is still in memory is not in the database, and the ones before it mostly are.
    const isHere = ({ procId, firstRow }: SegmentPlace): boolean =>
      this.builder.openSegment(procId)?.firstRow === firstRow || this.#segments.has(`${procId}/${firstRow}`);
    if (isHere(from)) return;
    await prefetchColumns(this.reportId, columns, from, to);
  }

  async records(procId: number, row: number): Promise<Records | null> {
    const block = this.#blocks
      .get(procId)
      ?.find((one) => one.firstRow <= row && row < one.firstRow + one.count);
    return block ? inflateBlock(block) : storedRecords(this.reportId, procId, row);
  }

  async *allRecords(procId: number): AsyncGenerator<Records> {
    const rows = this.builder.layouts.get(procId)?.rows ?? 0;
    for (let row = 0; row < rows;) {
      const records = await this.records(procId, row);
      if (!records) return;
      yield records;
      row = records.firstRow + records.starts.length;
    }
  }
}

function inflateBlock(block: CallBlock): Records {
  const bytes = inflateSync(block.args, { out: new Uint8Array(block.argsBytes) });
  return { firstRow: block.firstRow, starts: block.columns.argsStart.slice(), bytes };
}

/** Gives a block's memory back now that nobody reads it: left to the collector, a hundred megabytes pile up. */
function giveBack({ args, columns }: CallBlock): void {
  for (const { buffer } of [args, ...Object.values(columns)]) {
    // Node before 22, in which tests run, cannot; a buffer given back already stays empty.
    const owned = buffer as { transfer?: (bytes: number) => unknown; byteLength: number };
    if (owned.byteLength > 0) owned.transfer?.(0);
  }
}
