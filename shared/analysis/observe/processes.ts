// SPDX-License-Identifier: MIT
/**
 * Calls that make, open, copy and close processes and their handles.
 * @module
 */
import type { CallCursor } from '../../model/call';
import type { FactFlag } from '../facts';
import { SELF_PROCESS, SELF_THREAD, handleArgument, handleValue } from '../handles';
import { noteCommand } from '../launches';
import type { CreatedProcess, KernelObject, ProcessRef, ThreadRef } from '../objects';
import type { ProcessObserver } from './observer';
import { SAME_EVENT_CALLS, pidArgument } from './references';

const CREATE_SUSPENDED = 0x4n;
const DEBUG_FLAGS = 0x3n;
const DUPLICATE_CLOSE_SOURCE = 1n;
const PARENT_PROCESS_ATTRIBUTE = 0x2_0000n;
const MAX_NAMES = 4096;
const MAX_THREADS = 4096;

export function createProcess(o: ProcessObserver, c: CallCursor): void {
  const pid = pidArgument(c, 'process_identifier');
  const processHandle = handleArgument(c, 'process_handle');
  if (c.ok === false || o.refs.isOwnPid(pid) || (pid === null && !processHandle)) return;
  const known = o.refs.handles.get(processHandle);
  const ref =
    (known?.type === 'process' && isSameEvent(known, pid, c) ? known : null) ??
    newChild(o, c, pid, processHandle);
  ref.pid ??= pid;
  const created = ref.created!;
  describe(o, c, created);
  const tid = pidArgument(c, 'thread_identifier');
  created.mainTid ??= tid;
  if (created.calls.length === 1) noteCommand(o, c, created.commandLine);
  noteThread(o, ref, tid, handleArgument(c, 'thread_handle'), c);
  o.touch(ref, c);
  const fact = o.add('create', ref, c);
  fact.section = created.section;
  for (const flag of creationFlags(created)) fact.flags.add(flag);
}

function newChild(o: ProcessObserver, c: CallCursor, pid: number | null, handle: number | null): ProcessRef {
  const adopted = o.refs.adopt(handle, pid, c);
  const ref = adopted ?? o.refs.created(pid, handle, c);
  ref.created = {
    calls: [],
    actedOnFrom: adopted && adopted.firstUse.index,
    at: { index: c.index, timeMs: c.timeMs },
    suspended: null,
    debugged: false,
    inherits: null,
    commandLine: null,
    path: null,
    mainTid: null,
    spoofedParent: false,
    section: null,
  };
  o.refs.handles.set(handle, ref, c);
  return ref;
}

/** Whether an earlier call of the same creation event made the process behind the handle. */
function isSameEvent(known: ProcessRef, pid: number | null, c: CallCursor): boolean {
  const last = known.created?.calls.at(-1);
  if (!last || known.created?.calls.some((call) => call.api === c.api)) return false;
  if (known.pid !== null && pid !== null) return known.pid === pid;
  return c.index - last.index <= SAME_EVENT_CALLS;
}

function describe(o: ProcessObserver, c: CallCursor, created: CreatedProcess): void {
  created.calls.push({ index: c.index, api: c.api });
  const flags = c.number('creation_flags');
  if (flags !== null) {
    created.suspended = created.suspended === true || (flags & CREATE_SUSPENDED) !== 0n;
    created.debugged ||= (flags & DEBUG_FLAGS) !== 0n;
  }
  const inherit = c.number('inherit_handles');
  if (inherit !== null) created.inherits = created.inherits === true || inherit !== 0n;
  created.commandLine ??= c.text('command_line') || null;
  created.path ??= c.text('filepath') || c.text('image_path_name') || null;
  const parent = handleArgument(c, 'parent_handle') ?? handleArgument(c, 'parent_process_handle');
  if (parent && parent !== SELF_PROCESS && o.refs.handles.get(parent)?.type !== 'self')
    created.spoofedParent = true;
  if (
    o.parentAttribute &&
    c.index - o.parentAttribute.index <= SAME_EVENT_CALLS &&
    c.tid === o.parentAttribute.tid
  )
    created.spoofedParent = true;
  const section = o.refs.handles.get(handleArgument(c, 'section_handle'));
  if (section?.type === 'section') created.section = section;
}

/** What is known of the creation so far; a later call of the same event may tell more. */
function creationFlags(created: CreatedProcess): FactFlag[] {
  const flags: FactFlag[] = [];
  if (created.suspended) flags.push('suspended');
  // What is done to it before it is given to its creator is done before it runs.
  if (created.suspended === null || (created.actedOnFrom !== null && !created.suspended))
    flags.push('suspension-unknown');
  if (created.spoofedParent) flags.push('spoofed-parent');
  const section = created.section;
  if (!section) return flags;
  flags.push('from-section');
  if (section.file?.transacted) flags.push('section-transacted');
  if (section.file?.deletePending) flags.push('section-deleted');
  if (section.file && section.created && (section.file.writtenAt ?? -1) > section.created.index)
    flags.push('section-rewritten');
  return flags;
}

function noteThread(
  o: ProcessObserver,
  process: ProcessRef,
  tid: number | null,
  handle: number | null,
  c: CallCursor,
): ThreadRef {
  const known = o.refs.handles.get(handle);
  if (known?.type === 'thread' && known.process === process) {
    known.tid ??= tid;
    return known;
  }
  o.refs.adoptThread(handle, process, c);
  const thread: ThreadRef = { type: 'thread', process, tid };
  o.refs.handles.set(handle, thread, c);
  if (tid !== null && o.threadOwners.size < MAX_THREADS) o.threadOwners.set(tid, process);
  return thread;
}

export function openProcess(o: ProcessObserver, c: CallCursor): void {
  const pid = pidArgument(c, 'process_identifier');
  const handle = openedHandle(c, 'process_handle');
  if (o.refs.isOwnPid(pid)) {
    if (c.ok !== false) o.refs.setSelf(handle, c);
    return;
  }
  const ref = o.byProcessId(c);
  if (!ref) {
    // Whatever it is now, it is not what the value meant before.
    if (handle !== null && c.ok !== false) o.refs.handles.close(handle, c.timeMs);
    return;
  }
  ref.name ??= c.text('process_name') || null;
  if (c.ok !== false) o.refs.handles.set(handle, ref, c);
  o.add('open', ref, c);
}

/** Ntdll's calls give the handle as an argument, the Win32 ones return it. */
function openedHandle(c: CallCursor, name: string): number | null {
  const handle = handleArgument(c, name);
  if (handle !== null || !c.api.startsWith('Open')) return handle;
  return c.returnValue === null ? null : handleValue(c.returnValue);
}

export function openThread(o: ProcessObserver, c: CallCursor): void {
  const handle = openedHandle(c, 'thread_handle');
  if (o.refs.isOwnPid(pidArgument(c, 'process_identifier'))) {
    if (c.ok !== false) o.refs.setOwnThread(handle, c);
    return;
  }
  const ref = o.byProcessId(c);
  if (!ref) {
    if (handle === null || c.ok === false) return;
    const process = o.refs.named('opened-thread', { by: 'opened-thread' }, c);
    o.refs.handles.set(handle, { type: 'thread', process, tid: null }, c);
    return;
  }
  const fact = o.add('open-thread', ref, c);
  if (c.ok === false) return;
  o.refs.handles.close(handle ?? 0, c.timeMs);
  fact.thread = noteThread(o, ref, pidArgument(c, 'thread_identifier'), handle, c);
}

/** NtDuplicateObject: within the process, out of another one (stolen), or into another one (given). */
export function duplicateHandle(o: ProcessObserver, c: CallCursor): void {
  const value = handleArgument(c, 'source_handle');
  const copy = handleArgument(c, 'target_handle');
  if (c.ok === false || value === null) return;
  const source = o.refs.target(c, 'source_process_handle', 'source_process_identifier');
  const target = o.refs.target(c, 'target_process_handle', 'target_process_identifier');
  const object = source ? null : ownObject(o, value);
  const closes = ((c.number('options') ?? 0n) & DUPLICATE_CLOSE_SOURCE) !== 0n;
  if (source) {
    o.touch(source, c);
    o.add('duplicate', source, c);
    if (!target)
      o.refs.handles.set(copy, { type: 'copied', owner: source, handle: value, at: momentOf(c) }, c);
    return;
  }
  if (target) {
    o.touch(target, c);
    if (object && copy !== null)
      o.shared.give({ from: o.procId, to: target, handle: copy, object, at: momentOf(c) });
  } else if (object) o.refs.handles.set(copy, object, c);
  else if (copy !== null) o.refs.handles.close(copy, c.timeMs);
  if (closes && value > 0) o.refs.handles.close(value, c.timeMs);
}

/** The object behind one of the process's own handles, pseudo-handles included. */
function ownObject(o: ProcessObserver, handle: number): KernelObject | null {
  if (handle === SELF_PROCESS) return { type: 'self' };
  if (handle === SELF_THREAD) return { type: 'thread', process: null, tid: null };
  return o.refs.handles.get(handle);
}

function momentOf(c: CallCursor) {
  return { index: c.index, timeMs: c.timeMs };
}

export function closeHandle(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const handle = handleArgument(c, 'handle');
  if (handle !== null) o.refs.handles.close(handle, c.timeMs);
}

/** Process32First/Next: names of processes that the report may not list. */
export function processEntry(o: ProcessObserver, c: CallCursor): void {
  const pid = pidArgument(c, 'process_identifier');
  const name = c.text('process_name');
  if (pid !== null && name && o.seenNames.size < MAX_NAMES) o.seenNames.set(pid, name);
}

/** UpdateProcThreadAttribute: the next process that this thread creates gets another parent. */
export function setParentAttribute(o: ProcessObserver, c: CallCursor): void {
  if (
    c.api === 'UpdateProcThreadAttribute' &&
    c.ok !== false &&
    c.number('attribute') === PARENT_PROCESS_ATTRIBUTE
  )
    o.parentAttribute = { index: c.index, tid: c.tid };
}

/** DebugActiveProcess: what a debugger does to its debuggee is no injection. */
export function debugProcess(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false || !/DebugActiveProcess/.test(c.api)) return;
  const target = o.byProcessId(c) ?? o.target(c);
  if (!target) return;
  target.debugged = true;
  o.add('open', target, c);
}
