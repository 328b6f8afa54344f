// SPDX-License-Identifier: MIT
/**
 * Follows one process through its calls: its handle table, the processes it knows, what it did to them.
 * Holds live objects and operations on other processes only, never the calls.
 * @module
 */
import { MARK, NO_TARGET } from '../../model/call';
import type { CallCursor } from '../../model/call';
import type { CallVerdict, ProcessHeader } from '../analyzer';
import { newFact, type Fact, type FactKind } from '../facts';
import { HandleTable, SELF_PROCESS, SELF_THREAD, handleArgument } from '../handles';
import type { ProcessRef, ThreadRef, TransactionRef } from '../objects';
import type { SharedObjects } from './shared-objects';

/** Facts kept per dealing; more are counted, and the dealing says so. */
const MAX_FACTS = 4096;
const MAX_READS = 256;
const MAX_REFS = 65_536;
const MAX_CALLER_PAGES = 4096;
const MAX_TIDS = 4096;

/** What one process did to another that it knows as `target`. */
export interface Dealing {
  target: ProcessRef;
  facts: Fact[];
  reads: number;
  /** Facts beyond MAX_FACTS, not kept. */
  dropped: number;
}

/** First call and number of calls that came from one 4 KiB page of the process. */
export interface CallerPage {
  index: number;
  api: string;
  timeMs: number;
  count: number;
}

export class ProcessObserver {
  readonly handles = new HandleTable();
  readonly dealings = new Map<ProcessRef, Dealing>();
  /** Facts without a target of their own: hooks, window messages, atoms. */
  readonly looseFacts: Fact[] = [];
  readonly callerPages = new Map<number, CallerPage>();
  callerPagesFull = false;
  /** Addresses of functions that start foreign code when run in a target (LoadLibrary and the like). */
  readonly knownFunctions = new Map<bigint, string>();
  /** Names of processes as a snapshot showed them to this process. */
  readonly seenNames = new Map<number, string>();
  /** The window classes looked for last, by window handle. */
  readonly windows = new Map<number, string>();
  transaction: TransactionRef | null = null;
  /** explorer.exe, as known by its windows. */
  shell: ProcessRef | null = null;
  /** The caller's views of sections that have a name: another process may hold them too. */
  readonly sharedViews: Fact[] = [];
  readonly ownTids = new Set<number>();
  private anyone: ProcessRef | null = null;
  private readonly threadOwners = new Map<number, ProcessRef>();
  firstCallMs = Number.NaN;
  lastCallMs = Number.NaN;
  ownPid: number | null;

  private readonly byPid = new Map<number, ProcessRef>();
  private readonly verdict: CallVerdict = { marks: 0, target: NO_TARGET };

  constructor(
    readonly procId: number,
    public header: ProcessHeader | null,
    readonly shared: SharedObjects,
  ) {
    this.ownPid = header?.pid ?? null;
  }

  begin(cursor: CallCursor): CallVerdict {
    this.verdict.marks = 0;
    this.verdict.target = NO_TARGET;
    if (Number.isNaN(this.firstCallMs)) this.firstCallMs = cursor.timeMs;
    this.lastCallMs = cursor.timeMs;
    if (this.ownTids.size < MAX_TIDS) this.ownTids.add(cursor.tid);
    return this.verdict;
  }

  mark(bits: number): void {
    this.verdict.marks |= bits;
  }

  /** Keeps from which of its pages a process calls, so that code placed there can be proven to have run. */
  noteCaller(cursor: CallCursor): void {
    const caller = cursor.caller;
    if (caller === null || caller === 0n) return;
    const page = Number(caller >> 12n);
    const seen = this.callerPages.get(page);
    if (seen) seen.count++;
    else if (this.callerPages.size < MAX_CALLER_PAGES)
      this.callerPages.set(page, { index: cursor.index, api: cursor.api, timeMs: cursor.timeMs, count: 1 });
    else this.callerPagesFull = true;
  }

  /** The process behind a pid argument: low 32 bits, 0 means unknown. null for the process itself. */
  byProcessId(cursor: CallCursor, name = 'process_identifier'): ProcessRef | null {
    const pid = pidArgument(cursor, name);
    return pid === null || pid === this.ownPid ? null : this.refForPid(pid, cursor);
  }

  refForPid(pid: number, cursor: CallCursor): ProcessRef {
    const known = this.byPid.get(pid);
    if (known && (known.openHandles > 0 || known.created || this.shared.refs.length > MAX_REFS)) return known;
    if (known && cursor.timeMs - known.lastUse.timeMs < 1000) return known;
    return this.newRef(pid, cursor);
  }

  newRef(pid: number | null, cursor: CallCursor): ProcessRef {
    const moment = { index: cursor.index, timeMs: cursor.timeMs };
    const ref: ProcessRef = {
      type: 'process',
      id: this.shared.refs.length,
      knownBy: this.procId,
      pid,
      name: null,
      created: null,
      firstUse: moment,
      lastUse: moment,
      openHandles: 0,
      copiedFrom: null,
      tid: null,
    };
    this.shared.refs.push(ref);
    if (pid !== null) this.byPid.set(pid, ref);
    return ref;
  }

  /**
   * The other process that a call with a process handle acts on, or null when it is the caller's own.
   * Handle and pid on the call are reconciled: the monitor read the pid at that moment, so it wins over a
   * handle whose reopening was not logged.
   */
  targetOf(cursor: CallCursor, handleName = 'process_handle', pidName = 'process_identifier'): ProcessRef | null {
    const handle = handleArgument(cursor, handleName);
    const pid = pidArgument(cursor, pidName);
    if (handle === SELF_PROCESS) {
      if (pid !== null && this.ownPid === null) this.ownPid = pid;
      return null;
    }
    if (handle === 0) return null;
    if (handle === null) return pid === null || pid === this.ownPid ? null : this.touch(this.refForPid(pid, cursor), cursor);
    const object = this.handles.get(handle);
    if (object?.type === 'process') {
      if (object.pid === null && pid !== null) object.pid = pid;
      if (pid === null || object.pid === pid) return object.pid === this.ownPid && pid !== null ? null : this.touch(object, cursor);
    }
    if (pid !== null && pid === this.ownPid) return null;
    const ref = pid === null ? this.newRef(null, cursor) : this.refForPid(pid, cursor);
    this.handles.set(handle, ref, cursor);
    return this.touch(ref, cursor);
  }

  /** The thread that a call acts on, and whose it is; null when it is one of the caller's own. */
  threadOf(cursor: CallCursor): { thread: ThreadRef; process: ProcessRef } | null {
    const handle = handleArgument(cursor, 'thread_handle');
    if (handle === SELF_THREAD) {
      const own = pidArgument(cursor, 'process_identifier');
      if (own !== null && this.ownPid === null) this.ownPid = own;
      return null;
    }
    const object = handle === null ? null : this.handles.get(handle);
    let thread = object?.type === 'thread' ? object : null;
    const pid = pidArgument(cursor, 'process_identifier');
    if (pid !== null && pid === this.ownPid) return null;
    if (pid !== null && (!thread || (thread.process?.pid ?? pid) !== pid || !thread.process)) {
      const process = thread?.process && thread.process.pid === pid ? thread.process : this.refForPid(pid, cursor);
      const tid = pidArgument(cursor, 'thread_identifier');
      const main = process.created !== null && process.created.mainTid !== null && process.created.mainTid === tid;
      thread = { type: 'thread', process, tid, main, suspended: false };
      if (handle !== null && handle !== 0) this.handles.set(handle, thread, cursor);
    }
    return thread?.process ? { thread, process: this.touch(thread.process, cursor) } : null;
  }

  private touch(ref: ProcessRef, cursor: CallCursor): ProcessRef {
    ref.lastUse = { index: cursor.index, timeMs: cursor.timeMs };
    this.verdict.target = ref.id;
    return ref;
  }

  /** Notes that the call does something to `target`. Returns null when the dealing is full. */
  add(kind: FactKind, target: ProcessRef, cursor: CallCursor): Fact {
    this.verdict.target = target.id;
    const fact = newFact(
      kind,
      {
        procId: this.procId,
        index: cursor.index,
        api: cursor.api,
        timeMs: cursor.timeMs,
        ok: cursor.ok !== false,
        repeated: cursor.repeated,
      },
      target,
    );
    const handle = handleArgument(cursor, 'process_handle') ?? handleArgument(cursor, 'thread_handle');
    if (handle !== null) fact.handleFrom = this.handles.origin(handle);
    let dealing = this.dealings.get(target);
    if (!dealing) this.dealings.set(target, (dealing = { target, facts: [], reads: 0, dropped: 0 }));
    if (kind === 'read' && ++dealing.reads > MAX_READS) return fact;
    if (dealing.facts.length < MAX_FACTS) dealing.facts.push(fact);
    else dealing.dropped++;
    return fact;
  }

  /** Takes a loose fact into the dealing with `target`, once. */
  adopt(fact: Fact, target: ProcessRef): void {
    const facts = this.dealings.get(target)?.facts;
    if (facts && !facts.includes(fact)) facts.push(fact);
  }

  /** Stands for all processes with windows, the target of a global hook. */
  everyone(cursor: CallCursor): ProcessRef {
    this.anyone ??= this.newRef(null, cursor);
    return this.anyone;
  }

  /** The process of a thread that is known by its id alone; joined to the report's processes at the end. */
  ownerOfThread(tid: number, cursor: CallCursor): ProcessRef {
    let owner = this.threadOwners.get(tid);
    if (!owner) {
      owner = this.newRef(null, cursor);
      owner.tid = tid;
      this.threadOwners.set(tid, owner);
    }
    return owner;
  }

  addLoose(kind: FactKind, cursor: CallCursor): Fact {
    const fact = this.looseFact(kind, cursor);
    if (this.looseFacts.length < MAX_FACTS) this.looseFacts.push(fact);
    return fact;
  }

  looseFact(kind: FactKind, cursor: CallCursor): Fact {
    return newFact(
      kind,
      {
        procId: this.procId,
        index: cursor.index,
        api: cursor.api,
        timeMs: cursor.timeMs,
        ok: cursor.ok !== false,
        repeated: cursor.repeated,
      },
      NOBODY,
    );
  }

  end(header: ProcessHeader): void {
    this.header = header;
    this.ownPid = header.pid;
    this.handles.end();
  }
}

/** Stands for "no process of its own" on loose facts. */
const NOBODY: ProcessRef = {
  type: 'process',
  id: NO_TARGET,
  knownBy: -1,
  pid: null,
  name: null,
  created: null,
  firstUse: { index: 0, timeMs: 0 },
  lastUse: { index: 0, timeMs: 0 },
  openHandles: 0,
  copiedFrom: null,
  tid: null,
};

/** A pid or tid argument: its low 32 bits (some monitors leave junk above), null where 0 or absent. */
export function pidArgument(cursor: CallCursor, name: string): number | null {
  const value = cursor.number(name);
  if (value === null) return null;
  const low = Number(value & 0xffff_ffffn);
  return low === 0 || low === 0xffff_ffff ? null : low;
}

export { MARK };
