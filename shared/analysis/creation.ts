// SPDX-License-Identifier: MIT
/**
 * Creation edges: from the calls that made a process, else from the parent pid that the report states.
 * @module
 */
import type { CreationEdge, ProcessSummary } from '../model/document';
import { hash64 } from '../util/hash64';
import type { EndId } from './join';
import type { ProcessRef } from './objects';
import { ends, type PairEnd } from './techniques';

export function creationEdges(
  refs: readonly ProcessRef[],
  endOf: (id: EndId) => PairEnd,
  endIds: readonly EndId[],
  processes: readonly ProcessSummary[],
): CreationEdge[] {
  const edges: CreationEdge[] = [];
  const made = new Set<EndId>();
  for (const ref of refs) {
    const targetId = endIds[ref.id];
    if (!ref.created || targetId === undefined || targetId === ref.knownBy) continue;
    const source = endOf(ref.knownBy);
    const target = endOf(targetId);
    const calls = ref.created.calls.map((call) => ({ procId: ref.knownBy, ...call }));
    const key = ['creation', '', source.id, target.id, ref.knownBy, calls[0]?.index].join('|');
    edges.push({ id: hash64(key), kind: 'creation', basis: 'call', ...ends(source, target), calls });
    made.add(targetId);
  }
  for (const process of processes) {
    if (made.has(process.procId) || process.parentProcId === null) continue;
    const source = endOf(process.parentProcId);
    const target = endOf(process.procId);
    const key = ['creation', 'ppid', source.id, target.id].join('|');
    edges.push({ id: hash64(key), kind: 'creation', basis: 'ppid', ...ends(source, target), calls: [] });
  }
  return edges;
}

/**
 * The listed process that bore `ppid` when `child` started, or null: the latest one seen before it. Without
 * times, the one listed before it.
 */
export function parentOf(child: ProcessSummary, processes: readonly ProcessSummary[]): number | null {
  const SLACK_MS = 2000;
  let best: ProcessSummary | null = null;
  for (const candidate of processes) {
    if (candidate.pid !== child.ppid || candidate.procId === child.procId) continue;
    const before =
      candidate.firstSeenMs === null || child.firstSeenMs === null
        ? candidate.procId < child.procId
        : candidate.firstSeenMs <= child.firstSeenMs + SLACK_MS;
    if (!before) continue;
    if (!best || (candidate.firstSeenMs ?? 0) > (best.firstSeenMs ?? 0)) best = candidate;
  }
  return best?.procId ?? null;
}
