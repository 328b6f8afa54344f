// SPDX-License-Identifier: MIT
/**
 * Calls of a report that is being imported: what is committed comes from the database, what is not from
 * memory, so the user can work in all that has arrived.
 * @module
 */
import type { CallBlock } from '../../shared/model/call';
import type { TargetTable } from '../../shared/ipc/ingest-port';
import type { CallSource, Records, SegmentPlace, Vocabulary } from './call-source';
import { PackBuilder, type Pack, type RecordsBlock } from './pack-builder';
import { SegmentBuilder } from './segment-builder';
import type { ColumnArray, ProcessLayout, Segment, SegmentColumn } from './segment';
import { inflateBlock, prefetchColumns, storedColumn, storedRecords } from './stored-calls';

/** What is whole and can be stored. */
export interface Ready {
  packs: Pack[];
  segments: Segment[];
}

export class LiveCalls implements CallSource {
  readonly apis: string[] = [];
  readonly categories: string[] = [];
  /** Known at the end, or earlier when the analyzer says so. */
  targets: TargetTable | null = null;
  readonly builder = new SegmentBuilder();
  readonly #packs = new PackBuilder();
  /** Closed segments and packs whose transaction is not committed yet. */
  readonly #segments = new Map<string, Segment>();
  readonly #closedPacks = new Set<Pack>();

  constructor(readonly reportId: number) {}

  /** Takes a block in; gives back what is to be stored with it. */
  append(block: CallBlock): Ready {
    const ready = { packs: this.#packs.append(block), segments: this.builder.append(block) };
    // Segments and lengths are copies.
    for (const { buffer } of Object.values(block.columns)) giveBack(buffer);
    return this.#closed(ready);
  }

  /** A process has ended: gives back what is left of it. */
  close(procId: number): Ready {
    return this.#closed({ packs: this.#packs.close(procId), segments: this.builder.close(procId) });
  }

  /** Gives back all that is left. */
  finish(): Ready {
    return this.#closed({ packs: this.#packs.finish(), segments: this.builder.finish() });
  }

  /** Drops from memory what a committed transaction holds. */
  committed({ packs, segments }: Ready): void {
    for (const { procId, firstRow } of segments) this.#segments.delete(`${procId}/${firstRow}`);
    for (const pack of packs) {
      this.#closedPacks.delete(pack);
      for (const { args } of pack.blocks) giveBack(args.buffer);
    }
  }

  #closed(ready: Ready): Ready {
    for (const segment of ready.segments)
      this.#segments.set(`${segment.procId}/${segment.firstRow}`, segment);
    for (const pack of ready.packs) this.#closedPacks.add(pack);
    return ready;
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
    const block = this.#blockHere(procId, row);
    return block ? inflateBlock(block, block.args) : storedRecords(this.reportId, procId, row);
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

  /** The block that holds a row, where it is not committed yet. */
  #blockHere(procId: number, row: number): RecordsBlock | undefined {
    const holds = ({ firstRow, count }: RecordsBlock): boolean => firstRow <= row && row < firstRow + count;
    for (const pack of this.#closedPacks) {
      const block = pack.procId === procId && pack.blocks.find(holds);
      if (block) return block;
    }
    return this.#packs.openBlocks(procId).find(holds);
  }
}

/** Gives memory back now that nobody reads it: left to the collector, a hundred megabytes pile up. */
function giveBack(buffer: ArrayBufferLike): void {
  // Node before 22, in which tests run, cannot; a buffer given back already stays empty.
  const owned = buffer as { transfer?: (bytes: number) => unknown; byteLength: number };
  if (owned.byteLength > 0) owned.transfer?.(0);
}
