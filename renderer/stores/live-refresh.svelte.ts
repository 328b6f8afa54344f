// SPDX-License-Identifier: MIT
/**
 * When what is known of a report that is being read is shown anew: at once until there are calls, for whoever
 * opens a report waits for them; then the more rarely, the more there is to show.
 * @module
 */
import { untrack } from 'svelte';
import { Pace } from '../model/pace';
import type { ReportModel } from '../model/report-model';
import { imports } from './imports.svelte';

/** How often is looked whether there are calls, and later whether there are enough more. */
const LOOK_FIRST_MS = 50;
const LOOK_MS = 250;

const LEAST_MS = 1000;
/** Showing it may take this part of the time. */
const SHARE = 1 / 30;
/** Part by which the calls must have grown since: the same few more matter less, the more there are. */
const GROWTH = 1.1;

export class LiveRefresh {
  readonly #pace = new Pace(LEAST_MS, SHARE);
  #busy = false;
  #shown = { reportId: 0, calls: 0 };

  /**
   * Looks while reports are being read; returns how to stop.
   * @param shown the report in view
   * @param load reads what is known by now and shows it; called when it is time to
   */
  watch(shown: () => number | null, load: (reportId: number) => Promise<ReportModel | null>): () => void {
    return $effect.root(() => {
      const reading = $derived(imports.active.length > 0);
      $effect(() => {
        if (!reading) return;
        let timer = 0;
        const look = (): void => {
          const reportId = untrack(shown);
          if (reportId !== null) void this.#turn(reportId, load);
          timer = window.setTimeout(look, this.#shown.reportId === reportId ? LOOK_MS : LOOK_FIRST_MS);
        };
        look();
        return () => clearTimeout(timer);
      });
    });
  }

  async #turn(reportId: number, load: (id: number) => Promise<ReportModel | null>): Promise<void> {
    const startMs = performance.now();
    if (this.#busy || this.#pace.waitMs(startMs) > 0) return;
    const task = imports.forReport(reportId);
    if (!task) return;
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
