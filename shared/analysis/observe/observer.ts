// SPDX-License-Identifier: MIT
/**
 * Follows one process through its calls: its handle table, the processes it knows, what it did to them.
 * Holds live objects and operations on other processes only, never the calls.
 * @module
 */
import { NO_TARGET } from '../../model/call';
import type { CallCursor } from '../../model/call';
import type { CallVerdict, ProcessHeader } from '../analyzer';
import { newFact, type Fact, type FactKind } from '../facts';
import type { Launch } from '../launches';
import type { ProcessRef, ThreadRef, TransactionRef } from '../objects';
import { CallerPages } from './caller-pages';
import { Dealings } from './dealings';
import { References, pidArgument } from './references';
import type { SharedObjects } from './shared-objects';

const MAX_LOOSE = 1024;
const MAX_TIDS = 4096;

export class ProcessObserver {
  readonly refs: References;
  readonly dealings = new Dealings();
  /** Facts without a target of their own: atoms, transactions rolled back. */
  readonly looseFacts: Fact[] = [];
  /** The process's own views of sections that have a name: another process may hold them too. */
  readonly namedViews: Fact[] = [];
  readonly callers = new CallerPages();
  /** Addresses of functions that start foreign code when run in a target (LoadLibrary and the like). */
  readonly knownFunctions = new Map<bigint, string>();
  /** Names of processes as a snapshot showed them to this process. */
  readonly seenNames = new Map<number, string>();
  /** Threads of other processes by tid, as far as opened or made with one. */
  readonly threadOwners = new Map<number, ProcessRef>();
  /** The window classes looked for last, by window handle. */
  readonly windows = new Map<number, string>();
  /** What this process asked the system to start for it. */
  readonly launches: Launch[] = [];
  /** Where a thread last chose another parent for the process that it creates next. */
  parentAttribute: { index: number; tid: number } | null = null;
  /** The transaction in which files are opened now. */
  transaction: TransactionRef | null = null;
  readonly ownTids = new Set<number>();
  /** Time of the first call; NaN before it, or where not logged. */
  firstCallMs = Number.NaN;
  /** Index of the last call and one. */
  calls = 0;

  /** What is said of facts beyond the limits. */
  readonly notKept = newFact('read', { procId: -1, index: -1, api: '', ok: false });
  private ended: number | null = null;
  private lastTid = -1;
  private readonly verdict: CallVerdict = { marks: 0, target: NO_TARGET };

  constructor(
    readonly procId: number,
    public header: ProcessHeader | null,
    readonly shared: SharedObjects,
  ) {
    this.refs = new References(procId, header?.pid ?? null, shared);
  }

  /** Entries of the report's `calls` array, as far as read. */
  get entries(): number {
    return this.ended ?? this.calls;
  }

  /** Starts the next call; the result is reused. */
  begin(cursor: CallCursor, marks: number): CallVerdict {
    this.verdict.marks = marks;
    this.verdict.target = NO_TARGET;
    this.refs.usedHandle = null;
    if (this.calls === 0) this.firstCallMs = cursor.timeMs;
    this.calls = cursor.index + 1;
    const { tid } = cursor;
    if (tid !== this.lastTid) {
      this.lastTid = tid;
      if (this.ownTids.size < MAX_TIDS) this.ownTids.add(tid);
    }
    this.callers.note(cursor);
    return this.verdict;
  }

  /** @param entries what the report's `calls` array holds */
  end(header: ProcessHeader, entries: number): void {
    this.header = header;
    this.ended = entries;
    this.refs.ownPid = header.pid;
    this.refs.handles.end();
  }

  /** The other process that the call acts on, or null; see References.target. */
  target(cursor: CallCursor, handleName?: string, pidName?: string): ProcessRef | null {
    const ref = this.refs.target(cursor, handleName, pidName);
    return ref && this.touch(ref, cursor);
  }

  /** The thread of another process that the call acts on, or null. */
  thread(cursor: CallCursor): { thread: ThreadRef; process: ProcessRef } | null {
    const found = this.refs.thread(cursor);
    if (found) this.touch(found.process, cursor);
    return found;
  }

  /** The process behind a pid argument: null for the process itself, or where unknown. */
  byProcessId(cursor: CallCursor): ProcessRef | null {
    const pid = pidArgument(cursor, 'process_identifier');
    return pid === null || this.refs.isOwnPid(pid) ? null : this.touch(this.refs.ofPid(pid, cursor), cursor);
  }

  touch(ref: ProcessRef, cursor: CallCursor): ProcessRef {
    ref.lastUse = { index: cursor.index, timeMs: cursor.timeMs };
    this.verdict.target = ref.id;
    return ref;
  }

  /** Notes that the call does something to `target`; the fact may be one of too many and not be kept. */
  add(kind: FactKind, target: ProcessRef, cursor: CallCursor): Fact {
    this.verdict.target = target.id;
    if (!this.dealings.takes(target, kind)) {
      this.dealings.drop(target, kind);
      return this.notKept;
    }
    const fact = this.factOf(kind, cursor);
    const { usedHandle, handles } = this.refs;
    if (usedHandle !== null) fact.handleFrom = handles.origin(usedHandle);
    this.dealings.add(target, fact);
    return fact;
  }

  addLoose(kind: FactKind, cursor: CallCursor): Fact {
    const fact = this.factOf(kind, cursor);
    if (this.looseFacts.length < MAX_LOOSE) this.looseFacts.push(fact);
    return fact;
  }

  addNamedView(cursor: CallCursor): void {
    if (this.namedViews.length < MAX_LOOSE) this.namedViews.push(this.factOf('local-map', cursor));
  }

  private factOf(kind: FactKind, { index, api, ok }: CallCursor): Fact {
    return newFact(kind, { procId: this.procId, index, api, ok: ok !== false });
  }
}
