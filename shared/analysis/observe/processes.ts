// SPDX-License-Identifier: MIT
/**
 * Calls that make, open, copy and close processes and their handles.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { SELF_PROCESS, handleArgument } from '../handles';
import type { ProcessRef, ThreadRef } from '../objects';
import { MARK, pidArgument, type ProcessObserver } from './observer';

const CREATE_SUSPENDED = 0x4n;
const DEBUG_FLAGS = 0x3n;
/** Calls of one creation event follow each other closely; bookkeeping stands between them. */
const MERGE_WITHIN_CALLS = 64;

export function createProcess(o: ProcessObserver, c: CallCursor): void {
  if (c.api === 'CreateProcessInternalW' || c.api === 'NtCreateUserProcess') o.mark(MARK.PROC);
  const pid = pidArgument(c, 'process_identifier');
  const processHandle = handleArgument(c, 'process_handle');
  if (c.ok === false || pid === o.ownPid || (pid === null && (processHandle === null || processHandle === 0))) return;
  const known = processHandle === null ? null : o.handles.get(processHandle);
  const merged = sameEvent(known?.type === 'process' ? known : null, pid, c);
  const ref = merged ?? o.newRef(pid, c);
  if (!merged) {
    ref.created = {
      calls: [],
      at: { index: c.index, timeMs: c.timeMs },
      suspended: null,
      debugged: false,
      commandLine: null,
      path: null,
      mainTid: null,
      spoofedParent: false,
      section: null,
    };
    o.handles.set(processHandle, ref, c);
  }
  if (ref.pid === null) ref.pid = pid;
  describe(o, c, ref);
  const threadHandle = handleArgument(c, 'thread_handle');
  if (threadHandle !== null && ref.created) {
    const tid = pidArgument(c, 'thread_identifier');
    ref.created.mainTid ??= tid;
    const object = o.handles.get(threadHandle);
    if (!(object?.type === 'thread' && object.process === ref)) {
      const thread: ThreadRef = { type: 'thread', process: ref, tid, main: true, suspended: true };
      o.handles.set(threadHandle, thread, c);
    } else object.tid ??= tid;
  }
  const fact = o.add('create', ref, c);
  if (ref.created?.suspended) fact.flags.add('suspended');
  if (ref.created?.debugged) fact.flags.add('debugged');
  if (ref.created?.spoofedParent) fact.flags.add('spoofed-parent');
  const section = ref.created?.section;
  if (section) {
    fact.section = section;
    fact.flags.add('from-section');
    if (section.file?.transacted) fact.flags.add('section-transacted');
    if (section.file?.deletePending) fact.flags.add('section-deleted');
    if (section.file && section.created && (section.file.writtenAt ?? -1) > section.created.index)
      fact.flags.add('section-rewritten');
  }
}

/** The process that an earlier call of the same creation event made, or null. */
function sameEvent(known: ProcessRef | null, pid: number | null, c: CallCursor): ProcessRef | null {
  if (!known?.created || (known.pid !== null && pid !== null && known.pid !== pid)) return null;
  const last = known.created.calls.at(-1);
  if (!last || c.index - last.index > MERGE_WITHIN_CALLS) return null;
  return known.created.calls.some((call) => call.api === c.api) ? null : known;
}

function describe(o: ProcessObserver, c: CallCursor, ref: ProcessRef): void {
  const created = ref.created;
  if (!created) return;
  created.calls.push({ index: c.index, api: c.api });
  const flags = c.number('creation_flags');
  if (flags !== null) {
    created.suspended = (created.suspended ?? false) || (flags & CREATE_SUSPENDED) !== 0n;
    created.debugged ||= (flags & DEBUG_FLAGS) !== 0n;
  }
  created.commandLine ??= c.text('command_line') || null;
  created.path ??= c.text('filepath') || c.text('image_path_name') || null;
  const parent = handleArgument(c, 'parent_handle');
  if (parent !== null && parent !== 0 && parent !== SELF_PROCESS) created.spoofedParent = true;
  const sectionHandle = handleArgument(c, 'section_handle');
  const section = sectionHandle === null ? null : o.handles.get(sectionHandle);
  if (section?.type === 'section') created.section = section;
}

export function openProcess(o: ProcessObserver, c: CallCursor): void {
  const ref = o.byProcessId(c);
  if (!ref) {
    // A handle to itself: it must not stand for what the value meant before.
    const handle = handleArgument(c, 'process_handle');
    if (handle !== null && c.ok !== false) o.handles.close(handle, c.timeMs);
    return;
  }
  ref.name ??= c.text('process_name') || null;
  ref.lastUse = { index: c.index, timeMs: c.timeMs };
  if (c.ok !== false) o.handles.set(handleArgument(c, 'process_handle'), ref, c);
  o.add('open', ref, c);
}

export function openThread(o: ProcessObserver, c: CallCursor): void {
  const ref = o.byProcessId(c);
  if (!ref) return;
  const tid = pidArgument(c, 'thread_identifier');
  const main = ref.created !== null && ref.created.mainTid !== null && ref.created.mainTid === tid;
  const thread: ThreadRef = { type: 'thread', process: ref, tid, main, suspended: false };
  if (c.ok !== false) o.handles.set(handleArgument(c, 'thread_handle'), thread, c);
  const fact = o.add('open-thread', ref, c);
  fact.thread = thread;
}

export function duplicateHandle(o: ProcessObserver, c: CallCursor): void {
  const source = handleArgument(c, 'source_process_handle');
  const target = handleArgument(c, 'target_process_handle');
  const value = handleArgument(c, 'source_handle');
  const copy = handleArgument(c, 'target_handle');
  if (c.ok === false || value === null) return;
  const fromSelf = source === SELF_PROCESS || source === null;
  const toSelf = target === SELF_PROCESS || target === null;
  if (fromSelf && toSelf) {
    const object = o.handles.get(value);
    if (object) o.handles.set(copy, object, c);
    return;
  }
  if (fromSelf || !toSelf) return;
  const owner = o.targetOf(c, 'source_process_handle', 'source_process_identifier');
  if (!owner) return;
  o.add('duplicate', owner, c);
  const ref = o.newRef(null, c);
  ref.copiedFrom = { owner, handle: value, at: { index: c.index, timeMs: c.timeMs } };
  o.handles.set(copy, ref, c);
}

export function closeHandle(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const handle = handleArgument(c, 'handle');
  if (handle !== null) o.handles.close(handle, c.timeMs);
}

/** Process32First/Next: names of processes that the report may not list. */
export function processEntry(o: ProcessObserver, c: CallCursor): void {
  const pid = pidArgument(c, 'process_identifier');
  const name = c.text('process_name');
  if (pid !== null && name && o.seenNames.size < 4096) o.seenNames.set(pid, name);
}
