// SPDX-License-Identifier: MIT
/**
 * Imports that wait, run, or just ended. One runs at a time: two would only halve each other's speed on a
 * small machine. Rates are smoothed over the last seconds.
 * @module
 */
import type { ImportEvent } from '../db/contract';
import type { ReportSource } from '../host/host';
import type { ErrorData } from '../../shared/errors/kinds';
import { RateMeter } from '../model/rate-meter';
import { services } from './services';
import { asErrorData } from './toasts.svelte';

export interface ImportTask {
  id: string;
  name: string;
  folder: string;
  label: string | null;
  caseId: number;
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
    onReport: (reportId: number, task: ImportTask) => void,
  ): Promise<ImportOutcome> {
    this.tasks.push({
      id: crypto.randomUUID(),
      name: source.name,
      folder: source.folder,
      label,
      caseId,
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

  async #run(
    task: ImportTask,
    source: ReportSource,
    onReport: (reportId: number, task: ImportTask) => void,
  ): Promise<ImportOutcome> {
    const { host, store } = services();
    const meter = new RateMeter();
    let event: ImportEvent | null = null;
    if (task.state === 'queued') {
      task.state = 'running';
      try {
        const port = await host.startIngest(source, task.id);
        const { caseId, label } = task;
        event = await store.runImport(task.id, port, { caseId, label }, (news) => {
          this.#note(task, news, meter, onReport);
        });
        this.#note(task, event, meter, onReport);
        const reportId = event.duplicateOf ?? task.reportId;
        if (reportId !== null) this.#sources.set(reportId, source);
      } catch (error) {
        task.error = asErrorData(error);
        task.state = task.error.kind === 'cancelled' ? 'cancelled' : 'failed';
      } finally {
        await host.stopIngest(task.id).catch(() => undefined);
      }
    }
    this.tasks = this.tasks.filter((other) => other.id !== task.id);
    return { task, event };
  }

  #note(
    task: ImportTask,
    event: ImportEvent,
    meter: RateMeter,
    onReport: (reportId: number, task: ImportTask) => void,
  ): void {
    if (task.reportId === null && event.reportId) {
      task.reportId = event.reportId;
      onReport(event.reportId, task);
    }
    task.state = event.state;
    task.error = event.error;
    if (!event.progress) return;
    const { readBytes, totalBytes, calls, processes, elapsedMs } = event.progress;
    Object.assign(task, { readBytes, totalBytes, calls, processes });
    meter.add(elapsedMs, readBytes);
    task.bytesPerSecond = meter.perSecond();
    task.remainingMs = meter.remainingMs(totalBytes);
  }

  /** Stops an import; nothing of it is kept. */
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
