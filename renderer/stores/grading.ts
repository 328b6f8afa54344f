// SPDX-License-Identifier: MIT
/**
 * Asks the store what marking must know of the logs, then marks. Reports of the pack that are not in the case
 * are left out: their answers are marked by the key alone.
 * @module
 */
import { contextFromDocument, logQuestions } from '../../shared/scoring/context';
import { grade } from '../../shared/scoring/grade';
import type { AnswerSheet, GradeResult, Pack, ReportLog, TextHit } from '../../shared/scoring/types';
import type { ReportModel } from '../model/report-model';
import { services } from './services';

/** A report of the case with its document. */
export interface GradedReport {
  id: number;
  model: ReportModel;
}

const ROWS = 1000;
/** Enough to say where a text occurs; a text that occurs more often occurs in these processes and APIs. */
const MAX_HITS = 20_000;

async function textHits(reportId: number, text: string): Promise<TextHit[]> {
  const { store } = services();
  const view = await store.openView(reportId, { procId: null, textContains: text });
  const hits = new Map<string, TextHit>();
  try {
    for (let from = 0; from < Math.min(view.total, MAX_HITS); from += ROWS) {
      for (const { procId, api } of await store.rows(view.viewId, from, ROWS)) {
        hits.set(`${procId}:${api}`, { procId, api });
      }
    }
  } finally {
    await store.closeView(view.viewId);
  }
  return [...hits.values()];
}

async function reportLog(
  packReportId: string,
  { id, model }: GradedReport,
  sheet: AnswerSheet,
): Promise<ReportLog> {
  const { store } = services();
  const { document } = model;
  const asked = logQuestions(sheet, packReportId, document.report.sha256);
  const apis = await Promise.all(
    document.processes.map(async ({ procId }) => {
      const counts = await store.apiCounts(id, procId);
      return [procId, counts.map(({ api }) => api)] as const;
    }),
  );
  const hits: [string, TextHit[]][] = [];
  for (const text of asked.texts) hits.push([text, await textHits(id, text)]);
  const pinned = asked.pins.length > 0 ? await store.details(id, asked.pins) : [];
  return contextFromDocument(packReportId, document, {
    apisByProcId: Object.fromEntries(apis),
    textHits: Object.fromEntries(hits),
    pinnedCalls: pinned.flatMap((call) =>
      call ? [{ procId: call.procId, index: call.index, api: call.api }] : [],
    ),
  });
}

/** @param reports of the case, by the sha256 of their bytes */
export async function gradeSheet(
  pack: Pack,
  sheet: AnswerSheet,
  reports: ReadonlyMap<string, GradedReport>,
): Promise<GradeResult> {
  const logs: ReportLog[] = [];
  for (const { id, sha256 } of pack.reports) {
    const report = reports.get(sha256);
    if (report) logs.push(await reportLog(id, report, sheet));
  }
  return grade(pack, sheet, { reports: logs });
}
