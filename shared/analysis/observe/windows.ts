// SPDX-License-Identifier: MIT
/**
 * Windows, hooks and atoms: ways into another process that name no process.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { handleValue } from '../handles';
import { pidArgument, type ProcessObserver } from './observer';

const MAX_WINDOWS = 512;
/** Functions that load or run foreign code when a thread or APC starts at them. */
const STARTERS = /^(LoadLibrary(Ex)?[AW]|LdrLoadDll|GlobalGetAtomName[AW]|NtQueueApcThread|memcpy|RtlMoveMemory|SetThreadContext|NtSetContextThread|WinExec|ShellExecute(Ex)?[AW])$/;

export function resolveFunction(o: ProcessObserver, c: CallCursor): void {
  const name = c.text('function_name');
  if (name === null || !STARTERS.test(name) || o.knownFunctions.size >= 64) return;
  const address = c.number('function_address');
  if (address !== null && address !== 0n) o.knownFunctions.set(address, name);
}

export function findWindow(o: ProcessObserver, c: CallCursor): void {
  const found = c.returnValue;
  if (found === null || found === 0n || o.windows.size >= MAX_WINDOWS) return;
  o.windows.set(handleValue(found), c.text('class_name') ?? c.text('window_name') ?? '');
}

export function windowData(o: ProcessObserver, c: CallCursor): void {
  if (!/^SetWindowLong/.test(c.api)) return;
  const fact = o.addLoose('window-long', c);
  const window = c.number('window_handle');
  fact.text = window === null ? null : (o.windows.get(handleValue(window)) ?? null);
  if (c.number('index') === 0n) fact.flags.add('index-zero');
  fact.address = c.number('new_long') ?? c.number('value');
}

export function windowMessage(o: ProcessObserver, c: CallCursor): void {
  if (!/^(SendNotifyMessage|PostMessage|SendMessage|PostThreadMessage)/.test(c.api)) return;
  const target = o.byProcessId(c);
  if (target) o.add('window-message', target, c);
  else o.addLoose('window-message', c);
}

export function windowHook(o: ProcessObserver, c: CallCursor): void {
  if (!/^SetWindowsHookEx/.test(c.api)) return;
  const fact = o.addLoose('hook', c);
  fact.address = c.number('callback_function');
  if ((c.number('module_address') ?? 0n) !== 0n) fact.flags.add('module');
  if (pidArgument(c, 'thread_identifier') === null) fact.flags.add('global');
}

export function addAtom(o: ProcessObserver, c: CallCursor): void {
  const fact = o.addLoose('atom', c);
  fact.text = c.text('atom_name');
}
