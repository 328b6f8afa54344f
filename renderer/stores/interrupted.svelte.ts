// SPDX-License-Identifier: MIT
/**
 * Imports that were killed and wait for the user's word: resumed, with the same file or one that the user
 * chooses again, or removed. Nothing is done to them unasked.
 * @module
 */
import type { StoredReport } from '../db/contract';
import type { ReportSource } from '../host/host';
import type { ErrorData } from '../../shared/errors/kinds';
import { imports } from './imports.svelte';
import { passwords } from './passwords.svelte';
import { services } from './services';
import { session } from './session.svelte';
import { asErrorData, messages } from './toasts.svelte';

class Interrupted {
  /** A report that could not be resumed, and why; stays until the user has decided. */
  trouble: { report: StoredReport; error: ErrorData } | null = $state.raw(null);
  /** The report whose removal waits for a yes. */
  removing: StoredReport | null = $state.raw(null);

  /** Reads the report again from its file, where the host still knows it; else asks for the file. */
  async resume(report: StoredReport): Promise<void> {
    try {
      const source = await services().host.unfinishedSource(report.importId);
      if (source) await this.#read(report, source);
      else this.#fail(report, { kind: 'user', code: 'resume-no-file', params: { name: report.file } });
    } catch (error) {
      this.#fail(report, asErrorData(error));
    }
  }

  /** Lets the user choose the file again, and resumes with that. */
  async chooseFile(report: StoredReport): Promise<void> {
    this.trouble = null;
    try {
      // An archive of several gives them all.
      const sources = await services().host.chooseReports('one');
      const source = sources.find(({ name }) => name === report.file) ?? sources[0];
      if (source) await this.#read(report, source);
    } catch (error) {
      this.#fail(report, asErrorData(error));
    }
  }

  async #read(report: StoredReport, source: ReportSource): Promise<void> {
    const { caseId } = report;
    const outcome = await passwords.open(source, report.label ?? report.file, { latest: null }, (from) =>
      imports.resume(report, from, (id) => session.reportBegun(id, caseId)),
    );
    const { task, event } = outcome;
    if (task.state === 'complete' || task.state === 'partial' || event?.duplicateOf) {
      await session.afterImport(outcome, caseId, true);
      return;
    }
    session.leaveReport(report.id);
    if (task.state === 'failed' && task.error) this.#fail(report, task.error);
    if (task.state === 'cancelled')
      messages.say('ui-interrupted.stopped', { name: report.label ?? report.file });
  }

  #fail(report: StoredReport, error: ErrorData): void {
    if (error.kind === 'bug') messages.fail(error, report.file);
    else this.trouble = { report, error };
  }

  /** Removes what was stored of the report, and its case when that holds nothing else. */
  async remove(report: StoredReport): Promise<void> {
    this.trouble = null;
    this.removing = null;
    await session.deleteReport(report.id);
    try {
      await services().host.forgetSource(report.importId);
      const left = await services().tables.deleteEmptyCase(report.caseId);
      if (left && session.caseId === report.caseId) session.closeCase();
    } catch (error) {
      messages.fail(error);
    }
  }
}

export const interrupted = new Interrupted();
