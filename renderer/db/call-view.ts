// SPDX-License-Identifier: MIT
/**
 * A filtered list of calls: which call stands at which position. Rows of all processes are numbered through
 * in report order; a view without conditions keeps no list at all. A view of a report that is being imported
 * shows what had arrived when it was opened.
 * @module
 */
import type { CallFilter } from './contract';
import { scanSegments, type CallSource } from './call-source';
import { ColumnFilter } from './column-filter';
import { GrowingRows } from './growing-rows';
import { segmentOf, type ProcessLayout } from './segment';

/** A call by process and row among the stored calls. */
export interface RowPlace {
  layout: ProcessLayout;
  row: number;
}

export class CallView {
  readonly layouts: readonly ProcessLayout[];
  /** Through number of the first call of each layout. */
  readonly #offsets: number[] = [];
  readonly #all: number;
  #rows: GrowingRows | null = null;

  constructor(
    readonly source: CallSource,
    readonly filter: CallFilter,
  ) {
    const { procId } = filter;
    this.layouts = source.layouts().filter((layout) => procId === null || layout.procId === procId);
    let all = 0;
    for (const layout of this.layouts) {
      this.#offsets.push(all);
      all += layout.rows;
    }
    this.#all = all;
  }

  get total(): number {
    return this.#rows ? this.#rows.length : this.#all;
  }

  /** Applies the conditions on columns. */
  async applyColumns(): Promise<void> {
    const filter = new ColumnFilter(this.filter, this.source.vocabulary());
    if (filter.open) return;
    const rows = new GrowingRows();
    if (!filter.empty) {
      const offsets = new Map(this.layouts.map((layout, at) => [layout, this.#offsets[at]!]));
      await scanSegments(this.source, this.layouts, filter.columns, (layout, at, count, values) => {
        const offset = offsets.get(layout)! + layout.segments[at]!;
        filter.match(layout.procId, count, values, (row) => rows.push(offset + row));
      });
    }
    this.#rows = rows;
  }

  /** Starts a narrower list over this one's: `candidates` in order, and where to put those that fit. */
  narrow(): {
    candidates: (layout: ProcessLayout) => Iterable<number>;
    add: (layout: ProcessLayout, row: number) => void;
  } {
    const old = this.#rows;
    const rows = new GrowingRows();
    this.#rows = rows;
    const offsetOf = (layout: ProcessLayout): number => this.#offsets[this.layouts.indexOf(layout)]!;
    return {
      *candidates(layout) {
        const offset = offsetOf(layout);
        if (!old) {
          for (let row = 0; row < layout.rows; row += 1) yield row;
          return;
        }
        for (
          let at = lowerBound(old, offset);
          at < old.length && old.at(at) < offset + layout.rows;
          at += 1
        ) {
          yield old.at(at) - offset;
        }
      },
      add: (layout, row) => rows.push(offsetOf(layout) + row),
    };
  }

  /** The call at a position. */
  placeAt(position: number): RowPlace {
    const through = this.#rows ? this.#rows.at(position) : position;
    let low = 0;
    let high = this.#offsets.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#offsets[middle]! <= through) low = middle;
      else high = middle - 1;
    }
    return { layout: this.layouts[low]!, row: through - this.#offsets[low]! };
  }

  /** Position of a call, or -1 where the view does not hold it. */
  positionOf(procId: number, row: number): number {
    const at = this.layouts.findIndex((layout) => layout.procId === procId);
    if (at < 0 || row >= this.layouts[at]!.rows) return -1;
    const through = this.#offsets[at]! + row;
    return this.#rows ? this.#rows.indexOf(through) : through;
  }
}

function lowerBound(rows: GrowingRows, value: number): number {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (rows.at(middle) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Row of the call with this position in its `calls` array, or -1. Skipped calls make rows fall behind. */
export async function rowOfIndex(source: CallSource, procId: number, index: number): Promise<number> {
  const layout = source.layouts().find((one) => one.procId === procId);
  return layout ? rowInLayout(source, layout, index) : -1;
}

/** The same, where the layout is known. */
export async function rowInLayout(source: CallSource, layout: ProcessLayout, index: number): Promise<number> {
  if (layout.rows === 0) return -1;
  const indexAt = async (row: number): Promise<number> => {
    const at = segmentOf(layout, row);
    return (await source.column('index', layout, at))[row - layout.segments[at]!]!;
  };
  let low = 0;
  let high = Math.min(index, layout.rows - 1);
  if ((await indexAt(high)) === index) return high;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const value = await indexAt(middle);
    if (value === index) return middle;
    if (value < index) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
