// SPDX-License-Identifier: MIT
/**
 * A problem set (pack), an answer sheet, and what marking one with the other gives. Plain data throughout:
 * it is stored, sent and written to files as JSON. A sheet survives the import it was made on, so its pins
 * name a report by hash, never by a database key.
 * @module
 */
import type { CallRef, FingerprintFinding } from '../model/document';

/** A text in both languages of the product. */
export interface Text {
  ja: string;
  en: string;
}

// ------------------------------------------------------------------ pack

/** What is asked, and so which form the answer has. */
export type QuestionKind = 'processes' | 'memory-calls' | 'execute-calls' | 'fingerprint' | 'essay';

/** A problem set: its reports, its questions with their points, how it is marked, and the key. */
export interface Pack {
  schema: 'kanshiki.pack/1';
  id: string;
  version: string;
  title: Text;
  /** One paragraph for the start screen. */
  summary: Text;
  notes: PackNote[];
  /** Name of the signature table that decides what is new, e.g. `cuckoo-2017`. */
  signatureSnapshot: string;
  rules: PackRules;
  reports: PackReport[];
  groups: QuestionGroup[];
  questions: Question[];
  /** One entry a question, in the order of the questions; an essay has none. */
  key: QuestionKey[];
}

/** `made-up`: values of ours in a rebuilt log. `inference`: what we conclude from the published text. */
export interface PackNote {
  kind: 'source' | 'inference' | 'made-up';
  /** null: the whole pack. */
  reportId: string | null;
  text: Text;
}

export interface PackRules {
  /** Points that a question loses when it names an API that its log does not hold. */
  deductionPerQuestion: number;
  /** Groups in which that rule holds. */
  deductionGroups: string[];
  /** Points for a fingerprinting pattern that a signature of the snapshot implements already. */
  knownPatternPoints: number;
  /** Whether a signature that only CAPE has makes a pattern known, too. */
  capeCountsAsKnown: boolean;
}

export interface PackReport {
  /** e.g. `log1` */
  id: string;
  /** Path inside the pack, e.g. `log1/report.json`. */
  file: string;
  label: Text;
  /** Of the report's bytes. */
  sha256: string;
  bytes: number;
}

/** e.g. 3-1: the questions under one heading. */
export interface QuestionGroup {
  id: string;
  title: Text;
  prompt: Text;
}

export interface Question {
  /** e.g. `3-1-1` */
  id: string;
  group: string;
  kind: QuestionKind;
  points: number;
  /** The log it is about, or null when the answer names one (fingerprint) or none (essay). */
  reportId: string | null;
  /** Short, for the list. */
  title: Text;
  /** What is asked, in full. */
  prompt: Text;
  /** How it is marked, for the answerer to read. */
  criteria: Text;
  /** How many entries the form offers; each brings `points / expectedAnswers`. */
  expectedAnswers: number;
}

// ------------------------------------------------------------------ key

export type QuestionKey = ProcessesKey | CallsKey | FingerprintKey;

export interface ProcessesKey {
  kind: 'processes';
  questionId: string;
  /** The right pairs, in any order, each counting once. */
  answers: { source: KeyProcess; target: KeyProcess }[];
  model: Text;
}

export interface KeyProcess {
  pid: number;
  /** Accepted names or paths; empty: any name, or none, will do. */
  names: string[];
}

export interface CallsKey {
  kind: 'memory-calls' | 'execute-calls';
  questionId: string;
  /** The right patterns, in any order, each counting once. */
  answers: CallPattern[];
}

/** Every step must be named, by any one of its APIs that the log holds. */
export interface CallPattern {
  /** e.g. `log3-apc` */
  id: string;
  steps: string[][];
  model: Text;
  /** The calls in the pack's own report. */
  calls: CallRef[];
}

export interface FingerprintKey {
  kind: 'fingerprint';
  /** Questions that draw on these findings; a behaviour counts once over all of them. */
  questionIds: string[];
  findings: KeyFinding[];
}

/** One fingerprinting behaviour in one process of one report. A model answer, not the only one. */
export interface KeyFinding {
  id: string;
  /** The same behaviour in two processes or reports has the same name, and counts once. */
  behaviour: string;
  /** Ids of the fingerprinting rules that find it. */
  rules: string[];
  reportId: string;
  pid: number;
  process: string;
  apis: string[];
  /** Parts of strings, at least one of which the answer's artefact must share; empty: the API says it all. */
  artefacts: string[];
  /** Words of an outline that tell this behaviour from others, for answers that name no artefact. */
  keywords: string[];
  /** `known`: a Cuckoo signature of the snapshot implements it. */
  novelty: 'known' | 'novel';
  signatures: { cuckoo: string[]; cape: string[] };
  title: Text;
  outline: Text;
  calls: CallRef[];
}

// ------------------------------------------------------------------ answers

/** A call that an answer rests on. */
export interface Pin {
  reportSha256: string;
  procId: number;
  /** Position in that process's `calls`. */
  index: number;
}

export interface AnswerSheet {
  schema: 'kanshiki.answers/1';
  packId: string;
  packVersion: string;
  /** At most one a question; of two (after a merge) the one edited last counts. */
  answers: Answer[];
}

export interface Answer {
  /** UUID */
  id: string;
  questionId: string;
  author: string;
  /** Milliseconds since 1970. */
  editedAtMs: number;
  entries: AnswerEntry[];
  /** The answerer's own mark, which overrides the automatic one. */
  selfMark: SelfMark | null;
}

export interface SelfMark {
  points: number;
  note: string;
}

export type AnswerEntry = ProcessesEntry | CallsEntry | FingerprintEntry | EssayEntry;

export interface ProcessesEntry {
  kind: 'processes';
  sourcePid: number | null;
  sourceName: string;
  targetPid: number | null;
  targetName: string;
  pins: Pin[];
}

/** For `memory-calls` and `execute-calls`. */
export interface CallsEntry {
  kind: 'calls';
  apis: string[];
  explanation: string;
  pins: Pin[];
}

export interface FingerprintEntry {
  kind: 'fingerprint';
  outline: string;
  reportId: string | null;
  pid: number | null;
  processName: string;
  apis: string[];
  /** The key, file, window … that is looked for; empty where the API says it all. */
  artefact: string;
  pins: Pin[];
}

export interface EssayEntry {
  kind: 'essay';
  text: string;
}

// ------------------------------------------------------------------ what the logs hold

/** What marking must know of the logs. Plain data; made by context.ts from documents or while reading. */
export interface GradingContext {
  reports: ReportLog[];
}

export interface ReportLog {
  reportId: string;
  sha256: string;
  processes: LogProcess[];
  /** Names of the APIs that occur, by procId. */
  apisByProcId: Readonly<Record<number, readonly string[]>>;
  /** Where each text asked for by `logQuestions` occurs; a text without an entry was not looked for. */
  textHits: Readonly<Record<string, readonly TextHit[]>>;
  /** The pinned calls that exist; a pin without an entry points to no call. */
  pinnedCalls: readonly CallRef[];
  /** Findings of the rules, which bear out answers that the key does not hold. */
  fingerprints: readonly FingerprintFinding[];
}

export interface LogProcess {
  procId: number;
  pid: number;
  name: string | null;
  path: string | null;
}

/** Calls of `api` in process `procId` hold the text in an argument. */
export interface TextHit {
  procId: number;
  api: string;
  /** The argument's text, where it is at hand: it says more than what was asked for. */
  text?: string;
}

/** What a sheet needs to know of one report: texts to look for in arguments (case-insensitive), pinned calls. */
export interface LogQuestions {
  texts: string[];
  pins: { procId: number; index: number }[];
}

// ------------------------------------------------------------------ marks

/**
 * `open`: not answered. `given`: marked automatically, points given and none taken. `taken`: marked
 * automatically, wrong, or a point was taken. `self`: marked by the answerer, or waiting for it (then
 * `proposed` says what marking proposes, and `points` is 0).
 */
export type GradeStatus = 'open' | 'given' | 'taken' | 'self';

/** Why a point was given or taken, in words; `code` and `params` make the same text again. */
export interface GradeReason {
  code: string;
  params: Record<string, string | number>;
  /** What it brought: positive given, negative taken, 0 a remark. */
  points: number;
  /** Position of the entry it speaks of, or null for the whole question. */
  entry: number | null;
  ja: string;
  en: string;
}

export interface QuestionGrade {
  questionId: string;
  group: string;
  points: number;
  max: number;
  status: GradeStatus;
  /** Points proposed for self-marking, or null where marking is automatic. */
  proposed: number | null;
  /** What automatic marking alone gives, whatever the answerer's own mark. */
  automatic: number;
  reasons: GradeReason[];
}

export interface GradeResult {
  schema: 'kanshiki.grade/1';
  packId: string;
  packVersion: string;
  total: number;
  max: number;
  groups: { id: string; points: number; max: number }[];
  questions: QuestionGrade[];
}
