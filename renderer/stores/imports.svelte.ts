// SPDX-License-Identifier: MIT
/**
 * Imports that wait, run, or just ended. One runs at a time: two would only halve each other's speed on a
 * small machine. Rates are smoothed over the last seconds.
 * @module
 */
import type { ImportEvent, StoredReport } from '../db/contract';
import type { ReportSource } from '../host/host';
import type { IngestProgress } from '../../shared/ipc/ingest-port';
import type { ErrorData } from '../../shared/errors/kinds';
import { Pace } from '../model/pace';
import { RateMeter } from '../model/rate-meter';
import { services } from './services';
import { asErrorData } from './toasts.svelte';

/** How far an import is changes on the screen so often: each time is a frame, which costs the window its share. */
const SHOW_EVERY_MS = 500;

export interface ImportTask {
  id: string;
  name: string;
  folder: string;
  label: string | null;
  caseId: number;
  /** The interrupted report that is read again, or null. */
  resume: number | null;
  bytes: number;
  state: 'queued' | 'running' | 'complete' | 'partial' | 'failed' | 'cancelled';
  reportId: number | null;
  readBytes: number;
  totalBytes: number | null;
  calls: number;
  processes: number;
  bytesPerSecond: number | null;
  remainingMs: number | null;
  stopping: boolean;
  error: ErrorData | null;
}

/** Hears of the report as soon as it has its id. */
type OnReport = (reportId: number, task: ImportTask) => void;

/** What came of one import. */
export interface ImportOutcome {
  task: ImportTask;
  event: ImportEvent | null;
}

class Imports {
  tasks: ImportTask[] = $state([]);
  #queue: Promise<unknown> = Promise.resolve();

  /** Imports under way or waiting. */
  get active(): ImportTask[] {
    return this.tasks.filter((task) => task.state === 'queued' || task.state === 'running');
  }

  forReport(reportId: number): ImportTask | null {
    return this.active.find((task) => task.reportId === reportId) ?? null;
  }

  readonly #sources = new Map<number, ReportSource>();

  /** Where a report came from, while this window remembers. */
  sourceOf(reportId: number): ReportSource | null {
    return this.#sources.get(reportId) ?? null;
  }

  /** Does other reading when no import runs, and holds those that come meanwhile. */
  alone<T>(work: () => Promise<T>): Promise<T> {
    const run = this.#queue.then(work);
    this.#queue = run.catch(() => undefined);
    return run;
  }

  /** Queues a report; resolves when its import ended, however it ended. */
  add(
    source: ReportSource,
    caseId: number,
    label: string | null,
    onReport: OnReport,
  ): Promise<ImportOutcome> {
    return this.#queued({ id: crypto.randomUUID(), caseId, label, resume: null }, source, onReport);
  }

  /** Queues an interrupted report to be read again under its import's name. */
  resume(report: StoredReport, source: ReportSource, onReport: OnReport): Promise<ImportOutcome> {
    const { importId, id, caseId, label } = report;
    return this.#queued({ id: importId, caseId, label, resume: id }, source, onReport);
  }

  #queued(
    named: Pick<ImportTask, 'id' | 'caseId' | 'label' | 'resume'>,
    source: ReportSource,
    onReport: OnReport,
  ): Promise<ImportOutcome> {
    this.tasks.push({
      ...named,
      name: source.name,
      folder: source.folder,
      bytes: source.bytes,
      state: 'queued',
      reportId: null,
      readBytes: 0,
      totalBytes: source.bytes || null,
      calls: 0,
      processes: 0,
      bytesPerSecond: null,
      remainingMs: null,
      stopping: false,
      error: null,
    });
    const task = this.tasks.at(-1)!;
    const run = this.#queue.then(() => this.#run(task, source, onReport));
    this.#queue = run;
    return run;
  }

  async #run(task: ImportTask, source: ReportSource, onReport: OnReport): Promise<ImportOutcome> {
    const { host, store } = services();
    const meter = new RateMeter();
    const pace = new Pace(SHOW_EVERY_MS, 1);
    let event: ImportEvent | null = null;
    if (task.state === 'queued') {
      task.state = 'running';
      try {
        const port = await host.startIngest(source, task.id);
        const { caseId, label, resume } = task;
        event = await store.runImport(task.id, port, { caseId, label, resume }, (news) => {
          this.#note(task, news, onReport);
          this.#showProgress(task, news, meter, pace);
        });
        this.#note(task, event, onReport);
        const reportId = event.duplicateOf ?? task.reportId;
        if (reportId !== null) this.#sources.set(reportId, source);
      } catch (error) {
        task.error = asErrorData(error);
        task.state = task.error.kind === 'cancelled' ? 'cancelled' : 'failed';
      } finally {
        await host.stopIngest(task.id).catch(() => undefined);
        const isRead = event?.state === 'complete' || event?.state === 'partial';
        if (isRead || task.resume === null) await host.forgetSource(task.id).catch(() => undefined);
      }
    }
    this.tasks = this.tasks.filter((other) => other.id !== task.id);
    return { task, event };
  }

  #note(task: ImportTask, event: ImportEvent, onReport: OnReport): void {
    if (task.reportId === null && event.reportId) {
      task.reportId = event.reportId;
      onReport(event.reportId, task);
    }
    task.state = event.state;
    task.error = event.error;
    // The last word is shown whenever it comes.
    if (event.state !== 'running' && event.progress) this.#show(task, event.progress);
  }

  #showProgress(task: ImportTask, { progress }: ImportEvent, meter: RateMeter, pace: Pace): void {
    if (!progress) return;
    const { readBytes, totalBytes, elapsedMs } = progress;
    meter.add(elapsedMs, readBytes);
    const nowMs = performance.now();
    if (pace.waitMs(nowMs) > 0) return;
    pace.took(nowMs, nowMs);
    this.#show(task, progress);
    task.bytesPerSecond = meter.perSecond();
    task.remainingMs = meter.remainingMs(totalBytes);
  }

  #show(task: ImportTask, { readBytes, totalBytes, calls, processes }: IngestProgress): void {
    Object.assign(task, { readBytes, totalBytes, calls, processes });
  }

  /** Stops an import; nothing of it is kept, unless it was resumed: then it may be resumed again. */
  async cancel(id: string): Promise<void> {
    const task = this.tasks.find((entry) => entry.id === id);
    if (!task || task.stopping) return;
    if (task.state === 'queued') {
      task.state = 'cancelled';
      return;
    }
    task.stopping = true;
    const { host, store } = services();
    await store.cancelImport(id);
    await host.stopIngest(id);
  }
}

export const imports = new Imports();
