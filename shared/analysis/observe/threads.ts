// SPDX-License-Identifier: MIT
/**
 * Calls on the threads of another process: create, context, APC, suspend, resume.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { handleArgument, handleValue } from '../handles';
import type { ThreadRef } from '../objects';
import { MARK, pidArgument, type ProcessObserver } from './observer';

export function createThread(o: ProcessObserver, c: CallCursor): void {
  if (c.api === 'CreateRemoteThread') o.mark(MARK.EXEC);
  const target = o.targetOf(c);
  // Ntdll's calls give the new thread's handle, the Win32 ones return it.
  const handle = handleArgument(c, 'thread_handle') ?? (c.returnValue === null ? null : handleValue(c.returnValue));
  if (!target) {
    if (handle !== null && c.ok !== false) o.handles.close(handle, c.timeMs);
    return;
  }
  const thread: ThreadRef = {
    type: 'thread',
    process: target,
    tid: pidArgument(c, 'thread_identifier'),
    main: false,
    suspended: false,
  };
  const fact = o.add('create-thread', target, c);
  if (c.ok !== false) o.handles.set(handle, thread, c);
  fact.thread = thread;
  fact.address = c.number('function_address');
  fact.parameter = c.number('parameter');
}

export function getContext(o: ProcessObserver, c: CallCursor): void {
  const at = o.threadOf(c);
  if (!at) return;
  const fact = o.add('get-context', at.process, c);
  fact.thread = at.thread;
  fact.entries = entryPoints(c);
}

export function setContext(o: ProcessObserver, c: CallCursor): void {
  o.mark(MARK.EXEC);
  const at = o.threadOf(c);
  if (!at) return;
  const fact = o.add('set-context', at.process, c);
  fact.thread = at.thread;
  if (at.thread.main) fact.flags.add('main-thread');
  fact.entries = entryPoints(c);
}

/**
 * Where a context leads: Cuckoo 2 logs registers; cuckoo-modified the instruction pointer; CAPE both that
 * and EAX or RCX, which is the entry point of a thread that has not run yet.
 */
function entryPoints(c: CallCursor): bigint[] {
  const out: bigint[] = [];
  const registers = c.text('registers');
  if (registers !== null)
    for (const match of registers.matchAll(/"(eip|eax|rip|rcx)"\s*:\s*"?(0x[0-9a-f]+|\d+)/gi)) out.push(BigInt(match[2] ?? 0));
  for (const name of ['hollowed_instruction_pointer', 'current_instruction_pointer', 'instruction_pointer']) {
    const value = c.number(name);
    if (value !== null) out.push(value);
  }
  return out.filter((value) => value !== 0n);
}

export function queueApc(o: ProcessObserver, c: CallCursor): void {
  o.mark(MARK.EXEC);
  const at = o.threadOf(c);
  if (!at) return;
  const fact = o.add('queue-apc', at.process, c);
  fact.thread = at.thread;
  if (at.thread.main) fact.flags.add('main-thread');
  fact.address = c.number('function_address');
  fact.parameter = c.number('parameter');
  if (fact.address === 0n) fact.flags.add('null-routine');
}

export function resumeThread(o: ProcessObserver, c: CallCursor): void {
  if (c.api === 'NtResumeThread') o.mark(MARK.EXEC);
  const at = o.threadOf(c);
  if (!at) return;
  const fact = o.add('resume', at.process, c);
  fact.thread = at.thread;
  if (at.thread.main) fact.flags.add('main-thread');
  at.thread.suspended = false;
}

export function resumeProcess(o: ProcessObserver, c: CallCursor): void {
  const target = o.targetOf(c);
  if (target) o.add('resume', target, c);
}

export function suspendThread(o: ProcessObserver, c: CallCursor): void {
  const at = o.threadOf(c);
  if (!at) return;
  const fact = o.add('suspend', at.process, c);
  fact.thread = at.thread;
  at.thread.suspended = true;
}
