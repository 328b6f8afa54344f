// SPDX-License-Identifier: MIT
/**
 * Joins what each process knew to the report's processes: which `procId` a process reference is. By pid and
 * time, since pids are used again; references to processes that the report does not list become externals,
 * one per lifetime.
 * @module
 */
import type { ExternalProcess, ProcessSummary } from '../model/document';
import type { ProcessRef } from './objects';

/** Guest and host clocks, and a first call logged before `first_seen`, differ by minutes in real reports. */
const CLOCK_SLACK_MS = 600_000;

export type EndId = number | `x${number}`;

export interface Joined {
  /** By reference id. */
  ends: EndId[];
  externals: ExternalProcess[];
}

/**
 * @param spansOf process handles of a process with the time they were open, to resolve copied handles
 * @param ownerOf the process that made calls on a thread
 * @param nameOf a name seen elsewhere in the log for a pid that the report does not list
 */
export function joinReferences(
  refs: readonly ProcessRef[],
  processes: readonly ProcessSummary[],
  spansOf: (procId: number) => readonly { handle: number; object: object; fromMs: number; toMs: number }[],
  nameOf: (pid: number) => string | null,
  ownerOf: (tid: number) => number | null,
): Joined {
  const byPid = new Map<number, ProcessSummary[]>();
  for (const process of processes) {
    const same = byPid.get(process.pid);
    if (same) same.push(process);
    else byPid.set(process.pid, [process]);
  }
  const ends = new Array<EndId>(refs.length);
  const externals: ExternalProcess[] = [];
  const externalOf = new Map<string, ExternalProcess>();

  const external = (ref: ProcessRef): EndId => {
    // One external per lifetime: a pid that its user did not create is taken as one process.
    const key = ref.pid === null ? `ref${ref.id}` : ref.created ? `${ref.pid}/${ref.knownBy}/${ref.created.at.index}` : `${ref.pid}`;
    let found = externalOf.get(key);
    if (!found) {
      found = { id: `x${externals.length}`, pid: ref.pid, name: null };
      externals.push(found);
      externalOf.set(key, found);
      // Later openings of a created process mean that process.
      if (ref.pid !== null && ref.created) externalOf.set(`${ref.pid}`, found);
    }
    found.name ??= ref.name ?? baseName(ref.created?.path ?? imageOf(ref.created?.commandLine ?? null)) ?? (ref.pid === null ? null : nameOf(ref.pid));
    return found.id;
  };

  const resolve = (ref: ProcessRef): EndId => {
    const candidates = ref.pid === null ? [] : (byPid.get(ref.pid) ?? []);
    if (candidates.length === 1) return candidates[0]!.procId;
    if (candidates.length > 1) return bestByTime(ref, candidates).procId;
    if (ref.pid === null && ref.tid !== null) {
      const owner = ownerOf(ref.tid);
      if (owner !== null) return owner;
    }
    if (ref.pid === null && ref.name !== null) {
      // Known by its window only.
      const named = processes.filter((p) => p.name?.toLowerCase() === ref.name?.toLowerCase());
      if (named.length === 1) return named[0]!.procId;
      const same = externals.find((x) => x.name?.toLowerCase() === ref.name?.toLowerCase());
      if (same) return same.id;
    }
    return external(ref);
  };

  for (const ref of refs) if (!ref.copiedFrom && ref.pid !== null) ends[ref.id] = resolve(ref);
  for (const ref of refs) if (!ref.copiedFrom && ref.pid === null) ends[ref.id] = resolve(ref);
  for (const ref of refs) {
    if (!ref.copiedFrom) continue;
    const owner = ends[ref.copiedFrom.owner.id];
    const at = ref.copiedFrom.at.timeMs;
    const span =
      typeof owner === 'number'
        ? spansOf(owner).find((s) => s.handle === ref.copiedFrom?.handle && s.fromMs <= at && at <= s.toMs)
        : undefined;
    const original = span?.object as ProcessRef | undefined;
    ends[ref.id] = original ? (ends[original.id] ?? resolve(ref)) : resolve(ref);
  }
  return { ends, externals };
}

/** Of several processes that bore the pid, the one that a reference made at its time can mean. */
function bestByTime(ref: ProcessRef, candidates: readonly ProcessSummary[]): ProcessSummary {
  const at = ref.created?.at.timeMs ?? ref.firstUse.timeMs;
  let best = candidates[0]!;
  let bestCost = Infinity;
  for (const candidate of candidates) {
    const seen = candidate.firstSeenMs;
    let cost = seen === null || Number.isNaN(at) ? CLOCK_SLACK_MS : Math.abs(seen - at);
    // A process is created before it is seen, and acted upon after it: the other way round costs more.
    if (seen !== null && ref.created && seen < at - 1000) cost += CLOCK_SLACK_MS;
    if (seen !== null && !ref.created && seen > at + 1000) cost += CLOCK_SLACK_MS;
    if (cost < bestCost) {
      best = candidate;
      bestCost = cost;
    }
  }
  return best;
}

/** The program in a command line: the quoted part, or up to the first blank. */
export function imageOf(commandLine: string | null): string | null {
  if (!commandLine) return null;
  const text = commandLine.trim();
  if (text.startsWith('"')) return text.slice(1, text.indexOf('"', 1) > 0 ? text.indexOf('"', 1) : undefined);
  const exe = /^(.+?\.(?:exe|com|scr|pif|bat|cmd|tmp))(?:\s|$)/i.exec(text);
  return exe?.[1] ?? text.split(/\s/, 1)[0] ?? null;
}

/** The last part of a Windows path. */
export function baseName(path: string | null): string | null {
  if (!path) return null;
  const name = path.replace(/[\\/]+$/, '').split(/[\\/]/).at(-1);
  return name ? name : null;
}
