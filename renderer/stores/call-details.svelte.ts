// SPDX-License-Identifier: MIT
/**
 * Calls with their arguments, fetched when a view needs them and kept for as long as that report is in view.
 * @module
 */
import type { CallDetails } from '../db/contract';
import { callKey } from '../model/report-model';
import { services } from './services';
import { messages } from './toasts.svelte';

const LIMIT = 2000;

class CallDetailsStore {
  #reportId: number | null = null;
  /** By `callKey`; null where the report has no such call. */
  known: ReadonlyMap<string, CallDetails | null> = $state.raw(new Map());

  get(procId: number, index: number): CallDetails | null | undefined {
    return this.known.get(callKey(procId, index));
  }

  #enter(reportId: number): void {
    if (this.#reportId === reportId) return;
    this.#reportId = reportId;
    this.known = new Map();
  }

  /** Takes calls that came with something else. */
  add(reportId: number, calls: readonly CallDetails[]): void {
    if (calls.length === 0) return;
    this.#enter(reportId);
    const next = new Map(this.known.size > LIMIT ? [] : this.known);
    for (const call of calls) next.set(callKey(call.procId, call.index), call);
    this.known = next;
  }

  /** Fetches what is not known yet. */
  async want(reportId: number, refs: readonly { procId: number; index: number }[]): Promise<void> {
    this.#enter(reportId);
    const missing = refs.filter(({ procId, index }) => !this.known.has(callKey(procId, index)));
    if (missing.length === 0) return;
    try {
      const asked = missing.map(({ procId, index }) => ({ procId, index }));
      const found = await services().store.details(reportId, asked);
      if (this.#reportId !== reportId) return;
      const next = new Map(this.known.size > LIMIT ? [] : this.known);
      asked.forEach(({ procId, index }, at) => next.set(callKey(procId, index), found[at] ?? null));
      this.known = next;
    } catch (error) {
      messages.fail(error);
    }
  }

  /** Forgets all, because the report grew. */
  clear(): void {
    this.#reportId = null;
    this.known = new Map();
  }
}

export const callDetails = new CallDetailsStore();
