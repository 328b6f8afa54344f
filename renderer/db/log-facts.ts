// SPDX-License-Identifier: MIT
/**
 * What marking must know of a report's calls: which APIs each process called, where given texts stand, and
 * which pins point to a call.
 * @module
 */
import type { CallRef } from '../../shared/model/document';
import type { LogQuestions, ReportLog, TextHit } from '../../shared/scoring/types';
import { breathe } from './breathe';
import { scanSegments, type CallSource } from './call-source';
import { rowOfIndex } from './call-view';
import { rowsAt } from './call-rows';
import { argumentTexts } from './record-details';
import { segmentOf, type ProcessLayout } from './segment';
import { TextSearch } from './text-search';

export type LogFacts = Pick<ReportLog, 'apisByProcId' | 'textHits' | 'pinnedCalls'>;

/** Answers in one pass over columns, and one over records when texts are asked for. */
export async function readLogFacts(source: CallSource, { texts, pins }: LogQuestions): Promise<LogFacts> {
  return {
    apisByProcId: await apisByProcess(source),
    textHits: await findTexts(source, texts),
    pinnedCalls: await pinnedCalls(source, pins),
  };
}

async function apisByProcess(source: CallSource): Promise<Record<number, string[]>> {
  const { apis } = source.vocabulary();
  const layouts = source.layouts();
  const found = new Map(layouts.map(({ procId }) => [procId, new Set<number>()]));
  await scanSegments(source, layouts, ['api'], ({ procId }, _at, rows, [column]) => {
    const set = found.get(procId)!;
    for (let row = 0; row < rows; row += 1) set.add(column![row]!);
  });
  return Object.fromEntries(
    [...found].map(([procId, ids]) => [procId, [...ids].flatMap((id) => apis[id] ?? []).sort()]),
  );
}

async function findTexts(source: CallSource, texts: readonly string[]): Promise<Record<string, TextHit[]>> {
  const hits = new Map(texts.map((text) => [text, new Map<string, TextHit>()]));
  if (hits.size === 0) return {};
  const searches = [...hits.keys()].map((text) => ({
    found: hits.get(text)!,
    search: new TextSearch(text, (record) => argumentTexts(source, record)),
  }));
  const { apis } = source.vocabulary();
  for (const layout of source.layouts()) {
    for await (const records of source.allRecords(layout.procId)) {
      await breathe();
      const rows = Array.from(records.starts, (_, at) => records.firstRow + at);
      for (const { found, search } of searches) {
        for (const row of search.rows(records, rows)) {
          const api = apis[await apiAt(source, layout, row)] ?? '';
          found.set(`${layout.procId} ${api}`, { procId: layout.procId, api });
        }
      }
    }
  }
  return Object.fromEntries([...hits].map(([text, found]) => [text, [...found.values()]]));
}

async function apiAt(source: CallSource, layout: ProcessLayout, row: number): Promise<number> {
  const at = segmentOf(layout, row);
  return (await source.column('api', layout, at))[row - layout.segments[at]!]!;
}

async function pinnedCalls(source: CallSource, pins: LogQuestions['pins']): Promise<CallRef[]> {
  const calls: CallRef[] = [];
  for (const { procId, index } of pins) {
    const layout = source.layouts().find((one) => one.procId === procId);
    const row = layout ? await rowOfIndex(source, procId, index) : -1;
    if (!layout || row < 0) continue;
    const [call] = await rowsAt(source, [{ layout, row }]);
    if (call) calls.push({ procId, index, api: call.api });
  }
  return calls;
}
