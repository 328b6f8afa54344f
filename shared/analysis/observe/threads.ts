// SPDX-License-Identifier: MIT
/**
 * Calls on the threads of another process: create, context, APC, suspend, resume.
 * @module
 */
import type { CallCursor } from '../../model/call';
import type { Fact, FactKind } from '../facts';
import { handleArgument, handleValue } from '../handles';
import type { ThreadRef } from '../objects';
import type { ProcessObserver } from './observer';
import { pidArgument } from './references';

const CREATE_SUSPENDED = 0x4n;
const NATIVE_SUSPENDED = 0x1n;

export function createThread(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  // Ntdll's calls give the new thread's handle, the Win32 ones return it.
  const handle =
    handleArgument(c, 'thread_handle') ?? (c.returnValue === null ? null : handleValue(c.returnValue));
  if (!target) {
    if (c.ok !== false) o.refs.setOwnThread(handle, c);
    return;
  }
  const thread: ThreadRef = { type: 'thread', process: target, tid: pidArgument(c, 'thread_identifier') };
  const fact = o.add('create-thread', target, c);
  if (c.ok !== false) o.refs.handles.set(handle, thread, c);
  fact.thread = thread;
  fact.address = c.number('function_address');
  fact.parameter = c.number('parameter');
  if (fact.address === null) fact.flags.add('unlogged-start');
  if (startsSuspended(c)) fact.flags.add('stays-suspended');
}

/** Until a resume is seen; annotate.ts takes the flag back then. */
function startsSuspended(c: CallCursor): boolean {
  if ((c.number('suspended') ?? 0n) !== 0n) return true;
  if (((c.number('create_flags') ?? 0n) & NATIVE_SUSPENDED) !== 0n) return true;
  return ((c.number('flags') ?? 0n) & CREATE_SUSPENDED) !== 0n;
}

function addThreadFact(o: ProcessObserver, c: CallCursor, kind: FactKind): Fact | null {
  const at = o.thread(c);
  if (!at) return null;
  const fact = o.add(kind, at.process, c);
  fact.thread = at.thread;
  return fact;
}

export function getContext(o: ProcessObserver, c: CallCursor): void {
  const fact = addThreadFact(o, c, 'get-context');
  if (fact) fact.entries = entryPoints(c);
}

export function setContext(o: ProcessObserver, c: CallCursor): void {
  const fact = addThreadFact(o, c, 'set-context');
  if (fact) fact.entries = entryPoints(c);
}

/**
 * Where a context leads: Cuckoo 2 logs registers; cuckoo-modified the instruction pointer; CAPE both that
 * and EAX or RCX, which is the entry point of a thread that has not run yet.
 */
function entryPoints(c: CallCursor): bigint[] {
  const out: bigint[] = [];
  const registers = c.text('registers');
  if (registers !== null)
    for (const match of registers.matchAll(/"(?:[er]ip|eax|rcx)"\s*:\s*"?(0x[0-9a-f]{1,16}|-?\d{1,20})/gi))
      out.push(BigInt.asUintN(64, BigInt(match[1] ?? 0)));
  for (const name of ['hollowed_instruction_pointer', 'current_instruction_pointer', 'instruction_pointer']) {
    const value = c.number(name);
    if (value !== null) out.push(value);
  }
  return out.filter((value) => value !== 0n);
}

export function queueApc(o: ProcessObserver, c: CallCursor): void {
  const fact = addThreadFact(o, c, 'queue-apc');
  if (!fact) return;
  fact.address = c.number('function_address');
  fact.parameter = c.number('parameter');
  if (fact.address === 0n) fact.flags.add('null-routine');
}

export function resumeThread(o: ProcessObserver, c: CallCursor): void {
  addThreadFact(o, c, 'resume');
}

export function suspendThread(o: ProcessObserver, c: CallCursor): void {
  addThreadFact(o, c, 'suspend');
}

export function resumeProcess(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (target) o.add('resume', target, c);
}

export function suspendProcess(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (target) o.add('suspend', target, c);
}
