// SPDX-License-Identifier: MIT
/**
 * Puts arriving blocks together into segments, in memory. Segments are handed out to be stored when they are
 * full, or when too many processes are open at once, so memory does not grow with the number of processes.
 * @module
 */
import { BugError } from '../../shared/errors/kinds';
import type { CallBlock } from '../../shared/model/call';
import {
  newColumn,
  SEGMENT_COLUMNS,
  SEGMENT_ROWS,
  type ColumnArray,
  type ProcessLayout,
  type Segment,
  type SegmentColumn,
} from './segment';

const FIRST_CAPACITY = 2048;

/** Processes whose last segment is kept open. Reports hold one process after another; logs may mix them. */
const MAX_OPEN = 8;

type Columns = Record<SegmentColumn, ColumnArray>;

function grown(old: Columns | null, rows: number, capacity: number): Columns {
  const columns = {} as Columns;
  for (const name of SEGMENT_COLUMNS) {
    columns[name] = newColumn(name, capacity);
    if (old) columns[name].set(old[name].subarray(0, rows));
  }
  return columns;
}

export class SegmentBuilder {
  /** What has arrived, by process, in order of arrival. */
  readonly layouts = new Map<number, ProcessLayout>();
  /** Segments being filled, by process; the one used last stands last. */
  readonly #open = new Map<number, Segment & { capacity: number }>();

  /** Adds a block; gives back segments to be stored. Their arrays are not touched again. */
  append(block: CallBlock): Segment[] {
    const { procId } = block;
    let layout = this.layouts.get(procId);
    if (!layout) this.layouts.set(procId, (layout = { procId, rows: 0, segments: [] }));
    if (block.firstRow !== layout.rows) {
      throw new BugError(`block of process ${procId} starts at ${block.firstRow}, not ${layout.rows}`);
    }
    const ready: Segment[] = [];
    for (let from = 0; from < block.count;) {
      const open = this.#openFor(layout, block.count - from);
      const count = Math.min(block.count - from, SEGMENT_ROWS - open.rows);
      for (const name of SEGMENT_COLUMNS) {
        open.columns[name].set((block.columns[name] as ColumnArray).subarray(from, from + count), open.rows);
      }
      open.rows += count;
      layout.rows += count;
      from += count;
      if (open.rows === SEGMENT_ROWS) ready.push(...this.close(procId));
    }
    for (const oldest of this.#open.keys()) {
      if (this.#open.size <= MAX_OPEN) break;
      ready.push(...this.close(oldest));
    }
    return ready;
  }

  /** Hands out what is left of a process. More of it may come all the same. */
  close(procId: number): Segment[] {
    const open = this.#open.get(procId);
    this.#open.delete(procId);
    return open ? [open] : [];
  }

  /** Hands out all that is left. */
  finish(): Segment[] {
    return [...this.#open.keys()].flatMap((procId) => this.close(procId));
  }

  /** The segment of a process that is being filled, to be read only, or null. */
  openSegment(procId: number): Segment | null {
    return this.#open.get(procId) ?? null;
  }

  #openFor(layout: ProcessLayout, more: number): Segment {
    const { procId } = layout;
    let open = this.#open.get(procId);
    if (!open) {
      const capacity = Math.min(SEGMENT_ROWS, Math.max(FIRST_CAPACITY, more));
      open = { procId, firstRow: layout.rows, rows: 0, capacity, columns: grown(null, 0, capacity) };
      layout.segments.push(layout.rows);
    } else if (open.rows + more > open.capacity && open.capacity < SEGMENT_ROWS) {
      open.capacity = Math.min(SEGMENT_ROWS, Math.max(open.capacity * 2, open.rows + more));
      open.columns = grown(open.columns, open.rows, open.capacity);
    } else this.#open.delete(procId);
    this.#open.set(procId, open);
    return open;
  }
}
