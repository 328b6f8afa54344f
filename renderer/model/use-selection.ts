// SPDX-License-Identifier: MIT
/**
 * From what is selected to answers: which questions it answers, and with what. Nothing that was written is
 * lost: filled fields stay, unless they say something else in the very entry that is open. Pure.
 * @module
 */
import { apiArg } from '../../shared/analysis/catalogue';
import { MARK } from '../../shared/model/call';
import type { CallRef, InjectionEdge, StepName } from '../../shared/model/document';
import type { AnswerEntry, Pin, ProcessesEntry, Question } from '../../shared/scoring/types';
import type { CallDetails } from '../db/contract';
import { edgeSource, edgeTarget, type ProcKey, type ReportModel } from './report-model';
import { isBlankEntry } from './score';

/** What is selected, in the report it belongs to. */
export interface Material {
  /** The pack's id of the report, or null when the pack does not hold it. */
  logId: string | null;
  sha256: string;
  model: ReportModel;
  edge: InjectionEdge | null;
  call: CallDetails | null;
  process: ProcKey | null;
}

export interface Fill {
  questionId: string;
  at: number;
  entry: AnswerEntry;
}

export interface Desk {
  questions: readonly Question[];
  entries(question: Question): readonly AnswerEntry[];
  /** The open question and its entry, which come first. */
  current: { questionId: string; at: number } | null;
  /** Words for the explanation of some steps of an edge, in the reader's language. */
  explain(edge: InjectionEdge, steps: readonly StepName[]): string;
}

const MEMORY: readonly StepName[] = ['allocate', 'map', 'protect', 'write'];
const EXECUTE: readonly StepName[] = ['context', 'execute'];
const MEETING: readonly StepName[] = ['create', 'open'];

/** Kinds of arguments that name what fingerprinting looks for, the most telling first. */
const ARTEFACT_KINDS = [
  'registry-value',
  'registry-key',
  'path',
  'module',
  'function',
  'host',
  'url',
  'text',
  'command-line',
];

export function fillFrom(material: Material, desk: Desk): Fill[] {
  if (material.edge) return fromEdge(material, material.edge, desk);
  if (material.call) return fromCall(material, material.call, desk);
  return material.process === null ? [] : fromProcess(material, material.process, desk);
}

function pin({ sha256 }: Material, { procId, index }: { procId: number; index: number }): Pin {
  return { reportSha256: sha256, procId, index };
}

/** Pins with more of them, none twice. */
export function addPins(known: readonly Pin[], more: readonly Pin[]): Pin[] {
  const same = (a: Pin, b: Pin): boolean =>
    a.reportSha256 === b.reportSha256 && a.procId === b.procId && a.index === b.index;
  return [...known, ...more.filter((one) => !known.some((other) => same(one, other)))];
}

function union(known: readonly string[], more: readonly string[]): string[] {
  return [...known, ...more.filter((name) => !known.includes(name))];
}

/** The first call of each API in the given steps. */
function firstCalls(edge: InjectionEdge, steps: readonly StepName[]): CallRef[] {
  const calls = steps.flatMap((step) => edge.steps[step]);
  return calls.filter(({ api }, at) => calls.findIndex((other) => other.api === api) === at);
}

function endOf(model: ReportModel, key: ProcKey | null): { pid: number | null; name: string } {
  const node = key === null ? undefined : model.nodes.get(key);
  return { pid: node?.pid ?? null, name: node?.name ?? '' };
}

/** The entry to fill: the open one, else one that says the same already, else the first blank one. */
function placeFor(desk: Desk, question: Question, says: (entry: AnswerEntry) => boolean): number {
  const entries = desk.entries(question);
  const there = entries.findIndex((entry) => !isBlankEntry(entry) && says(entry));
  if (there >= 0) return there;
  const blank = entries.findIndex(isBlankEntry);
  if (blank >= 0) return blank;
  return desk.current?.questionId === question.id ? desk.current.at : -1;
}

function fromEdge(material: Material, edge: InjectionEdge, desk: Desk): Fill[] {
  const { model, logId } = material;
  const source = endOf(model, edgeSource(edge));
  const target = endOf(model, edgeTarget(edge));
  const pins = (steps: readonly StepName[]): Pin[] =>
    firstCalls(edge, steps).map((call) => pin(material, call));
  return desk.questions.flatMap((question): Fill[] => {
    if (question.reportId !== logId || logId === null) return [];
    if (question.kind === 'processes') {
      const at = placeFor(desk, question, (entry) => {
        const { sourcePid, targetPid } = entry as ProcessesEntry;
        return sourcePid === source.pid && targetPid === target.pid;
      });
      if (at < 0) return [];
      const entry: ProcessesEntry = {
        kind: 'processes',
        sourcePid: source.pid,
        sourceName: source.name,
        targetPid: target.pid,
        targetName: target.name,
        pins: pins(MEETING),
      };
      return [{ questionId: question.id, at, entry }];
    }
    if (question.kind !== 'memory-calls' && question.kind !== 'execute-calls') return [];
    const steps = question.kind === 'memory-calls' ? MEMORY : EXECUTE;
    const calls = firstCalls(edge, steps);
    if (calls.length === 0) return [];
    const marks = pins(steps);
    const at = placeFor(
      desk,
      question,
      (entry) =>
        entry.kind === 'calls' &&
        marks.every((one) => addPins(entry.pins, [one]).length === entry.pins.length),
    );
    if (at < 0) return [];
    const old = desk.entries(question)[at];
    const explanation =
      old?.kind === 'calls' && old.explanation !== '' ? old.explanation : desk.explain(edge, steps);
    const apis = calls.map(({ api }) => api);
    return [{ questionId: question.id, at, entry: { kind: 'calls', apis, explanation, pins: marks } }];
  });
}

/** The question that a single call or process goes to: the open one, else the first that fits and is blank. */
function questionFor(
  desk: Desk,
  fits: (question: Question) => boolean,
): { question: Question; at: number } | null {
  const open = desk.questions.find(({ id }) => id === desk.current?.questionId);
  if (open && open.kind !== 'essay') return { question: open, at: desk.current!.at };
  for (const question of desk.questions) {
    if (!fits(question)) continue;
    const at = desk.entries(question).findIndex(isBlankEntry);
    if (at >= 0) return { question, at };
  }
  return null;
}

function kindFor(call: CallDetails): Question['kind'] {
  if (!call.foreign) return 'fingerprint';
  return (call.marks & (MARK.EXEC | MARK.PROC)) !== 0 ? 'execute-calls' : 'memory-calls';
}

function artefactOf(call: CallDetails): string {
  for (const kind of ARTEFACT_KINDS) {
    const arg = call.args.find(({ name, text }) => text !== '' && apiArg(call.api, name)?.kind === kind);
    if (arg) return arg.text;
  }
  return '';
}

function fromCall(material: Material, call: CallDetails, desk: Desk): Fill[] {
  const kind = kindFor(call);
  const place = questionFor(
    desk,
    (question) => question.kind === kind && (kind === 'fingerprint' || question.reportId === material.logId),
  );
  if (!place) return [];
  const { question, at } = place;
  const old = desk.entries(question)[at];
  if (!old || old.kind === 'essay') return [];
  const pins = addPins(old.pins, [pin(material, call)]);
  const caller = endOf(material.model, call.procId);
  const fill = (entry: AnswerEntry): Fill[] => [{ questionId: question.id, at, entry }];
  if (old.kind === 'calls') return fill({ ...old, apis: union(old.apis, [call.api]), pins });
  if (old.kind === 'fingerprint') {
    return fill({
      ...old,
      reportId: old.reportId ?? material.logId,
      pid: old.pid ?? caller.pid,
      processName: old.processName || caller.name,
      apis: union(old.apis, [call.api]),
      artefact: old.artefact || artefactOf(call),
      pins,
    });
  }
  const target = call.foreign ? endOf(material.model, call.target) : { pid: null, name: '' };
  return fill({
    ...old,
    sourcePid: old.sourcePid ?? caller.pid,
    sourceName: old.sourceName || caller.name,
    targetPid: old.targetPid ?? target.pid,
    targetName: old.targetName || target.name,
    pins,
  });
}

function fromProcess(material: Material, key: ProcKey, desk: Desk): Fill[] {
  const place = questionFor(
    desk,
    ({ kind, reportId }) => kind === 'processes' && reportId === material.logId,
  );
  if (!place) return [];
  const { question, at } = place;
  const old = desk.entries(question)[at];
  const { pid, name } = endOf(material.model, key);
  const fill = (entry: AnswerEntry): Fill[] => [{ questionId: question.id, at, entry }];
  if (old?.kind === 'processes') {
    return old.sourcePid === null && old.sourceName === ''
      ? fill({ ...old, sourcePid: pid, sourceName: name })
      : fill({ ...old, targetPid: pid, targetName: name });
  }
  if (old?.kind === 'fingerprint') return fill({ ...old, reportId: material.logId, pid, processName: name });
  return [];
}
