// SPDX-License-Identifier: MIT
/**
 * What the sheet's forms know of the pack's logs: their processes and the APIs they call, for pickers and
 * completion. Read once a log.
 * @module
 */
import type { Pack } from '../../shared/scoring/types';
import type { ReportModel } from '../model/report-model';
import { services } from './services';
import { session } from './session.svelte';
import { messages } from './toasts.svelte';

class Logs {
  /** API names by report id of the database. */
  #apis: ReadonlyMap<number, string[]> = $state.raw(new Map());
  #asked = new Set<number>();

  /** The stored report that stands for a log of the pack, or null. */
  reportId(pack: Pack, logId: string | null): number | null {
    const sha256 = pack.reports.find(({ id }) => id === logId)?.sha256;
    return session.reports.find((report) => report.sha256 !== '' && report.sha256 === sha256)?.id ?? null;
  }

  model(pack: Pack, logId: string | null): ReportModel | null {
    const id = this.reportId(pack, logId);
    return id === null ? null : session.modelOf(id);
  }

  apis(pack: Pack, logId: string | null): string[] | null {
    const id = this.reportId(pack, logId);
    return id === null ? null : (this.#apis.get(id) ?? null);
  }

  /** Reads document and APIs of a log unless they are known. */
  async want(pack: Pack, logId: string | null): Promise<void> {
    const id = this.reportId(pack, logId);
    if (id === null || this.#asked.has(id)) return;
    this.#asked.add(id);
    try {
      await session.load(id);
      const counts = await services().store.apiCounts(id, null);
      this.#apis = new Map(this.#apis).set(id, counts.map(({ api }) => api).sort());
    } catch (error) {
      this.#asked.delete(id);
      messages.fail(error);
    }
  }
}

export const logs = new Logs();
