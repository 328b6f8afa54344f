// SPDX-License-Identifier: MIT
/**
 * Marks "by which API calls": an entry is right when it names every step of one of the key's patterns, whatever
 * else it says of parameters. Each pattern counts once.
 * @module
 */
import { ApiSet, namesInFields, namesInText, sameEvent } from './api-names';
import { assign } from './assign';
import { emptyDraft } from './draft';
import type { Draft, Marking } from './draft';
import { reason } from './reasons';
import type { CallPattern, CallsEntry, CallsKey, GradeReason } from './types';

export function gradeCalls(marking: Marking, entries: readonly CallsEntry[], key: CallsKey): Draft {
  const draft = emptyDraft();
  const { question, logs, each } = marking;
  const view = logs.view(question.reportId);
  const label = logs.label(question.reportId);
  const inLog = view?.all ?? new ApiSet(key.answers.flatMap(({ steps }) => steps.flat()));

  const named = entries.map((entry) => {
    const written = [...namesInFields(entry.apis), ...namesInText(entry.explanation, inLog)];
    return { written, pinned: view?.pinned(entry.pins).calls.map(({ api }) => api) ?? [] };
  });
  const sets = named.map(
    ({ written, pinned }) => new ApiSet([...written.map((name) => inLog.find(name) ?? name), ...pinned]),
  );
  const candidates = sets.map((set) =>
    key.answers.flatMap((pattern, at) => (missing(pattern, set, inLog).length === 0 ? [at] : [])),
  );
  const given = assign(candidates);
  const taken = new Set(given);

  for (const [position, entry] of entries.entries()) {
    const { written, pinned } = named[position]!;
    if (written.length > 0 && question.reportId !== null)
      draft.named.push({ reportId: question.reportId, apis: written });
    const pattern = key.answers[given[position] ?? -1];
    if (pattern) {
      draft.points += each;
      draft.reasons.push(
        reason(
          'pattern-right',
          { apis: stepNames(pattern, sets[position]!, inLog) },
          { points: each, entry: position },
        ),
      );
      if (entry.explanation.trim() === '')
        draft.reasons.push(reason('explanation-missing', {}, { entry: position }));
    } else if (candidates[position]!.length > 0)
      draft.reasons.push(reason('pattern-twice', {}, { entry: position }));
    else if (written.length + pinned.length > 0) {
      const free = key.answers.filter((_, at) => !taken.has(at));
      draft.reasons.push(
        whatIsMissing(free.length > 0 ? free : key.answers, sets[position]!, inLog, position),
      );
    } else if (!isBlankCalls(entry)) draft.reasons.push(reason('no-api', {}, { entry: position }));
    if (view) draft.reasons.push(...pinRemarks(view.pinned(entry.pins), position, label));
  }
  if (!view && question.reportId !== null) draft.reasons.push(reason('log-missing', { report: label }));
  return draft;
}

/** Whether nothing at all is filled in. */
export function isBlankCalls(entry: CallsEntry): boolean {
  return (
    entry.apis.every((api) => api.trim() === '') && entry.explanation.trim() === '' && entry.pins.length === 0
  );
}

/** Remarks on pins that point into another log or nowhere. */
export function pinRemarks(
  pinned: { elsewhere: number; missing: number },
  entry: number,
  report: { ja: string; en: string },
): GradeReason[] {
  return [
    ...(pinned.elsewhere > 0 ? [reason('pin-other-log', { report }, { entry })] : []),
    ...(pinned.missing > 0 ? [reason('pin-not-found', {}, { entry })] : []),
  ];
}

/** The names that a step accepts: those of the key, and the same event's other names, as far as the log holds them. */
function accepted(step: readonly string[], inLog: ApiSet): string[] {
  const names = [...new Set(step.flatMap(sameEvent))];
  const held = names.filter((name) => inLog.find(name) === name);
  return held.length > 0 ? held : names;
}

function missing(pattern: CallPattern, set: ApiSet, inLog: ApiSet): string[][] {
  return pattern.steps
    .map((step) => accepted(step, inLog))
    .filter((names) => names.every((name) => set.find(name) !== name));
}

function stepNames(pattern: CallPattern, set: ApiSet, inLog: ApiSet): string[] {
  return pattern.steps.flatMap((step) => accepted(step, inLog).filter((name) => set.find(name) === name));
}

/** What the nearest pattern lacks; nothing of any pattern is another matter. */
function whatIsMissing(
  patterns: readonly CallPattern[],
  set: ApiSet,
  inLog: ApiSet,
  entry: number,
): GradeReason {
  const partly = patterns
    .map((pattern) => ({ lacks: missing(pattern, set, inLog), steps: pattern.steps.length }))
    .filter(({ lacks, steps }) => lacks.length < steps)
    .sort((one, other) => one.lacks.length - other.lacks.length)[0];
  if (!partly) return reason('pattern-unknown', {}, { entry });
  return reason('pattern-incomplete', { apis: partly.lacks.map((names) => names[0]!) }, { entry });
}
