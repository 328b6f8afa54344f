// SPDX-License-Identifier: MIT
/**
 * Windows, hooks and atoms: ways into another process that name no process. Whose window it is follows from
 * the class that was looked for; the shell's windows belong to explorer.exe.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { handleValue } from '../handles';
import type { ProcessRef } from '../objects';
import { pidArgument, type ProcessObserver } from './observer';

const MAX_WINDOWS = 512;
const MAX_FUNCTIONS = 64;
/** Functions that load or run foreign code when a thread or APC starts at them. */
const STARTERS = /^(LoadLibrary(Ex)?[AW]|LdrLoadDll|GlobalGetAtomName[AW]|(Nt)?SetThreadContext|NtSetContextThread|WinExec)$/;
const SHELL_WINDOWS = /^(Shell_TrayWnd|Progman|SHELLDLL_DefView|WorkerW)$/i;
/** WH_KEYBOARD_LL and WH_MOUSE_LL run in the process that set them. */
const LOW_LEVEL_HOOKS = new Set([13n, 14n]);

export function resolveFunction(o: ProcessObserver, c: CallCursor): void {
  const name = c.text('function_name');
  if (name === null || !STARTERS.test(name) || o.knownFunctions.size >= MAX_FUNCTIONS) return;
  const address = c.number('function_address');
  if (address !== null && address !== 0n) o.knownFunctions.set(address, name);
}

export function findWindow(o: ProcessObserver, c: CallCursor): void {
  const found = c.returnValue;
  if (found === null || found === 0n || o.windows.size >= MAX_WINDOWS) return;
  o.windows.set(handleValue(found), c.text('class_name') || c.text('window_name') || '');
}

/** The process whose window a call touches, if it is one of the shell's; the last one looked for without a handle. */
function shellOf(o: ProcessObserver, c: CallCursor): ProcessRef | null {
  const window = c.number('window_handle');
  const name = window === null ? [...o.windows.values()].at(-1) : o.windows.get(handleValue(window));
  if (name === undefined || !SHELL_WINDOWS.test(name)) return null;
  if (!o.shell) {
    o.shell = o.newRef(null, c);
    o.shell.name = 'explorer.exe';
  }
  return o.shell;
}

export function windowData(o: ProcessObserver, c: CallCursor): void {
  if (!c.api.startsWith('SetWindowLong')) return;
  const target = shellOf(o, c);
  const fact = target ? o.add('window-long', target, c) : o.addLoose('window-long', c);
  if (c.number('index') === 0n) fact.flags.add('index-zero');
  fact.address = c.number('new_long') ?? c.number('value');
  if (target) for (const view of o.sharedViews) o.adopt(view, target);
}

export function windowMessage(o: ProcessObserver, c: CallCursor): void {
  if (!/^(SendNotifyMessage|PostMessage|SendMessage|PostThreadMessage)/.test(c.api)) return;
  const target = shellOf(o, c) ?? o.byProcessId(c);
  if (target) o.add('window-message', target, c);
}

export function windowHook(o: ProcessObserver, c: CallCursor): void {
  if (!c.api.startsWith('SetWindowsHookEx') || c.ok === false) return;
  const module = (c.number('module_address') ?? 0n) !== 0n;
  const tid = pidArgument(c, 'thread_identifier');
  const id = c.number('hook_identifier');
  // Without a module, or into its own thread, a hook stays in the process.
  if (!module || (tid !== null && o.ownTids.has(tid))) return;
  const target = tid === null ? o.everyone(c) : o.ownerOfThread(tid, c);
  const fact = o.add('hook', target, c);
  fact.address = c.number('callback_function');
  fact.flags.add('module');
  if (tid === null) fact.flags.add('global');
  if (id !== null && LOW_LEVEL_HOOKS.has(id)) fact.flags.add('low-level');
}

export function addAtom(o: ProcessObserver, c: CallCursor): void {
  const fact = o.addLoose('atom', c);
  fact.text = c.text('atom_name');
}
