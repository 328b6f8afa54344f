// SPDX-License-Identifier: MIT
/**
 * When what is known of a report that is being read is shown anew: at once until there are calls, for whoever
 * opens a report waits for them; then the more rarely, the more there is to show.
 * @module
 */
import { Pace } from '../model/pace';
import type { ReportModel } from '../model/report-model';
import { imports } from './imports.svelte';

const LEAST_MS = 1000;
/** Showing it may take this part of the time. */
const SHARE = 1 / 30;
/** Part by which the calls must have grown since: the same few more matter less, the more there are. */
const GROWTH = 1.1;

export class LiveRefresh {
  readonly #pace = new Pace(LEAST_MS, SHARE);
  #busy = false;
  #shown = { reportId: 0, calls: 0 };

  /** @param load reads what is known by now and shows it; called if it is time to */
  async turn(reportId: number | null, load: (id: number) => Promise<ReportModel | null>): Promise<void> {
    const startMs = performance.now();
    if (this.#busy || this.#pace.waitMs(startMs) > 0) return;
    const task = reportId === null ? null : imports.forReport(reportId);
    if (reportId === null || !task) return;
    const { calls } = task;
    if (this.#shown.reportId === reportId && calls < this.#shown.calls * GROWTH) return;
    this.#busy = true;
    try {
      const model = await load(reportId);
      if (!model?.document.processes.some((process) => process.calls > 0)) return;
      this.#shown = { reportId, calls };
      await new Promise((drawn) => requestIdleCallback(drawn, { timeout: LEAST_MS }));
      this.#pace.took(startMs, performance.now());
    } finally {
      this.#busy = false;
    }
  }
}
