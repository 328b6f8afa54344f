// SPDX-License-Identifier: MIT
/**
 * Makes the GradingContext: says what a sheet needs to know of a report, and joins the answers (from the store
 * or from a pass over the log) with the analysis document.
 * @module
 */
import type { AnalysisDocument, CallRef } from '../model/document';
import { artefactNeedles } from './artefacts';
import type { AnswerSheet, LogQuestions, Pack, Pin, ReportLog, TextHit } from './types';

/**
 * What marking needs to know of one report beyond its document and its API names: texts to look for in the
 * arguments of every call (parts, ignoring case), and pinned calls. Only the answers to fingerprinting
 * questions that name this report ask for texts.
 * @param sha256 of the report, to which pins point
 */
export function logQuestions(sheet: AnswerSheet, reportId: string, sha256: string): LogQuestions {
  const texts = new Set<string>();
  const pins = new Map<string, { procId: number; index: number }>();
  for (const entry of sheet.answers.flatMap(({ entries }) => entries)) {
    if (entry.kind === 'essay') continue;
    if (entry.kind === 'fingerprint' && entry.reportId === reportId)
      for (const text of artefactNeedles(entry.artefact)) texts.add(text);
    for (const pin of entry.pins as readonly Pin[])
      if (pin.reportSha256 === sha256)
        pins.set(`${pin.procId}:${pin.index}`, { procId: pin.procId, index: pin.index });
  }
  return {
    texts: [...texts].sort(),
    pins: [...pins.values()].sort((a, b) => a.procId - b.procId || a.index - b.index),
  };
}

/** What a store or a pass over the log answers. */
export interface LogAnswers {
  /** Names of the APIs that occur, by procId. */
  apisByProcId: Readonly<Record<number, readonly string[]>>;
  /** One entry a text of LogQuestions, as it stands there. */
  textHits: Readonly<Record<string, readonly TextHit[]>>;
  /** The pinned calls that exist. */
  pinnedCalls: readonly CallRef[];
}

/** One report of a GradingContext from its document (for processes and findings) and the answers about its calls. */
export function contextFromDocument(
  reportId: string,
  document: Pick<AnalysisDocument, 'processes' | 'fingerprints' | 'report'>,
  answers: LogAnswers,
): ReportLog {
  return {
    reportId,
    sha256: document.report.sha256,
    processes: document.processes.map(({ procId, pid, name, path }) => ({ procId, pid, name, path })),
    apisByProcId: answers.apisByProcId,
    textHits: answers.textHits,
    pinnedCalls: answers.pinnedCalls,
    fingerprints: document.fingerprints,
  };
}

/** The pack's report with these bytes, whatever the file is called. */
export function reportIdOf(pack: Pack, sha256: string): string | null {
  return pack.reports.find((report) => report.sha256 === sha256)?.id ?? null;
}

/** Whether a text asked for stands in an argument's text. */
export function holdsText(argument: string, asked: string): boolean {
  return argument.toLowerCase().includes(asked);
}
