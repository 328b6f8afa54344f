// SPDX-License-Identifier: MIT
/**
 * API names of pinned calls, whichever report of the case they lie in.
 * @module
 */
import type { Pin } from '../../shared/scoring/types';
import { services } from './services';
import { session } from './session.svelte';
import { messages } from './toasts.svelte';

function keyOf({ reportSha256, procId, index }: Pin): string {
  return `${reportSha256}:${procId}:${index}`;
}

class PinnedCalls {
  #known: ReadonlyMap<string, string> = $state.raw(new Map());
  #asked = new Set<string>();

  api(pin: Pin): string | null {
    return this.#known.get(keyOf(pin)) ?? null;
  }

  /** Reads the names that are not known yet. */
  async want(pins: readonly Pin[]): Promise<void> {
    for (const report of session.reports) {
      const missing = pins.filter(
        (pin) => pin.reportSha256 === report.sha256 && !this.#asked.has(keyOf(pin)),
      );
      if (missing.length === 0) continue;
      for (const pin of missing) this.#asked.add(keyOf(pin));
      try {
        const calls = await services().store.details(
          report.id,
          missing.map(({ procId, index }) => ({ procId, index })),
        );
        const next = new Map(this.#known);
        missing.forEach((pin, at) => {
          const api = calls[at]?.api;
          if (api !== undefined) next.set(keyOf(pin), api);
        });
        this.#known = next;
      } catch (error) {
        messages.fail(error);
      }
    }
  }
}

export const pinnedCalls = new PinnedCalls();
