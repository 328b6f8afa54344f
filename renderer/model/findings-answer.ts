// SPDX-License-Identifier: MIT
/**
 * From findings to an answer to 3-2: outline, log file, PID, process name and API calls, with the calls pinned
 * and the artefact as the log spells it, and the place on the sheet where it goes. Pure.
 * @module
 */
import { artefactNeedle } from '../../shared/scoring/artefacts';
import type { CallRef, FingerprintFinding } from '../../shared/model/document';
import type { AnswerEntry, FingerprintEntry, Pin, Question } from '../../shared/scoring/types';
import { isNovel, leadOf, type Member } from './findings';
import { isBlankEntry } from './score';

/** Calls pinned and artefacts named at most: an answer is read by people. */
const MAX_PINS = 6;
const MAX_ARTEFACTS = 3;

/** What an answer is made of. */
export interface AnswerMaterial {
  /** The pack's id of the report, or null when the pack does not hold it. */
  logId: string | null;
  sha256: string;
  pid: number;
  processName: string;
  outline: string;
  /** The findings that the answer rests on, from one process. */
  findings: readonly FingerprintFinding[];
  /** Texts of the arguments of the pinned calls: an artefact that none of them holds is not written down. */
  texts: readonly string[];
}

/**
 * The findings of a row that make one answer: of one process, and those that earn most. The rest of the row's
 * artefacts go without saying.
 */
export function answerable(
  members: readonly Member[],
  reportId: number,
  procId: number | null,
): FingerprintFinding[] {
  const here = members.filter(
    (member) => member.reportId === reportId && (procId === null || member.finding.procId === procId),
  );
  const lead = leadOf(here, reportId)?.finding;
  if (!lead) return [];
  const alike = here
    .map(({ finding }) => finding)
    .filter(
      (finding) =>
        finding.procId === lead.procId &&
        isNovel(finding) === isNovel(lead) &&
        finding.strength === lead.strength,
    );
  return [lead, ...alike.filter((finding) => finding !== lead)];
}

/** The calls to pin: the first of each API of each artefact that is named. */
export function pinsOf(findings: readonly FingerprintFinding[]): CallRef[] {
  const firsts = findings
    .slice(0, MAX_ARTEFACTS)
    .flatMap(({ calls }) =>
      calls.filter(({ api }, at) => calls.findIndex((call) => call.api === api) === at),
    );
  const seen = new Set<string>();
  return firsts
    .filter(({ procId, index }) => !seen.has(`${procId}:${index}`) && Boolean(seen.add(`${procId}:${index}`)))
    .slice(0, MAX_PINS);
}

export function answerOf(material: AnswerMaterial): FingerprintEntry {
  const { findings, logId, sha256, pid, processName, outline } = material;
  const pins = pinsOf(findings);
  return {
    kind: 'fingerprint',
    outline,
    reportId: logId,
    pid,
    processName,
    apis: [...new Set(pins.map(({ api }) => api))],
    artefact: artefactsOf(material).join(', '),
    pins: pins.map(({ procId, index }): Pin => ({ reportSha256: sha256, procId, index })),
  };
}

/** Artefacts as they stand in arguments: whole, or by their last part where a handle stands for the rest. */
function artefactsOf({ findings, texts }: AnswerMaterial): string[] {
  const lower = texts.map((text) => text.toLowerCase());
  const logged = (text: string): boolean => {
    const needle = artefactNeedle(text);
    return needle !== '' && lower.some((arg) => arg.includes(needle));
  };
  return findings.slice(0, MAX_ARTEFACTS).flatMap(({ artefact }) => {
    if (artefact === null) return [];
    const last = artefact.slice(artefact.lastIndexOf('\\') + 1);
    return [artefact, last].find(logged) ?? [];
  });
}

export interface FingerprintDesk {
  questions: readonly Question[];
  entries(question: Question): readonly AnswerEntry[];
  /** The open question and its entry. */
  current: { questionId: string; at: number } | null;
  /** The question that the reader asked for, or null for the first free one. */
  chosen: string | null;
}

/**
 * Where the answer goes: the question asked for; else one that says the same already, the first free one, or
 * the open one. Null when all are taken and none was asked for.
 */
export function placeOf(
  entry: FingerprintEntry,
  desk: FingerprintDesk,
): { question: Question; at: number } | null {
  const questions = desk.questions.filter(({ kind }) => kind === 'fingerprint');
  const chosen = questions.find(({ id }) => id === desk.chosen);
  if (chosen) return { question: chosen, at: Math.max(0, desk.entries(chosen).findIndex(isBlankEntry)) };
  const first = (fits: (other: AnswerEntry) => boolean): { question: Question; at: number } | null => {
    for (const question of questions) {
      const at = desk.entries(question).findIndex(fits);
      if (at >= 0) return { question, at };
    }
    return null;
  };
  const open = questions.find(({ id }) => id === desk.current?.questionId);
  return (
    first((other) => says(other, entry)) ??
    first(isBlankEntry) ??
    (open ? { question: open, at: desk.current!.at } : null)
  );
}

function says(other: AnswerEntry, entry: FingerprintEntry): boolean {
  return (
    other.kind === 'fingerprint' &&
    !isBlankEntry(other) &&
    other.reportId === entry.reportId &&
    other.pid === entry.pid &&
    entry.pins.length > 0 &&
    entry.pins.every((pin) =>
      other.pins.some(
        ({ reportSha256, procId, index }) =>
          reportSha256 === pin.reportSha256 && procId === pin.procId && index === pin.index,
      ),
    )
  );
}
