// SPDX-License-Identifier: MIT
/**
 * Creation edges: from the calls that made a process or asked the system to start it, else from the parent
 * pid that the report states.
 * @module
 */
import type { CallRef, CreationEdge, ProcessSummary } from '../model/document';
import { groupBy } from '../util/group-by';
import { hash64 } from '../util/hash64';
import type { EndId } from './join';
import type { Launched } from './launches';
import type { ProcessRef } from './objects';
import { ends, type PairEnd } from './techniques';

/** The edges of processes that others created by a call; calls of one event by one process are one edge. */
export function edgesByCall(
  refs: readonly ProcessRef[],
  endOf: (id: EndId) => PairEnd,
  endIds: readonly EndId[],
): CreationEdge[] {
  const calls = new Map<string, { source: EndId; target: EndId; calls: CallRef[] }>();
  for (const { id, created, knownBy } of refs) {
    const target = endIds[id];
    if (!created || target === undefined || target === knownBy) continue;
    const key = `${knownBy}>${target}`;
    const own = created.calls.map((call) => ({ procId: knownBy, ...call }));
    const same = calls.get(key);
    if (same) same.calls.push(...own);
    else calls.set(key, { source: knownBy, target, calls: own });
  }
  return [...calls.values()].map((edge) => callEdge(endOf(edge.source), endOf(edge.target), edge.calls));
}

/** The edges of processes that the system started on another's behalf. */
export function edgesByLaunch(launches: readonly Launched[], endOf: (id: EndId) => PairEnd): CreationEdge[] {
  return launches.map(({ source, target, calls }) => callEdge(endOf(source), endOf(target), calls));
}

function callEdge(source: PairEnd, target: PairEnd, calls: CallRef[]): CreationEdge {
  calls.sort((a, b) => a.index - b.index);
  const key = ['creation', '', source.id, target.id, calls[0]?.procId, calls[0]?.index].join('|');
  return { id: hash64(key), kind: 'creation', basis: 'call', ...ends(source, target), calls };
}

/** The edges of processes whose creation no call shows, from the parent that the report states. */
export function edgesByParent(
  processes: readonly ProcessSummary[],
  made: ReadonlySet<number>,
  endOf: (id: EndId) => PairEnd,
): CreationEdge[] {
  return processes.flatMap((process) => {
    if (made.has(process.procId) || process.parentProcId === null) return [];
    const source = endOf(process.parentProcId);
    const target = endOf(process.procId);
    const id = hash64(['creation', 'ppid', source.id, target.id].join('|'));
    return [{ id, kind: 'creation' as const, basis: 'ppid' as const, ...ends(source, target), calls: [] }];
  });
}

/** Clocks of processes differ by so much. */
const SLACK_MS = 2000;

/**
 * The listed process that bore `ppid` when the child started, for each process, or null: the latest one seen
 * before it. Without times, the one listed before it.
 */
export function parentsOf(processes: readonly ProcessSummary[]): (number | null)[] {
  const byPid = groupBy(processes, (process) => process.pid);
  return processes.map((child) => {
    const candidates = child.ppid === null ? [] : (byPid.get(child.ppid) ?? []);
    let best: ProcessSummary | null = null;
    for (const candidate of candidates)
      if (isBefore(candidate, child) && (!best || (candidate.firstSeenMs ?? 0) > (best.firstSeenMs ?? 0)))
        best = candidate;
    return best?.procId ?? null;
  });
}

function isBefore(candidate: ProcessSummary, child: ProcessSummary): boolean {
  if (candidate.procId === child.procId) return false;
  if (candidate.firstSeenMs === null || child.firstSeenMs === null) return candidate.procId < child.procId;
  return candidate.firstSeenMs <= child.firstSeenMs + SLACK_MS;
}
