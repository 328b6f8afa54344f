// SPDX-License-Identifier: MIT
/**
 * Marks "who injected into whom": pairs of pid and name, in any order, each pair of the key once.
 * @module
 */
import { assign } from './assign';
import { emptyDraft } from './draft';
import type { Draft, Marking } from './draft';
import { isSameProcessName } from './process-names';
import { reason, scoringText } from './reasons';
import type { GradeReason, KeyProcess, ProcessesEntry, ProcessesKey } from './types';

type Pair = ProcessesKey['answers'][number];

export function gradeProcesses(
  marking: Marking,
  entries: readonly ProcessesEntry[],
  key: ProcessesKey,
): Draft {
  const draft = emptyDraft();
  const fits = (entry: ProcessesEntry, pair: Pair) => faults(marking, entry, pair, 0).length === 0;
  const candidates = entries.map((entry) =>
    key.answers.flatMap((pair, at) => (fits(entry, pair) ? [at] : [])),
  );
  const given = assign(candidates);
  const taken = new Set(given);
  for (const [position, entry] of entries.entries()) {
    const pair = key.answers[given[position] ?? -1];
    if (pair) {
      draft.points += marking.each;
      draft.reasons.push(reason('pair-right', pids(pair), { points: marking.each, entry: position }));
    } else if (candidates[position]!.length > 0) {
      draft.reasons.push(
        reason('pair-twice', pids(key.answers[candidates[position]![0]!]!), { entry: position }),
      );
    } else if (!isBlank(entry)) {
      const free = key.answers.filter((_, at) => !taken.has(at));
      draft.reasons.push(...whatIsWrong(marking, entry, position, free.length > 0 ? free : key.answers));
    }
  }
  return draft;
}

/** Whether nothing at all is filled in. */
export function isBlank(entry: ProcessesEntry): boolean {
  return (
    entry.sourcePid === null &&
    entry.targetPid === null &&
    entry.sourceName.trim() === '' &&
    entry.targetName.trim() === ''
  );
}

const pids = (pair: Pair) => ({ sourcePid: String(pair.source.pid), targetPid: String(pair.target.pid) });

/** The faults against the pair that the entry comes closest to. */
function whatIsWrong(
  marking: Marking,
  entry: ProcessesEntry,
  position: number,
  pairs: readonly Pair[],
): GradeReason[] {
  const isReversed = pairs.some(
    ({ source, target }) => entry.sourcePid === target.pid && entry.targetPid === source.pid,
  );
  if (isReversed) return [reason('pair-reversed', {}, { entry: position })];
  const lists = pairs.map((pair) => faults(marking, entry, pair, position));
  return lists.reduce((best, list) => (list.length < best.length ? list : best));
}

function faults(marking: Marking, entry: ProcessesEntry, pair: Pair, position: number): GradeReason[] {
  return [
    ...sideFaults(marking, pair.source, 'source', entry.sourcePid, entry.sourceName, position),
    ...sideFaults(marking, pair.target, 'target', entry.targetPid, entry.targetName, position),
  ];
}

function sideFaults(
  { logs, question }: Marking,
  expected: KeyProcess,
  side: 'source' | 'target',
  pid: number | null,
  name: string,
  position: number,
): GradeReason[] {
  const entry = position;
  if (pid === null) return [reason('pair-incomplete', { what: scoringText(`field.${side}Pid`) }, { entry })];
  if (pid !== expected.pid)
    return [reason('pair-wrong-pid', { side: scoringText(`side.${side}`), pid: String(pid) }, { entry })];
  if (expected.names.length === 0) return [];
  if (name.trim() === '')
    return [reason('pair-incomplete', { what: scoringText(`field.${side}Name`) }, { entry })];
  const isInKey = expected.names.some((accepted) => isSameProcessName(name, accepted));
  const isInLog = (logs.view(question.reportId)?.processes(pid, name).length ?? 0) > 0;
  if (isInKey || isInLog) return [];
  return [
    reason('pair-wrong-name', { side: scoringText(`side.${side}`), pid: String(pid), name }, { entry }),
  ];
}
