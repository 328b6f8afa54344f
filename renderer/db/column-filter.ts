// SPDX-License-Identifier: MIT
/**
 * A filter over columns: which calls of a segment fit, decided on typed arrays alone. Pure.
 * @module
 */
import { isForeign, MARK, NO_TARGET, STATUS } from '../../shared/model/call';
import type { CallFilter } from './contract';
import type { Vocabulary } from './call-source';
import type { ColumnArray, SegmentColumn } from './segment';

/** Tags that say something only of a call on another process. */
export const FOREIGN_MARKS = MARK.MEM | MARK.WRITE;

/** Which entries of a table fit, 1 or 0 each. */
type Choice = Uint8Array;

function chooseApis(filter: CallFilter, apis: readonly string[]): Choice | null {
  const part = filter.apiContains?.toLowerCase() ?? '';
  const exact = filter.apis?.length ? new Set(filter.apis) : null;
  if (part === '' && !exact) return null;
  return Uint8Array.from(apis, (api) =>
    (part === '' || api.toLowerCase().includes(part)) && (!exact || exact.has(api)) ? 1 : 0,
  );
}

/**
 * For each reference of the target column, whether it is another process than `procId`. Before targets are
 * resolved every reference counts as another: better a call too many than one missing.
 */
export function foreignTargets(targets: Vocabulary['targets'], procId: number): Choice | null {
  return targets
    ? Uint8Array.from(targets, (_, target) => (isForeign(target, procId, targets) ? 1 : 0))
    : null;
}

/** Whether a target reference is another process, by the table that `foreignTargets` made. */
export function isForeignBy(foreign: Choice | null, target: number): boolean {
  return target !== NO_TARGET && (foreign === null || foreign[target] === 1);
}

/** A filter made ready for the tables of one report. */
export class ColumnFilter {
  /** Columns that `match` wants, in this order. */
  readonly columns: SegmentColumn[] = [];
  readonly #apis: Choice | null;
  readonly #category: number | null;
  readonly #status: number | null;
  readonly #marks: number;
  readonly #foreignOnly: boolean;
  /** True when no call can fit, e.g. a category that the report does not have. */
  readonly empty: boolean;

  constructor(
    filter: CallFilter,
    readonly vocabulary: Vocabulary,
  ) {
    this.#apis = chooseApis(filter, vocabulary.apis);
    this.#category = filter.category ? vocabulary.categories.indexOf(filter.category) : null;
    this.#status = filter.status ? (filter.status === 'ok' ? STATUS.OK : STATUS.FAIL) : null;
    this.#marks = filter.marks ?? 0;
    this.#foreignOnly = filter.foreignOnly ?? false;
    this.empty = this.#category === -1 || (this.#apis !== null && !this.#apis.includes(1));
    if (this.#apis) this.columns.push('api');
    if (this.#category !== null) this.columns.push('category');
    if (this.#status !== null) this.columns.push('status');
    if (this.#marks !== 0) this.columns.push('marks');
    if (this.#foreignOnly || (this.#marks & FOREIGN_MARKS) !== 0) this.columns.push('target');
  }

  /** Whether every call fits. */
  get open(): boolean {
    return this.columns.length === 0;
  }

  /** Calls `found` with the row in the segment of each call that fits. */
  match(procId: number, rows: number, values: readonly ColumnArray[], found: (row: number) => void): void {
    const apis = this.#apis;
    const get = (column: SegmentColumn): ColumnArray | null => values[this.columns.indexOf(column)] ?? null;
    const api = get('api');
    const category = get('category');
    const status = get('status');
    const marks = get('marks');
    const target = get('target');
    const foreign = target ? foreignTargets(this.vocabulary.targets, procId) : null;
    const everywhere = this.#marks & ~FOREIGN_MARKS;
    for (let row = 0; row < rows; row += 1) {
      if (api && apis![api[row]!] !== 1) continue;
      if (status && status[row] !== this.#status) continue;
      if (category && category[row] !== this.#category) continue;
      if (target && this.#foreignOnly && !isForeignBy(foreign, target[row]!)) continue;
      if (marks) {
        const hit = marks[row]! & this.#marks;
        if (hit === 0) continue;
        if ((hit & everywhere) === 0 && !isForeignBy(foreign, target![row]!)) continue;
      }
      found(row);
    }
  }
}
