// SPDX-License-Identifier: MIT
/**
 * Looks for many words at once in the arguments of a process's calls, in one pass over its records however many
 * words there are. Records without any are never opened.
 * @module
 */
import { LiteralIndex } from '../../shared/rules/fingerprint/literal-index';
import { breathe } from './breathe';
import { rowsAt } from './call-rows';
import { recordOf, type CallSource } from './call-source';
import type { WordHit } from './contract';
import { argumentTexts } from './record-details';
import { segmentOf, type ProcessLayout } from './segment';

let lastWords = '';
let lastIndex: LiteralIndex | null = null;

/** One index serves all processes of all logs. */
function indexOf(words: readonly string[]): LiteralIndex {
  const key = words.join('\n');
  if (lastIndex === null || key !== lastWords) {
    lastIndex = new LiteralIndex(words);
    lastWords = key;
  }
  return lastIndex;
}

/** @param words lower case, printable ASCII, each at least one character */
export async function findWords(
  source: CallSource,
  procId: number,
  words: readonly string[],
): Promise<WordHit[]> {
  const layout = source.layouts().find((one) => one.procId === procId);
  if (!layout || words.length === 0) return [];
  const index = indexOf(words);
  const found = new Map<string, { word: string; api: number; calls: number; row: number }>();
  for await (const records of source.allRecords(procId)) {
    await breathe();
    for (let at = 0; at < records.starts.length; at += 1) {
      const row = records.firstRow + at;
      const record = recordOf(records, row);
      if (!index.foundIn({ bytes: record, start: 0, end: record.length })) continue;
      const here = wordsOf(argumentTexts(source, record), words, index);
      if (here.size === 0) continue;
      const api = await apiAt(source, layout, row);
      for (const word of here) {
        const key = `${api} ${word}`;
        const hit = found.get(key);
        if (hit) hit.calls += 1;
        else found.set(key, { word, api, calls: 1, row });
      }
    }
  }
  const hits = [...found.values()];
  const firsts = await rowsAt(
    source,
    hits.map(({ row }) => ({ layout, row })),
  );
  return hits.map(({ word, calls }, at): WordHit => {
    const { api, index: first } = firsts[at]!;
    return { word, procId, api, calls, first };
  });
}

/** The words that begin somewhere in the texts. The index knows only the ends of long words: those are compared. */
function wordsOf(texts: readonly string[], words: readonly string[], index: LiteralIndex): Set<string> {
  const here = new Set<string>();
  for (const text of texts) {
    const candidates = index.search(text);
    if (candidates.length === 0) continue;
    const folded = text.toLowerCase().replaceAll('/', '\\');
    for (const at of candidates) if (beginsIn(folded, words[at]!.replaceAll('/', '\\'))) here.add(words[at]!);
  }
  return here;
}

/** Whether the word stands in the text where a name can begin: `a.exe` is not in `mshta.exe`. */
function beginsIn(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1))
    if (at === 0 || !/[a-z0-9]/.test(text[at - 1]!) || !/[a-z0-9]/.test(word[0]!)) return true;
  return false;
}

async function apiAt(source: CallSource, layout: ProcessLayout, row: number): Promise<number> {
  const at = segmentOf(layout, row);
  return (await source.column('api', layout, at))[row - layout.segments[at]!]!;
}
