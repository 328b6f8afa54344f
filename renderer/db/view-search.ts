// SPDX-License-Identifier: MIT
/**
 * Narrows a view to the calls whose arguments hold a text, reading records process by process. The view grows
 * while the search runs.
 * @module
 */
import { breathe } from './breathe';
import type { CallView } from './call-view';
import { argumentTexts } from './record-details';
import { TextSearch } from './text-search';

/** How often the growing total is told. */
const TELL_MS = 100;

/** Resolves when the search is through or stopped. */
export async function searchView(
  view: CallView,
  text: string,
  stop: AbortSignal,
  tell: () => void,
): Promise<void> {
  const { source } = view;
  const search = new TextSearch(text, (record) => argumentTexts(source, record));
  const { candidates, add } = view.narrow();
  let toldMs = performance.now();
  for (const layout of view.layouts) {
    const wanted = peekable(candidates(layout));
    if (wanted.peek() === undefined) continue;
    for await (const records of source.allRecords(layout.procId)) {
      await breathe();
      if (stop.aborted) return;
      const end = records.firstRow + records.starts.length;
      const here: number[] = [];
      for (let row = wanted.peek(); row !== undefined && row < end; row = wanted.peek()) {
        here.push(row);
        wanted.next();
      }
      for (const row of search.rows(records, here)) add(layout, row);
      if (wanted.peek() === undefined) break;
      if (performance.now() - toldMs < TELL_MS) continue;
      tell();
      toldMs = performance.now();
    }
  }
}

/** An iteration whose next value can be seen before it is taken. */
function peekable(values: Iterable<number>): { peek(): number | undefined; next(): void } {
  const iterator = values[Symbol.iterator]();
  let current = iterator.next();
  return {
    peek: () => (current.done ? undefined : current.value),
    next: () => {
      current = iterator.next();
    },
  };
}
