// SPDX-License-Identifier: MIT
/**
 * The one selection of the window, and the way back to earlier ones. Tree, graph, call table and evidence
 * read it and write it; none of them keeps a selection of its own.
 * @module
 */
import type { FindingRef } from '../model/findings';
import type { ProcKey } from '../model/report-model';

export type Selection =
  | { kind: 'report'; reportId: number }
  | { kind: 'process'; reportId: number; key: ProcKey }
  | { kind: 'edge'; reportId: number; edgeId: string }
  /** Fingerprinting findings of one row; `procId` is the process in the foreground. */
  | { kind: 'finding'; reportId: number; finding: FindingRef; procId: number }
  /** `edgeId` is the edge, `finding` the findings whose evidence the call was picked from: it stays in view. */
  | {
      kind: 'call';
      reportId: number;
      procId: number;
      index: number;
      edgeId: string | null;
      finding?: FindingRef;
    };

const HISTORY_LIMIT = 200;

function same(a: Selection, b: Selection): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

type CallSelection = Extract<Selection, { kind: 'call' }>;

/** Two calls that were picked from the evidence of the same thing, or of nothing. */
function sameEvidence(a: CallSelection, b: CallSelection): boolean {
  return a.edgeId === b.edgeId && JSON.stringify(a.finding) === JSON.stringify(b.finding);
}

class SelectionStore {
  #history: Selection[] = $state.raw([]);
  #at = $state(-1);
  /** Counts each request to go to the selection, also to one that is selected already: views scroll then. */
  revision = $state(0);

  get current(): Selection | null {
    return this.#history[this.#at] ?? null;
  }

  get canGoBack(): boolean {
    return this.#at > 0;
  }

  get canGoForward(): boolean {
    return this.#at < this.#history.length - 1;
  }

  select(next: Selection): void {
    this.revision += 1;
    const now = this.current;
    if (now && same(now, next)) return;
    const kept = this.#history.slice(Math.max(0, this.#at + 2 - HISTORY_LIMIT), this.#at + 1);
    // Walking through calls leaves one step behind, not one for each row passed.
    const walking = now?.kind === 'call' && next.kind === 'call' && sameEvidence(now, next);
    if (walking && now.procId === next.procId && now.reportId === next.reportId) kept.pop();
    this.#history = [...kept, next];
    this.#at = this.#history.length - 1;
  }

  /** Falls back to the report itself. */
  clear(reportId: number | null): void {
    if (reportId !== null) this.select({ kind: 'report', reportId });
  }

  back(): void {
    if (!this.canGoBack) return;
    this.#at -= 1;
    this.revision += 1;
  }

  forward(): void {
    if (!this.canGoForward) return;
    this.#at += 1;
    this.revision += 1;
  }

  /** Forgets what points into a report that is gone. */
  forget(reportId: number): void {
    const now = this.current;
    this.#history = this.#history.filter((entry) => entry.reportId !== reportId);
    this.#at = now ? this.#history.indexOf(now) : -1;
    if (this.#at < 0) this.#at = this.#history.length - 1;
  }

  /** Starts afresh, for another case. */
  reset(): void {
    this.#history = [];
    this.#at = -1;
  }
}

export const selection = new SelectionStore();
