// SPDX-License-Identifier: MIT
/**
 * Which process or thread a call of one process means: by handle, by pid, or both reconciled. Makes the
 * references that join.ts resolves to the report's processes at the end.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { HandleTable, SELF_PROCESS, SELF_THREAD, handleArgument } from '../handles';
import type { KernelObject, ProcessRef, ProcessTrace, SelfRef, ThreadRef } from '../objects';
import type { SharedObjects } from './shared-objects';

/** References of all processes together. Past this, a process's references fall together into one. */
const MAX_REFS = 50_000;
/** A pid without an open handle means the same process for so long; then it may have been given to another. */
const SAME_PID_MS = 1000;
/** Calls of one creation event follow each other so closely: monitors log the outer call when it returns. */
export const SAME_EVENT_CALLS = 64;
/** References kept by one process for one pid: some open all others again and again. */
const MAX_REFS_OF_PID = 64;

const SELF: SelfRef = { type: 'self' };
const OWN_THREAD: ThreadRef = { type: 'thread', process: null, tid: null };

export class References {
  readonly handles = new HandleTable();
  /** The handle through which the current call reached its target. */
  usedHandle: number | null = null;
  private readonly byPid = new Map<number, ProcessRef>();
  private readonly countByPid = new Map<number, number>();
  private readonly byTrace = new Map<string, ProcessRef>();
  private overflow: ProcessRef | null = null;
  private count = 0;

  constructor(
    private readonly procId: number,
    /** The process's own pid; some reports tell it only after the calls. */
    public ownPid: number | null,
    private readonly shared: SharedObjects,
  ) {}

  /** A reference by pid; the same one as before as long as it must be the same process. */
  ofPid(pid: number, cursor: CallCursor): ProcessRef {
    const known = this.byPid.get(pid);
    if (known && (known.openHandles > 0 || cursor.timeMs - known.lastUse.timeMs < SAME_PID_MS)) return known;
    const count = this.countByPid.get(pid) ?? 0;
    if (known && count >= MAX_REFS_OF_PID) return known;
    this.countByPid.set(pid, count + 1);
    const ref = this.create(pid, null, cursor);
    if (ref !== this.overflow) this.byPid.set(pid, ref);
    return ref;
  }

  /** A reference of its own by what is known instead of a pid. */
  ofTrace(trace: ProcessTrace, cursor: CallCursor): ProcessRef {
    return this.create(null, trace, cursor);
  }

  /** The one reference under a name: all windows of the shell, a thread known by its id. */
  named(key: string, trace: ProcessTrace, cursor: CallCursor): ProcessRef {
    const known = this.byTrace.get(key);
    if (known) return known;
    const ref = this.create(null, trace, cursor);
    if (ref !== this.overflow) this.byTrace.set(key, ref);
    return ref;
  }

  /** A process that this one creates now. */
  created(pid: number | null, handle: number | null, cursor: CallCursor): ProcessRef {
    const ref = this.create(pid, pid === null && handle !== null ? { by: 'handle', handle } : null, cursor);
    if (pid !== null && ref !== this.overflow) this.byPid.set(pid, ref);
    return ref;
  }

  isOwnPid(pid: number | null): boolean {
    return pid !== null && pid === this.ownPid;
  }

  /** A handle argument now stands for this process. */
  setSelf(handle: number | null, cursor: CallCursor): void {
    this.handles.set(handle, SELF, cursor);
  }

  /** A handle that no call opened stands for the process itself, as a later call says. */
  private recogniseSelf(handle: number, cursor: CallCursor): void {
    const object = this.handles.get(handle);
    if (object?.type === 'process' && object.pid === null) object.pid = this.ownPid;
    if (object === null || object.type === 'process') this.handles.set(handle, SELF, cursor);
  }

  /** What was done by the handle before belongs to the process that a creation now gives it. */
  adopt(handle: number | null, pid: number | null, cursor: CallCursor): ProcessRef | null {
    const object = this.handles.get(handle);
    if (object?.type !== 'process' || object.created || this.handles.origin(handle!) !== null) return null;
    if (object.pid !== null && object.pid !== pid) return null;
    if (cursor.index - object.firstUse.index > SAME_EVENT_CALLS) return null;
    if (pid !== null && object !== this.overflow) this.byPid.set(pid, object);
    return object;
  }

  /** The same for a thread that is met before the call that made it. */
  adoptThread(handle: number | null, process: ProcessRef, cursor: CallCursor): void {
    const object = this.handles.get(handle);
    const owner = object?.type === 'thread' ? object.process : null;
    if (owner?.trace?.by !== 'thread-handle' || owner === process || owner === this.overflow) return;
    if (cursor.index - owner.firstUse.index > SAME_EVENT_CALLS) return;
    owner.sameAs = process;
    this.byTrace.delete(`thread-handle ${handle}`);
  }

  setOwnThread(handle: number | null, cursor: CallCursor): void {
    this.handles.set(handle, OWN_THREAD, cursor);
  }

  /**
   * The other process that a call with a process handle acts on, or null when it is the caller's own or none.
   * The monitor read the pid on the call at that moment, so it wins over a handle whose reopening was not logged.
   */
  target(
    cursor: CallCursor,
    handleName = 'process_handle',
    pidName = 'process_identifier',
  ): ProcessRef | null {
    const handle = handleArgument(cursor, handleName);
    if (handle === SELF_PROCESS && this.ownPid !== null) return null;
    const pid = pidArgument(cursor, pidName);
    if (handle === SELF_PROCESS) {
      this.ownPid ??= pid;
      return null;
    }
    if (handle === 0) return null;
    if (this.isOwnPid(pid)) {
      if (handle !== null) this.recogniseSelf(handle, cursor);
      return null;
    }
    // A pid without a handle is one monitor's guess, often wrong: it counts where that process was opened or made.
    if (handle === null) return pid !== null && this.byPid.has(pid) ? this.ofPid(pid, cursor) : null;
    this.usedHandle = handle;
    const object = this.handles.get(handle);
    if (object?.type === 'self' && pid === null) return null;
    if (object?.type === 'process') {
      object.pid ??= pid;
      if (pid === null || object.pid === pid) return object;
    }
    const ref = pid !== null ? this.ofPid(pid, cursor) : this.ofTrace(traceOf(handle, object), cursor);
    if (object?.type === 'copied') this.handles.refine(handle, ref);
    else this.handles.set(handle, ref, cursor, false);
    return ref;
  }

  /** The thread that a call acts on and whose it is; null when it is one of the caller's own. */
  thread(cursor: CallCursor): { thread: ThreadRef; process: ProcessRef } | null {
    const handle = handleArgument(cursor, 'thread_handle');
    const pid = pidArgument(cursor, 'process_identifier');
    if (handle === SELF_THREAD) {
      this.ownPid ??= pid;
      return null;
    }
    if (this.isOwnPid(pid)) return null;
    this.usedHandle = handle;
    const object = this.handles.get(handle);
    if (object?.type === 'thread' && (pid === null || object.process?.pid === pid))
      return object.process && { thread: object, process: object.process };
    if (object?.type === 'thread' && object.process && object.process.pid === null) {
      object.process.pid = pid;
      return { thread: object, process: object.process };
    }
    const process = pid !== null ? this.ofPid(pid, cursor) : this.ofThreadHandle(handle, object, cursor);
    if (!process) return null;
    const thread: ThreadRef = { type: 'thread', process, tid: pidArgument(cursor, 'thread_identifier') };
    if (object?.type === 'copied' && handle !== null) this.handles.refine(handle, thread);
    else this.handles.set(handle, thread, cursor, false);
    return { thread, process };
  }

  /**
   * Most thread handles without a logged opening are the caller's own threads; one that was inherited or handed
   * over turns out at the end.
   */
  private ofThreadHandle(
    handle: number | null,
    object: KernelObject | null,
    cursor: CallCursor,
  ): ProcessRef | null {
    if (handle === null || handle === 0) return null;
    if (object?.type === 'copied') return this.ofTrace(traceOf(handle, object), cursor);
    return this.named(`thread-handle ${handle}`, { by: 'thread-handle', handle }, cursor);
  }

  private create(pid: number | null, trace: ProcessTrace | null, cursor: CallCursor): ProcessRef {
    if (this.overflow) return this.overflow;
    const moment = { index: cursor.index, timeMs: cursor.timeMs };
    const ref: ProcessRef = {
      type: 'process',
      id: this.shared.refs.length,
      knownBy: this.procId,
      seq: this.count++,
      pid,
      trace,
      name: null,
      created: null,
      debugged: false,
      firstUse: moment,
      lastUse: moment,
      sameAs: null,
      openHandles: 0,
    };
    this.shared.refs.push(ref);
    if (this.shared.refs.length >= MAX_REFS) this.overflow = ref;
    return ref;
  }
}

/** What is known of the process behind a handle that no call of this process opened. */
function traceOf(handle: number, object: KernelObject | null): ProcessTrace {
  if (object?.type !== 'copied') return { by: 'handle', handle };
  return { by: 'copy', owner: object.owner, handle: object.handle, at: object.at };
}

/** A pid or tid argument: its low 32 bits (some monitors leave junk above), null where 0 or absent. */
export function pidArgument(cursor: CallCursor, name: string): number | null {
  const value = cursor.number(name);
  if (value === null) return null;
  const low = Number(BigInt.asUintN(32, value));
  return low === 0 || low === 0xffff_ffff ? null : low;
}
