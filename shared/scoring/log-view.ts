// SPDX-License-Identifier: MIT
/**
 * The logs as marking asks about them: does this API occur, which process has this pid, what do these pins
 * point to. Built once a marking over the plain data of a GradingContext.
 * @module
 */
import type { CallRef } from '../model/document';
import { ApiSet } from './api-names';
import { isSameProcessName } from './process-names';
import type { GradingContext, LogProcess, Pack, Pin, ReportLog, Text, TextHit } from './types';

export class LogView {
  readonly #apis = new Map<string, ApiSet>();
  /** APIs of the whole report. */
  readonly all: ApiSet;

  constructor(readonly report: ReportLog) {
    this.all = new ApiSet(Object.values(report.apisByProcId).flat());
  }

  /** APIs of some of its processes. */
  apisOf(processes: readonly LogProcess[]): ApiSet {
    const key = processes.map(({ procId }) => procId).join();
    let set = this.#apis.get(key);
    if (!set) {
      set = new ApiSet(processes.flatMap(({ procId }) => this.report.apisByProcId[procId] ?? []));
      this.#apis.set(key, set);
    }
    return set;
  }

  /** Processes with that pid and a fitting name; null and '' are not asked about. A pid may have had several. */
  processes(pid: number | null, name: string): LogProcess[] {
    return this.report.processes.filter(
      (process) => (pid === null || process.pid === pid) && (name.trim() === '' || hasName(process, name)),
    );
  }

  /** The calls that pins point to in this report, and how many pins point elsewhere or nowhere. */
  pinned(pins: readonly Pin[]): { calls: CallRef[]; elsewhere: number; missing: number } {
    const here = pins.filter((pin) => pin.reportSha256 === this.report.sha256);
    const calls = here.flatMap((pin) => {
      const call = this.report.pinnedCalls.find(
        ({ procId, index }) => procId === pin.procId && index === pin.index,
      );
      return call ? [call] : [];
    });
    return { calls, elsewhere: pins.length - here.length, missing: here.length - calls.length };
  }

  /** Where a text occurs, or null when nobody looked. */
  hits(text: string): readonly TextHit[] | null {
    return Object.hasOwn(this.report.textHits, text) ? (this.report.textHits[text] ?? null) : null;
  }
}

function hasName(process: LogProcess, name: string): boolean {
  return [process.name, process.path].some((own) => own !== null && isSameProcessName(name, own));
}

/** All logs of a marking, by report id. */
export class Logs {
  readonly #views: Map<string, LogView>;

  constructor(
    readonly pack: Pack,
    context: GradingContext,
  ) {
    this.#views = new Map(context.reports.map((report) => [report.reportId, new LogView(report)]));
  }

  view(reportId: string | null): LogView | null {
    return reportId === null ? null : (this.#views.get(reportId) ?? null);
  }

  /** The pack's name for a report. */
  label(reportId: string | null): Text {
    const report = this.pack.reports.find(({ id }) => id === reportId);
    return report?.label ?? { ja: reportId ?? '', en: reportId ?? '' };
  }
}
