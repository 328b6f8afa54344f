// SPDX-License-Identifier: MIT
/**
 * Pids in time: a pid is borne by one process after another, so each stands for a list of lifetimes. Those
 * that the report lists and those that it only shows being created make up the list; a pid seen at some time
 * means the lifetime that ran then.
 * @module
 */
import type { ProcessSummary } from '../model/document';
import { groupBy } from '../util/group-by';
import type { ProcessRef } from './objects';

/** A process of the report with the time of its own first call, which runs on the same clock as everyone's. */
export interface ListedProcess {
  process: ProcessSummary;
  /** NaN where it made no calls, or no times are logged. */
  firstCallMs: number;
}

/** One process that bore a pid: listed, or an external one. */
export interface Lifetime {
  pid: number;
  process: ProcessSummary | null;
  /** -Infinity for one that ran already when the log begins; NaN where no times are logged. */
  startMs: number;
  /** Taken from its own calls or its creation, not from what the report's host noted. */
  sure: boolean;
  /** The references by which processes created it. */
  created: ProcessRef[];
}

/** Calls of the same moment are logged by different processes with so much difference. */
const SLACK_MS = 2000;
/** Creations of one pid by several processes within this time are one (a service creates on another's behalf). */
const SAME_CREATION_MS = 5000;
/** Clocks of host and guest, or a first call logged before `first_seen`, differ by minutes in real reports. */
const CLOCK_SLACK_MS = 600_000;

/** All lifetimes of each pid, in order of time. */
export function lifetimesOf(
  listed: readonly ListedProcess[],
  refs: readonly ProcessRef[],
  pidOf: (procId: number) => number | null,
): Map<number, Lifetime[]> {
  const byPid = new Map<number, Lifetime[]>();
  const lifetimes = (pid: number): Lifetime[] => {
    let list = byPid.get(pid);
    if (!list) byPid.set(pid, (list = []));
    return list;
  };
  for (const { process, firstCallMs } of listed) {
    const sure = !Number.isNaN(firstCallMs);
    const startMs = sure ? firstCallMs : (process.firstSeenMs ?? Number.NaN);
    lifetimes(process.pid).push({ pid: process.pid, process, startMs, sure, created: [] });
  }
  for (const [pid, created] of creationsByPid(refs)) {
    const list = lifetimes(pid);
    for (const group of created) {
      const at = group[0]!.created!.at.timeMs;
      const free = list.filter((lifetime) => lifetime.process !== null && lifetime.created.length === 0);
      const fit = bestListed(free, group, at, pidOf);
      if (fit) {
        fit.created = group;
        fit.startMs = at;
      } else list.push({ pid, process: null, startMs: at, sure: true, created: group });
    }
  }
  for (const list of byPid.values())
    list.sort((a, b) => orderTime(a.startMs) - orderTime(b.startMs) || procIdOf(a) - procIdOf(b));
  return byPid;
}

/** The lifetime that a use of the pid at this time means, or null where the pid has none. */
export function lifetimeAt(list: readonly Lifetime[] | undefined, atMs: number): Lifetime | null {
  if (!list || list.length === 0) return null;
  if (Number.isNaN(atMs)) return list[0]!;
  let found = list[0]!;
  for (const lifetime of list) if (lifetime.startMs <= atMs + SLACK_MS) found = lifetime;
  return found;
}

function orderTime(ms: number): number {
  return Number.isNaN(ms) ? 0 : ms;
}

function procIdOf(lifetime: Lifetime): number {
  return lifetime.process?.procId ?? Number.MAX_SAFE_INTEGER;
}

/** The creations of each pid in order of time, those of one event together. */
function creationsByPid(refs: readonly ProcessRef[]): Map<number, ProcessRef[][]> {
  const byPid = groupBy(
    refs.filter((ref) => ref.created !== null && ref.pid !== null),
    (ref) => ref.pid!,
  );
  return new Map([...byPid].map(([pid, same]) => [pid, grouped(same)]));
}

function grouped(refs: ProcessRef[]): ProcessRef[][] {
  const at = (ref: ProcessRef): number => orderTime(ref.created!.at.timeMs);
  refs.sort((a, b) => at(a) - at(b) || a.knownBy - b.knownBy || a.seq - b.seq);
  const groups: ProcessRef[][] = [];
  for (const ref of refs) {
    const last = groups.at(-1);
    const sameEvent =
      last &&
      at(ref) - at(last[0]!) <= SAME_CREATION_MS &&
      last.every((other) => other.knownBy !== ref.knownBy);
    if (sameEvent) last.push(ref);
    else groups.push([ref]);
  }
  return groups;
}

/** The listed process that was created there: its parent tells, else when it started. */
function bestListed(
  free: readonly Lifetime[],
  group: readonly ProcessRef[],
  at: number,
  pidOf: (procId: number) => number | null,
): Lifetime | null {
  const creators = new Set(group.map((ref) => pidOf(ref.knownBy)));
  let best: Lifetime | null = null;
  let bestCost = Infinity;
  for (const lifetime of free) {
    const isChild = creators.has(lifetime.process!.ppid);
    const late = lifetime.startMs - at;
    // It cannot have run before it was created; only a parent that fits says that the clock is wrong.
    if (late < -SLACK_MS && lifetime.sure && !isChild) continue;
    const cost =
      (isChild ? 0 : CLOCK_SLACK_MS) +
      (Number.isNaN(late) ? 0 : late < -SLACK_MS ? CLOCK_SLACK_MS - late : Math.abs(late));
    if (cost >= bestCost) continue;
    best = lifetime;
    bestCost = cost;
  }
  return best;
}
