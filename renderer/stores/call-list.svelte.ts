// SPDX-License-Identifier: MIT
/**
 * The call table's list: which calls, by which filter, and the rows that were fetched so far. Rows stay with
 * the store worker; here are only the pages around what is in view.
 * @module
 */
import type { CallFilter, CallRow, CallViewState, Span } from '../db/contract';
import { callDetails } from './call-details.svelte';
import { services } from './services';
import { messages } from './toasts.svelte';

const PAGE = 128;
const KEPT_PAGES = 48;

export interface FilterState {
  /** true: calls of all processes, whatever is selected. */
  allProcesses: boolean;
  foreignOnly: boolean;
  /** MARK bits. */
  marks: number;
  category: string;
  status: '' | 'ok' | 'fail';
  api: string;
  text: string;
}

export function emptyFilter(): FilterState {
  return { allProcesses: false, foreignOnly: false, marks: 0, category: '', status: '', api: '', text: '' };
}

/** Whether a filter leaves calls of the process out. */
export function isFiltering(filter: FilterState): boolean {
  const { foreignOnly, marks, category, status, api, text } = filter;
  return foreignOnly || marks !== 0 || category !== '' || status !== '' || api.trim() !== '' || text !== '';
}

export function toCallFilter(filter: FilterState, procId: number | null): CallFilter {
  return {
    procId: filter.allProcesses ? null : procId,
    foreignOnly: filter.foreignOnly,
    marks: filter.marks,
    category: filter.category || null,
    status: filter.status || null,
    apiContains: filter.api.trim(),
    textContains: filter.text,
  };
}

class CallList {
  filter: FilterState = $state(emptyFilter());
  view: CallViewState | null = $state.raw(null);
  /** Grows when pages arrive. */
  revision = $state(0);
  opening = $state(false);
  #pages = new Map<number, CallRow[] | 'asked'>();
  #opened = 0;
  #reportId = 0;

  /** Opens the list anew; the old one is shown until the new one is there. */
  async open(reportId: number, filter: CallFilter): Promise<void> {
    const opened = ++this.#opened;
    const { store } = services();
    this.opening = true;
    try {
      const onProgress = (state: CallViewState): void => {
        if (opened === this.#opened && this.view?.viewId === state.viewId) this.#grow(state);
      };
      const view = await (filter.textContains
        ? store.openView(reportId, filter, onProgress)
        : store.openView(reportId, filter));
      if (opened !== this.#opened) {
        await store.closeView(view.viewId);
        return;
      }
      const old = this.view;
      this.#pages.clear();
      this.view = view;
      this.#reportId = reportId;
      this.revision += 1;
      if (old) await store.closeView(old.viewId);
    } catch (error) {
      if (opened === this.#opened) messages.fail(error);
    } finally {
      if (opened === this.#opened) this.opening = false;
    }
  }

  #grow(state: CallViewState): void {
    // The last page may have been cut short by the total of the time.
    const last = Math.floor((this.view?.total ?? 0) / PAGE);
    this.#pages.delete(last);
    this.view = state;
    this.revision += 1;
  }

  close(): void {
    this.#opened += 1;
    this.#pages.clear();
    const old = this.view;
    this.view = null;
    this.opening = false;
    if (old)
      services()
        .store.closeView(old.viewId)
        .catch((error: unknown) => messages.fail(error));
  }

  /** The row if it was fetched; read `revision` to hear of it later. */
  row(position: number): CallRow | null {
    const page = this.#pages.get(Math.floor(position / PAGE));
    return page === undefined || page === 'asked' ? null : (page[position % PAGE] ?? null);
  }

  /**
   * Fetches the pages of these rows, `last` excluded.
   * @param withDetails the arguments of these rows come along: whoever stands still is about to ask for them
   */
  want(first: number, last: number, withDetails: boolean): void {
    const view = this.view;
    if (!view || last <= first) return;
    for (let page = Math.floor(first / PAGE); page <= Math.floor((last - 1) / PAGE); page += 1) {
      const known = this.#pages.get(page);
      if (known !== undefined) continue;
      this.#pages.set(page, 'asked');
      void this.#fetch(view.viewId, page, { from: first, count: withDetails ? last - first : 0 });
    }
    const middle = Math.floor(first / PAGE);
    for (const page of this.#pages.keys()) {
      if (this.#pages.size <= KEPT_PAGES) break;
      if (Math.abs(page - middle) > KEPT_PAGES / 2) this.#pages.delete(page);
    }
  }

  async #fetch(viewId: number, page: number, seen: Span): Promise<void> {
    const reportId = this.#reportId;
    try {
      const { rows, details } = await services().store.screen(
        viewId,
        { from: page * PAGE, count: PAGE },
        seen,
      );
      if (this.view?.viewId !== viewId) return;
      callDetails.add(reportId, details);
      this.#pages.set(page, rows);
      this.revision += 1;
    } catch (error) {
      if (this.view?.viewId === viewId) {
        this.#pages.delete(page);
        messages.fail(error);
      }
    }
  }

  /** One row, fetched if it must be. */
  async rowAt(position: number): Promise<CallRow | null> {
    const known = this.row(position);
    const view = this.view;
    if (known || !view || position < 0 || position >= view.total) return known;
    const [row] = await services().store.rows(view.viewId, position, 1);
    return row ?? null;
  }

  async positionOf(procId: number, index: number): Promise<number> {
    return this.view ? services().store.positionOf(this.view.viewId, procId, index) : -1;
  }
}

export const callList = new CallList();
