// SPDX-License-Identifier: MIT
/**
 * The store worker's side of the contract: keeps running imports and open views, and sends each question to
 * the code that answers it. One instance a worker.
 * @module
 */
import { BugError } from '../../shared/errors/kinds';
import type { AnalysisDocument } from '../../shared/model/document';
import type { LogQuestions } from '../../shared/scoring/types';
import { countApis } from './api-counts';
import { readDetails, readScreen } from './call-details';
import { rowsOfView } from './call-rows';
import type { CallSource } from './call-source';
import { CallView, rowOfIndex } from './call-view';
import type {
  CallDetails,
  CallFilter,
  CallRow,
  CallViewState,
  EdgeTaker,
  ImportEvent,
  ImportOptions,
  Screen,
  SectionLines,
  Span,
  StoreApi,
  WordHit,
} from './contract';
import { database } from './database';
import { sendAhead } from './document-portions';
import { markInterrupted } from './import-report';
import { ImportRun } from './import-run';
import { readLogFacts, type LogFacts } from './log-facts';
import { rereadReport } from './reread';
import { removeReport } from './report-removal';
import { sectionPaths, SectionReader } from './sections';
import { StoredCalls } from './stored-calls';
import { searchView } from './view-search';
import { findWords } from './word-search';

/** Rows in one answer; the table asks for screens, not for reports. */
const MAX_ROWS = 10_000;

interface OpenView {
  view: CallView;
  /** Ends a search that is still running for it. */
  stop: AbortController;
}

export class Store implements StoreApi {
  readonly #imports = new Map<string, { run: ImportRun; ended: Promise<ImportEvent> }>();
  /** Running imports that have their report, by its id. */
  readonly #live = new Map<number, ImportRun>();
  readonly #stored = new Map<number, StoredCalls>();
  readonly #views = new Map<number, OpenView>();
  readonly #sections = new SectionReader();
  #nextView = 1;

  constructor() {
    // A database that cannot be opened says so to whoever asks it for something.
    markInterrupted().catch(() => undefined);
  }

  async runImport(
    importId: string,
    port: MessagePort,
    options: ImportOptions,
    onEvent: (event: ImportEvent) => void,
    freeBytes: () => Promise<number | null> = () => Promise.resolve(null),
  ): Promise<ImportEvent> {
    if (this.#imports.has(importId)) throw new BugError('import id in use');
    const run = new ImportRun(importId, port, options, onEvent, freeBytes, () =>
      this.#live.set(run.reportId, run),
    );
    const ended = run.run();
    this.#imports.set(importId, { run, ended });
    try {
      return await ended;
    } finally {
      this.#imports.delete(importId);
      this.#live.delete(run.reportId);
    }
  }

  async cancelImport(importId: string): Promise<void> {
    this.#imports.get(importId)?.run.cancel();
  }

  rereadReport(
    port: MessagePort,
    reportId: number,
    onProgress: (readBytes: number, totalBytes: number | null) => void,
  ): Promise<void> {
    return rereadReport(port, reportId, onProgress);
  }

  async document(reportId: number, onEdges?: EdgeTaker): Promise<AnalysisDocument | null> {
    const document =
      this.#live.get(reportId)?.documentSoFar() ?? (await database().documents.get(reportId))?.document;
    if (!document) return null;
    return onEdges ? sendAhead(document, onEdges) : document;
  }

  async openView(
    reportId: number,
    filter: CallFilter,
    onProgress?: (state: CallViewState) => void,
  ): Promise<CallViewState> {
    const view = new CallView(await this.#source(reportId), filter);
    const viewId = this.#nextView;
    this.#nextView += 1;
    const open: OpenView = { view, stop: new AbortController() };
    this.#views.set(viewId, open);
    await view.applyColumns();
    const state = (complete: boolean): CallViewState => ({ viewId, total: view.total, complete });
    if (!filter.textContains) return state(true);
    const search = searchView(view, filter.textContains, open.stop.signal, () => onProgress?.(state(false)));
    if (!onProgress) {
      await search;
      return state(true);
    }
    void search.then(() => {
      if (!open.stop.signal.aborted) onProgress(state(true));
    });
    return state(false);
  }

  async rows(viewId: number, from: number, count: number): Promise<CallRow[]> {
    return rowsOfView(this.#view(viewId), from, Math.min(count, MAX_ROWS));
  }

  async screen(viewId: number, page: Span, seen: Span): Promise<Screen> {
    const { from, count } = page;
    return readScreen(this.#view(viewId), { from, count: Math.min(count, MAX_ROWS) }, seen);
  }

  async positionOf(viewId: number, procId: number, index: number): Promise<number> {
    const view = this.#view(viewId);
    const row = await rowOfIndex(view.source, procId, index);
    return row < 0 ? -1 : view.positionOf(procId, row);
  }

  async closeView(viewId: number): Promise<void> {
    this.#views.get(viewId)?.stop.abort();
    this.#views.delete(viewId);
  }

  async details(
    reportId: number,
    calls: { procId: number; index: number }[],
  ): Promise<(CallDetails | null)[]> {
    return readDetails(await this.#source(reportId), calls);
  }

  async apiCounts(reportId: number, procId: number | null) {
    return countApis(await this.#source(reportId), procId);
  }

  async logFacts(reportId: number, questions: LogQuestions): Promise<LogFacts> {
    return readLogFacts(await this.#source(reportId), questions);
  }

  async findWords(reportId: number, procId: number, words: string[]): Promise<WordHit[]> {
    return findWords(await this.#source(reportId), procId, words);
  }

  sectionPaths(reportId: number): Promise<string[]> {
    return sectionPaths(database(), reportId);
  }

  sectionLines(reportId: number, path: string, from: number, count: number): Promise<SectionLines> {
    return this.#sections.lines(database(), reportId, path, from, Math.min(count, MAX_ROWS));
  }

  async deleteReport(reportId: number): Promise<void> {
    const live = this.#live.get(reportId);
    if (live) {
      live.cancel();
      await this.#imports.get(live.importId)?.ended;
    }
    for (const [viewId, { view }] of this.#views) {
      if (view.source.reportId === reportId) await this.closeView(viewId);
    }
    this.#stored.delete(reportId);
    await removeReport(reportId);
  }

  async databaseBytes(): Promise<number> {
    const estimate: StorageEstimate & { usageDetails?: { indexedDB?: number } } =
      await navigator.storage.estimate();
    return estimate.usageDetails?.indexedDB ?? estimate.usage ?? 0;
  }

  #view(viewId: number): CallView {
    const open = this.#views.get(viewId);
    if (!open) throw new BugError('no such view');
    return open.view;
  }

  async #source(reportId: number): Promise<CallSource> {
    const live = this.#live.get(reportId)?.calls;
    if (live) return live;
    let stored = this.#stored.get(reportId);
    if (!stored) {
      const layout = await database().layouts.get(reportId);
      stored = new StoredCalls(layout ?? { reportId, apis: [], categories: [], targets: [], processes: [] });
      if (layout) this.#stored.set(reportId, stored);
    }
    return stored;
  }
}
