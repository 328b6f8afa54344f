// SPDX-License-Identifier: MIT
/**
 * The APIs that a report or one of its processes calls, for completion and filters.
 * @module
 */
import { services } from './services';
import { messages } from './toasts.svelte';

export interface ApiCount {
  api: string;
  category: string;
  calls: number;
}

class ApiCounts {
  known: ApiCount[] = $state.raw([]);
  #key = '';

  /** Counts of one process or, with null, of the whole report; the latest request wins. */
  async want(reportId: number, procId: number | null): Promise<void> {
    const key = `${reportId}/${procId}`;
    if (this.#key === key) return;
    this.#key = key;
    try {
      const counts = await services().store.apiCounts(reportId, procId);
      if (this.#key === key) this.known = counts.toSorted((a, b) => (a.api < b.api ? -1 : 1));
    } catch (error) {
      messages.fail(error);
    }
  }

  /** The next request asks again, because the report grew. */
  forget(): void {
    this.#key = '';
  }
}

export const apiCounts = new ApiCounts();
