// SPDX-License-Identifier: MIT
/**
 * The open case: its reports, the report in view with its document, and how reports get in.
 * @module
 */
import { SvelteMap } from 'svelte/reactivity';
import type { StoredCase, StoredReport } from '../db/contract';
import type { PackSource, ReportSource } from '../host/host';
import type { Pack } from '../../shared/scoring/types';
import { database } from './database.svelte';
import { imports, type ImportOutcome } from './imports.svelte';
import { LiveRefresh } from './live-refresh.svelte';
import { buildReportModel, type ReportModel } from '../model/report-model';
import { passwords, type SharedAnswer } from './passwords.svelte';
import { selection } from './selection.svelte';
import { services } from './services';
import { messages } from './toasts.svelte';

/** A document with more holds the page up noticeably when it is taken over and shown in one go. */
const MANY_EDGES = 128;

function nextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve));
}

/** What a file that was only met below a folder or in an archive may turn out to be. */
const NO_REPORT = new Set(['not-json', 'not-a-report', 'file-empty']);

class Session {
  cases: StoredCase[] = $state.raw([]);
  /** All reports of the database; the case's own are `reports`. */
  allReports: StoredReport[] = $state.raw([]);
  packs: { source: PackSource; pack: Pack }[] = $state.raw([]);
  caseId: number | null = $state(null);
  /** By report: whoever looks at one report does not hear of another that is being read. */
  readonly #documents = new SvelteMap<number, ReportModel>();
  /** The report in view. */
  reportId: number | null = $state(null);
  /** True once cases and reports were read: before that, emptiness means nothing. */
  ready = $state(false);

  readonly activeCase = $derived(this.cases.find((entry) => entry.id === this.caseId) ?? null);
  /** The case's reports that can be read, those that are just being read included. */
  readonly reports = $derived(this.#inCase().filter(({ state }) => state !== 'interrupted'));
  /** Those whose import was killed. */
  readonly interrupted = $derived(this.#inCase().filter(({ state }) => state === 'interrupted'));
  readonly report = $derived(this.reports.find((report) => report.id === this.reportId) ?? null);
  readonly model: ReportModel | null = $derived(
    this.reportId === null ? null : (this.#documents.get(this.reportId) ?? null),
  );
  readonly pack: Pack | null = $derived.by(() => {
    const id = this.activeCase?.packId;
    return id ? (this.packs.find((entry) => entry.pack.id === id)?.pack ?? null) : null;
  });

  #inCase(): StoredReport[] {
    return this.allReports.filter((report) => report.caseId === this.caseId);
  }

  /** Begins to watch the small tables and the host; returns how to stop. */
  start(): () => void {
    const { host, tables } = services();
    const stops = [
      tables.watchCases((cases) => (this.cases = cases)),
      tables.watchReports((reports) => {
        this.allReports = reports;
        this.ready = true;
      }),
      host.onFilesOpened((sources) => void this.openSources(sources)),
    ];
    void this.#loadPacks();
    void database.refresh();
    stops.push(
      new LiveRefresh().watch(
        () => this.reportId,
        (reportId) => this.load(reportId, true),
      ),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }

  async #loadPacks(): Promise<void> {
    try {
      const sources = await services().host.bundledPacks();
      this.packs = sources.map((source) => ({ source, pack: JSON.parse(source.manifest) as Pack }));
    } catch (error) {
      messages.fail(error);
    }
  }

  async openCase(caseId: number): Promise<void> {
    this.#enter(caseId);
    await services().tables.touchCase(caseId);
    const first = this.reports.find((report) => report.state !== 'importing') ?? this.reports[0];
    if (first) await this.showReport(first.id);
  }

  closeCase(): void {
    this.#enter(null);
  }

  #enter(caseId: number | null): void {
    this.caseId = caseId;
    this.reportId = null;
    selection.reset();
  }

  /** Brings a report of the case into view and reads its document. */
  async showReport(reportId: number): Promise<void> {
    this.reportId = reportId;
    const current = selection.current;
    if (current?.reportId !== reportId) selection.select({ kind: 'report', reportId });
    await this.load(reportId);
  }

  /** Reads the document of a report unless it is known; `again` reads it in any case. */
  async load(reportId: number, again = false): Promise<ReportModel | null> {
    const known = this.#documents.get(reportId);
    if (known && !again) return known;
    try {
      const document = await services().store.document(reportId);
      if (!document) return null;
      // To take over a large one, to look it through and to show it are tasks of their own.
      const pause = document.edges.length > MANY_EDGES ? nextTask : () => undefined;
      await pause();
      const model = buildReportModel(document);
      await pause();
      this.#documents.set(reportId, model);
    } catch (error) {
      messages.fail(error);
    }
    return this.#documents.get(reportId) ?? null;
  }

  modelOf(reportId: number): ReportModel | null {
    return this.#documents.get(reportId) ?? null;
  }

  /** The open dialog, then import into the open case or a new one. */
  async chooseAndOpen(): Promise<void> {
    try {
      await this.openSources(await services().host.chooseReports('many'));
    } catch (error) {
      messages.fail(error);
    }
  }

  async openDropped(files: File[]): Promise<void> {
    try {
      await this.openSources(await services().host.fromDrop(files));
    } catch (error) {
      messages.fail(error, files.map((file) => file.name).join(', '));
    }
  }

  /** Imports reports into the open case, or into a new one named after the first. */
  async openSources(sources: ReportSource[]): Promise<void> {
    const first = sources[0];
    if (!first) return;
    let caseId = this.caseId;
    if (caseId === null || this.activeCase?.packId) {
      const name = first.folder ? `${first.folder}/${first.name}` : first.name;
      caseId = await services().tables.createCase(name, null);
      this.#enter(caseId);
    }
    await this.#importAll(
      sources.map((source) => ({ source, label: null })),
      caseId,
    );
  }

  /** Opens the practice pack: the case it was opened in before, or a new one with all its reports. */
  async openPack(packId: string, language: 'ja' | 'en'): Promise<void> {
    const entry = this.packs.find(({ pack }) => pack.id === packId);
    if (!entry) return;
    const { pack, source } = entry;
    const known = this.cases.find((item) => item.packId === packId);
    const caseId = known?.id ?? (await services().tables.createCase(pack.title[language], packId));
    await this.openCase(caseId);
    const present = new Set(this.reports.map((report) => report.sha256));
    // An interrupted one has no hash yet, and is not read anew beside itself.
    const waiting = new Set(this.interrupted.map(({ folder, file }) => `${folder}/${file}`));
    const wanted = pack.reports.filter((report) => !present.has(report.sha256));
    const reports = wanted.flatMap((report) => {
      const file = source.reports.find((item) => item.reportId === report.id);
      if (!file || waiting.has(`${file.source.folder}/${file.source.name}`)) return [];
      return [{ source: file.source, label: report.label[language] }];
    });
    await this.#importAll(reports, caseId);
  }

  /** Imports several reports; only what did not go smoothly gets a message of its own. */
  async #importAll(reports: { source: ReportSource; label: string | null }[], caseId: number): Promise<void> {
    const single = reports.length === 1;
    const answers = new Map<string, SharedAnswer>();
    const outcomes = await Promise.all(
      reports.map(({ source, label }) => {
        const archive = source.archive ?? crypto.randomUUID();
        const answer = answers.get(archive) ?? { latest: null };
        answers.set(archive, answer);
        return this.#import(source, caseId, label, { single, answer });
      }),
    );
    const complete = outcomes.filter((task) => task?.state === 'complete').length;
    if (!single && complete > 0) messages.say('ui.import.doneAll', { count: complete });
    const name = reports[0]?.source.found;
    if (name !== undefined && outcomes.every((task) => task === null))
      messages.fail({ kind: 'user', code: 'no-report-found', params: { name } });
  }

  /** @returns null for what was passed by, being no report */
  async #import(
    source: ReportSource,
    caseId: number,
    label: string | null,
    { single, answer }: { single: boolean; answer: SharedAnswer },
  ): Promise<ImportOutcome['task'] | null> {
    const add = async (from: ReportSource): Promise<ImportOutcome> => {
      const added = await imports.add(from, caseId, label, (reportId) => this.reportBegun(reportId, caseId));
      if (added.task.error) this.leaveReport(added.task.reportId);
      return added;
    };
    const outcome = await passwords.open(source, label ?? source.name, answer, add);
    if (source.found !== undefined && NO_REPORT.has(outcome.task.error?.code ?? '')) {
      await this.#leaveIfEmpty(caseId);
      return null;
    }
    await this.afterImport(outcome, caseId, single);
    return outcome.task;
  }

  /** A report is being read: it comes into view when nothing else is. */
  reportBegun(reportId: number, caseId: number): void {
    if (this.caseId === caseId && this.reportId === null) void this.showReport(reportId);
  }

  /** Shows what came of an import. @param single whether it is worth a message that it went well */
  async afterImport({ task, event }: ImportOutcome, caseId: number, single: boolean): Promise<void> {
    const where = task.label ?? task.name;
    if (event?.duplicateOf) {
      await this.#showDuplicate(event.duplicateOf, caseId, where);
      return;
    }
    if (task.state === 'complete' || task.state === 'partial') {
      if (task.reportId !== null) {
        await this.load(task.reportId, true);
        if (this.caseId === caseId && this.reportId === null) await this.showReport(task.reportId);
      }
      await database.refresh();
      if (task.state === 'complete' && !single) return;
      messages.say(task.state === 'complete' ? 'ui.import.done' : 'ui.import.donePartial', {
        name: where,
        calls: task.calls,
      });
      return;
    }
    this.leaveReport(task.reportId);
    if (task.state === 'failed' && task.error) messages.fail(task.error, where);
    if (task.state === 'cancelled') messages.say('ui.import.cancelled', { name: where });
    await this.#leaveIfEmpty(caseId);
  }

  /** The same bytes were imported before: that report is shown instead. */
  async #showDuplicate(reportId: number, caseId: number, name: string): Promise<void> {
    const there = this.allReports.find((report) => report.id === reportId);
    messages.say('ui.import.duplicate', { name });
    if (there && there.caseId !== caseId && this.caseId === caseId && this.reports.length === 0) {
      await this.openCase(there.caseId);
      await services().tables.deleteCase(caseId);
    }
    if (there?.caseId === this.caseId) await this.showReport(reportId);
  }

  /** A case that holds nothing, because its only import ended without a report, is not worth keeping. */
  async #leaveIfEmpty(caseId: number): Promise<void> {
    if (imports.active.some((task) => task.caseId === caseId)) return;
    // What could not be taken back of a report keeps its case; where nothing can be written, an empty one stays.
    const left = await services()
      .tables.deleteEmptyCase(caseId)
      .catch(() => false);
    if (left && this.caseId === caseId) this.closeCase();
  }

  /** Forgets a report that can no longer be read, if there is one. */
  leaveReport(reportId: number | null): void {
    if (reportId === null) return;
    this.#documents.delete(reportId);
    selection.forget(reportId);
    if (this.reportId === reportId) this.reportId = null;
  }

  /** Removes a report with its calls; the sheet and other reports stay. */
  async deleteReport(reportId: number): Promise<void> {
    try {
      await services().store.deleteReport(reportId);
      void database.refresh();
      this.leaveReport(reportId);
      const next = this.reports.find((report) => report.id !== reportId);
      if (this.reportId === null && next) await this.showReport(next.id);
    } catch (error) {
      messages.fail(error);
    }
  }

  /** Removes a case with all its reports and its sheet. */
  async deleteCase(caseId: number): Promise<void> {
    try {
      for (const report of this.allReports.filter((entry) => entry.caseId === caseId)) {
        await services().store.deleteReport(report.id);
        if (report.state === 'interrupted') await services().host.forgetSource(report.importId);
      }
      await services().tables.deleteCase(caseId);
      if (this.caseId === caseId) this.closeCase();
    } catch (error) {
      messages.fail(error);
    }
  }
}

export const session = new Session();
