// SPDX-License-Identifier: MIT
/**
 * The dictionary search over all logs of the case: started and stopped by the reader, shown as it goes on.
 * @module
 */
import { nameList } from '../../shared/rules/fingerprint/name-lists';
import {
  compareEntries,
  dictionaryOf,
  entriesOf,
  type Dictionary,
  type DictionaryEntry,
} from '../model/findings-dictionary';
import { rules } from './rules.svelte';
import { services } from './services';
import { session } from './session.svelte';
import { messages } from './toasts.svelte';

let dictionary: { of: unknown; words: Dictionary } | null = null;

/** Every name that the rules and the name lists know. */
export function dictionaryWords(): Dictionary {
  const of = rules.loaded.fingerprints;
  if (dictionary?.of !== of) {
    const lists = ['virtual-machine', 'analysis-processes'].flatMap(
      (id) => nameList(id)?.names.map(({ text }) => text) ?? [],
    );
    dictionary = { of, words: dictionaryOf(of, lists) };
  }
  return dictionary.words;
}

class DictionarySearch {
  /** Reports that the result speaks of; null before the first search. */
  #searched: readonly number[] | null = $state.raw(null);
  #entries: readonly DictionaryEntry[] = $state.raw([]);
  /** Share of the calls that were looked at, 0 to 1; null while nothing runs. */
  progress: number | null = $state(null);
  #run = 0;

  readonly entries: readonly DictionaryEntry[] = $derived(
    this.#entries
      .filter(({ reportId }) => session.reports.some(({ id }) => id === reportId))
      .toSorted(compareEntries),
  );

  /** Whether the reports of the case were all searched. */
  readonly current = $derived(
    this.#searched !== null && session.reports.every(({ id }) => this.#searched!.includes(id)),
  );

  async start(): Promise<void> {
    const run = ++this.#run;
    const words = [...dictionaryWords().keys()];
    const reports = session.reports.filter(({ state }) => state !== 'importing');
    const all = reports.reduce((sum, { calls }) => sum + calls, 0);
    let done = 0;
    this.#entries = [];
    this.#searched = null;
    this.progress = 0;
    try {
      for (const report of reports) {
        const model = await session.load(report.id);
        if (run !== this.#run) return;
        if (!model) continue;
        const hits = [];
        for (const { procId, calls } of model.document.processes) {
          hits.push(...(await services().store.findWords(report.id, procId, words)));
          if (run !== this.#run) return;
          done += calls;
          this.progress = all === 0 ? 1 : Math.min(1, done / all);
        }
        this.#entries = [...this.#entries, ...entriesOf(report.id, model.document, hits)];
      }
      this.#searched = reports.map(({ id }) => id);
    } catch (error) {
      messages.fail(error);
    } finally {
      if (run === this.#run) this.progress = null;
    }
  }

  /** Ends the search after the process that is being looked at; what was found stays. */
  stop(): void {
    this.#run += 1;
    this.progress = null;
  }
}

export const dictionarySearch = new DictionarySearch();
