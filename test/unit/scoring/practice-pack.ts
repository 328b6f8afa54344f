// SPDX-License-Identifier: MIT
/**
 * The practice pack as its generator makes it, the context of its logs read by JSON.parse alone, and sheets to
 * mark.
 * @module
 */
import { generatePack } from '../../../build/generate-packs.mjs';
import { holdsText, logQuestions } from '../../../shared/scoring/context';
import { parsePack } from '../../../shared/scoring/schemas';
import type {
  AnswerEntry,
  AnswerSheet,
  CallsEntry,
  FingerprintEntry,
  GradingContext,
  KeyFinding,
  Pack,
  ProcessesEntry,
  ReportLog,
} from '../../../shared/scoring/types';

const files = generatePack('mws-cup-2017-task3');

export const pack: Pack = parsePack(JSON.parse(files.get('pack.json')!), 'pack.json');

interface PlainCall {
  api: string;
  arguments: Record<string, unknown>;
  return_value: number;
  flags: Record<string, string>;
  time: number;
  status: number;
}
export interface PlainProcess {
  pid: number;
  ppid: number;
  process_name: string;
  process_path: string;
  command_line: string;
  track: boolean;
  first_seen: number;
  calls: PlainCall[];
}

export function reportText(reportId: string): string {
  return files.get(`${reportId}/report.json`)!;
}

const parsed = new Map<
  string,
  { behavior: { processes: PlainProcess[] }; signatures: { name: string; marks: unknown[] }[] }
>();
export function report(reportId: string) {
  if (!parsed.has(reportId)) parsed.set(reportId, JSON.parse(reportText(reportId)));
  return parsed.get(reportId)!;
}

/** What the logs hold, by plain JSON.parse: independent of the reader that the program has. */
export function contextFor(sheet: AnswerSheet, reportIds = pack.reports.map(({ id }) => id)): GradingContext {
  return { reports: reportIds.map((id) => logFor(sheet, id)) };
}

function logFor(sheet: AnswerSheet, reportId: string): ReportLog {
  const { sha256 } = pack.reports.find(({ id }) => id === reportId)!;
  const { processes } = report(reportId).behavior;
  const { texts, pins } = logQuestions(sheet, reportId, sha256);
  return {
    reportId,
    sha256,
    processes: processes.map(({ pid, process_name: name, process_path: path }, procId) => ({
      procId,
      pid,
      name,
      path,
    })),
    apisByProcId: Object.fromEntries(
      processes.map(({ calls }, procId) => [procId, [...new Set(calls.map(({ api }) => api))]]),
    ),
    textHits: Object.fromEntries(
      texts.map((text) => [
        text,
        processes.flatMap(({ calls }, procId) =>
          calls
            .filter((call) => Object.values(call.arguments).some((value) => holdsText(String(value), text)))
            .map(({ api }) => ({ procId, api })),
        ),
      ]),
    ),
    pinnedCalls: pins.flatMap(({ procId, index }) => {
      const call = processes[procId]?.calls[index];
      return call ? [{ procId, index, api: call.api }] : [];
    }),
    fingerprints: [],
  };
}

export const emptySheet: AnswerSheet = {
  schema: 'kanshiki.answers/1',
  packId: pack.id,
  packVersion: pack.version,
  answers: [],
};

/** The sheet with other entries for a question. */
export function withEntries(sheet: AnswerSheet, questionId: string, ...entries: AnswerEntry[]): AnswerSheet {
  const answer = {
    id: `answer-${questionId}`,
    questionId,
    author: 'test',
    editedAtMs: 1,
    entries,
    selfMark: null,
  };
  return { ...sheet, answers: [...sheet.answers.filter((other) => other.questionId !== questionId), answer] };
}

export const pair = (
  sourcePid: number | null,
  sourceName: string,
  targetPid: number | null,
  targetName: string,
): ProcessesEntry => ({
  kind: 'processes',
  sourcePid,
  sourceName,
  targetPid,
  targetName,
  pins: [],
});

export const calls = (apis: string[], explanation = '説明'): CallsEntry => ({
  kind: 'calls',
  apis,
  explanation,
  pins: [],
});

export function finding(id: string): KeyFinding {
  for (const key of pack.key)
    if (key.kind === 'fingerprint') return key.findings.find((one) => one.id === id)!;
  throw new Error('no fingerprint key');
}

/** An answer to 3-2 as the key words it. */
export function behaviour(id: string, changes: Partial<FingerprintEntry> = {}): FingerprintEntry {
  const { outline, reportId, pid, process, apis, artefacts } = finding(id);
  return {
    kind: 'fingerprint',
    outline: outline.ja,
    reportId,
    pid,
    processName: process,
    apis: [apis[0]!],
    artefact: artefacts[0] ?? '',
    pins: [],
    ...changes,
  };
}

/** The key itself as a sheet, with three behaviours that no signature of the snapshot implements. */
export function modelSheet(): AnswerSheet {
  let sheet = emptySheet;
  for (const key of pack.key) {
    if (key.kind === 'processes')
      sheet = withEntries(
        sheet,
        key.questionId,
        ...key.answers.map(({ source, target }) =>
          pair(source.pid, source.names[0]!, target.pid, target.names[0]!),
        ),
      );
    else if (key.kind !== 'fingerprint')
      sheet = withEntries(
        sheet,
        key.questionId,
        ...key.answers.map(({ steps, model }) =>
          calls(
            steps.map(([first]) => first!),
            model.ja,
          ),
        ),
      );
  }
  sheet = withEntries(sheet, '3-2-1', behaviour('log4-usb'));
  sheet = withEntries(sheet, '3-2-2', behaviour('log5-cursor'));
  sheet = withEntries(sheet, '3-2-3', behaviour('log6-wireless'));
  return withEntries(sheet, '3-3', { kind: 'essay', text: '長期間にわたる通信と挙動の記録' });
}
