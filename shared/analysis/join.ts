// SPDX-License-Identifier: MIT
/**
 * Joins what each process knew to the report's processes: which `procId` a process reference is. By pid and
 * time, since pids are used again; by the handles of other processes where a handle was copied, given or
 * inherited. References to processes that the report does not list become externals, one per lifetime.
 * @module
 */
import type { ExternalProcess } from '../model/document';
import { groupBy } from '../util/group-by';
import type { HandleSpan } from './handles';
import { baseName, imageOf } from './images';
import { lifetimeAt, lifetimesOf, type Lifetime, type ListedProcess } from './lifetimes';
import type { KernelObject, Moment, ProcessRef, ProcessTrace } from './objects';
import type { HandleGift } from './observe/shared-objects';

export type EndId = number | `x${number}`;

export interface Joined {
  /** By reference id. */
  ends: EndId[];
  externals: ExternalProcess[];
}

export interface JoinInput {
  refs: readonly ProcessRef[];
  processes: readonly ListedProcess[];
  gifts: readonly HandleGift[];
  /** Process and thread handles of a process with the time they were open. */
  spansOf: (procId: number) => readonly HandleSpan[];
  /** A name seen elsewhere in the log for a pid that the report does not list. */
  nameOf: (pid: number) => string | null;
  /** Whether a process did more to it than open or copy handles. */
  isActedUpon: (ref: ProcessRef) => boolean;
  /** Whether a process put something into its memory. */
  isShaped: (ref: ProcessRef) => boolean;
  /** The listed process that made calls on a thread, or null. */
  ownerOfThread: (tid: number) => number | null;
}

const SLACK_MS = 1000;
/** A handle may lead to a handle of another process, and so on. */
const MAX_HOPS = 8;

/** Traces of a process by its threads. */
const THREADS = new Set<ProcessTrace['by']>(['thread-handle', 'thread', 'opened-thread']);

/** A listed process, an external lifetime, or a reference that stays alone. */
type Resolved = number | Lifetime | ProcessRef;

export function joinReferences(input: JoinInput): Joined {
  const resolved = new Resolver(input).resolveAll();
  const { numbers, externals } = numberExternals(resolved, input);
  const ends = new Array<EndId>(input.refs.length);
  for (const [ref, end] of resolved) ends[ref.id] = typeof end === 'number' ? end : numbers.get(end)!;
  return { ends, externals };
}

class Resolver {
  private readonly lifetimes: Map<number, Lifetime[]>;
  private readonly done = new Map<ProcessRef, Resolved>();
  private readonly pids: Map<number, number>;
  private readonly spans = new Map<number, Map<number, HandleSpan[]>>();
  private readonly gifts: Map<number, HandleGift[]>;
  /** Listed processes' creations, for inherited handles. */
  private readonly creators = new Map<number, ProcessRef[]>();

  constructor(private readonly input: JoinInput) {
    this.gifts = groupBy(input.gifts, (gift) => gift.handle);
    this.pids = new Map(input.processes.map(({ process }) => [process.procId, process.pid]));
    this.lifetimes = lifetimesOf(input.processes, input.refs, (procId) => this.pids.get(procId) ?? null);
    for (const list of this.lifetimes.values())
      for (const { process, created } of list) if (process) this.creators.set(process.procId, created);
  }

  resolveAll(): Map<ProcessRef, Resolved> {
    for (const ref of this.input.refs) this.resolve(ref, 0);
    return this.done;
  }

  private resolve(ref: ProcessRef, hops: number): Resolved {
    const known = this.done.get(ref);
    if (known !== undefined) return known;
    const end = (hops > MAX_HOPS ? null : this.find(ref, hops)) ?? this.unknown(ref);
    this.done.set(ref, end);
    return end;
  }

  private find(ref: ProcessRef, hops: number): Resolved | null {
    if (ref.sameAs) return this.resolve(ref.sameAs, hops + 1);
    if (ref.pid !== null) return this.byPid(ref, ref.pid);
    const { trace } = ref;
    switch (trace?.by) {
      case 'thread':
        return this.input.ownerOfThread(trace.tid);
      case 'opened-thread':
        return this.onlyTarget(ref.knownBy, hops);
      case 'window':
        return this.byName(ref.name);
      case 'copy': {
        const owner = this.resolve(trace.owner, hops + 1);
        return typeof owner === 'number' ? this.byHandle(owner, trace.handle, trace.at, hops) : null;
      }
      case 'handle':
      case 'thread-handle':
        return (
          this.given(ref.knownBy, trace.handle, ref.firstUse, hops) ??
          this.inherited(ref.knownBy, trace.handle, hops)
        );
      default:
        return null;
    }
  }

  /** Threads that nothing is known of are the process's own. */
  private unknown(ref: ProcessRef): Resolved {
    return ref.trace && THREADS.has(ref.trace.by) ? ref.knownBy : ref;
  }

  private byPid(ref: ProcessRef, pid: number): Resolved | null {
    const list = this.lifetimes.get(pid);
    const lifetime =
      (ref.created && list?.find((one) => one.created.includes(ref))) ||
      lifetimeAt(list, ref.firstUse.timeMs) ||
      this.newLifetime(pid);
    return lifetime.process?.procId ?? lifetime;
  }

  /** Of one that put something into the memory of a single other process: that one; its threads are opened next. */
  private onlyTarget(procId: number, hops: number): Resolved | null {
    const shaped = this.input.refs.filter((ref) => ref.knownBy === procId && this.input.isShaped(ref));
    const ends = new Set(shaped.map((ref) => this.resolve(ref, hops + 1)));
    ends.delete(procId);
    return ends.size === 1 ? [...ends][0]! : null;
  }

  private newLifetime(pid: number): Lifetime {
    const lifetime: Lifetime = {
      pid,
      process: null,
      startMs: Number.NEGATIVE_INFINITY,
      sure: false,
      created: [],
    };
    this.lifetimes.set(pid, [lifetime]);
    return lifetime;
  }

  private byName(name: string | null): Resolved | null {
    const same = (other: string | null): boolean =>
      other !== null && other.toLowerCase() === name?.toLowerCase();
    const listed = this.input.processes.filter(({ process }) => same(process.name));
    if (listed.length === 1) return listed[0]!.process.procId;
    const named = this.input.refs.filter(
      (ref) => ref.pid !== null && same(ref.name ?? this.input.nameOf(ref.pid)),
    );
    const ends = new Set(named.map((ref) => this.resolve(ref, MAX_HOPS)));
    return ends.size === 1 ? [...ends][0]! : null;
  }

  /** What a handle of a listed process stood for at a time. */
  private byHandle(procId: number, handle: number, at: Moment, hops: number): Resolved | null {
    const open = this.spansOf(procId)
      .get(handle)
      ?.find((span) => covers(span, at.timeMs));
    return open ? this.endOfObject(open.object, procId, hops) : null;
  }

  /** The handle was put there by another process. */
  private given(procId: number, handle: number, use: Moment, hops: number): Resolved | null {
    let best: HandleGift | null = null;
    for (const gift of this.gifts.get(handle) ?? []) {
      if (gift.at.timeMs > use.timeMs + SLACK_MS) continue;
      if (best && best.at.timeMs >= gift.at.timeMs) continue;
      if (this.resolve(gift.to, hops + 1) === procId) best = gift;
    }
    return best && this.endOfObject(best.object, best.from, hops);
  }

  /** The handle was open in the creator when the process was made, and goes by the same value. */
  private inherited(procId: number, handle: number, hops: number): Resolved | null {
    for (const { knownBy, created } of this.creators.get(procId) ?? []) {
      if (created?.inherits === false) continue;
      const end = this.byHandle(knownBy, handle, created!.at, hops);
      if (end !== null && end !== procId) return end;
    }
    return null;
  }

  private endOfObject(object: KernelObject, owner: number, hops: number): Resolved | null {
    switch (object.type) {
      case 'self':
        return owner;
      case 'process':
        return this.resolve(object, hops + 1);
      case 'thread':
        return object.process ? this.resolve(object.process, hops + 1) : owner;
      default:
        return null;
    }
  }

  private spansOf(procId: number): Map<number, HandleSpan[]> {
    let spans = this.spans.get(procId);
    if (!spans) this.spans.set(procId, (spans = groupBy(this.input.spansOf(procId), (span) => span.handle)));
    return spans;
  }
}

function covers(span: HandleSpan, atMs: number): boolean {
  return (
    Number.isNaN(atMs) ||
    Number.isNaN(span.fromMs) ||
    (span.fromMs <= atMs + SLACK_MS && atMs <= span.toMs + SLACK_MS)
  );
}

/**
 * Numbers externals by pid and time, so that the order in which processes were read does not show. Processes of
 * which nothing is known but that a handle to them existed are one: the last.
 */
function numberExternals(resolved: ReadonlyMap<ProcessRef, Resolved>, { nameOf, isActedUpon }: JoinInput) {
  const groups = new Map<Lifetime | ProcessRef, ProcessRef[]>();
  const unknown: ProcessRef[] = [];
  for (const [ref, end] of resolved) {
    if (typeof end === 'number') continue;
    const same = groups.get(end);
    if (end === ref && ref.name === null && !isActedUpon(ref)) unknown.push(ref);
    else if (same) same.push(ref);
    else groups.set(end, [ref]);
  }
  const sorted = [...groups].map(([end, refs]) => ({ end, refs: refs.sort(byPlace) }));
  sorted.sort((a, b) => (a.end.pid ?? Infinity) - (b.end.pid ?? Infinity) || byPlace(a.refs[0]!, b.refs[0]!));
  const numbers = new Map<Lifetime | ProcessRef, `x${number}`>();
  const externals = sorted.map(({ end, refs }, i): ExternalProcess => {
    numbers.set(end, `x${i}`);
    const name =
      refs.map(nameOfRef).find((found) => found !== null) ?? (end.pid === null ? null : nameOf(end.pid));
    return { id: `x${i}`, pid: end.pid, name };
  });
  if (unknown.length > 0) {
    const last = { id: `x${externals.length}` as const, pid: null, name: null };
    externals.push(last);
    for (const ref of unknown) numbers.set(ref, last.id);
  }
  return { numbers, externals };
}

function byPlace(a: ProcessRef, b: ProcessRef): number {
  return orderTime(a) - orderTime(b) || a.knownBy - b.knownBy || a.seq - b.seq;
}

function orderTime(ref: ProcessRef): number {
  return Number.isNaN(ref.firstUse.timeMs) ? 0 : ref.firstUse.timeMs;
}

function nameOfRef(ref: ProcessRef): string | null {
  return ref.name ?? baseName(ref.created?.path ?? imageOf(ref.created?.commandLine ?? null));
}

export { baseName } from './images';
