// SPDX-License-Identifier: MIT
/**
 * Windows, hooks and atoms: ways into another process that name no process. Whose window it is follows from
 * the class that was looked for; the shell's windows belong to explorer.exe.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { handleValue } from '../handles';
import type { ProcessRef } from '../objects';
import type { ProcessObserver } from './observer';
import { pidArgument } from './references';

const MAX_WINDOWS = 512;
const MAX_FUNCTIONS = 64;
/** Functions that load or run foreign code when a thread or APC starts at them. */
const STARTERS = /^(LoadLibrary(Ex)?[AW]|LdrLoadDll|GlobalGetAtomName[AW])$/;
const SHELL_WINDOWS = /^(Shell_TrayWnd|Progman|SHELLDLL_DefView|WorkerW)$/i;
/** WH_KEYBOARD_LL and WH_MOUSE_LL run in the process that set them. */
const LOW_LEVEL_HOOKS = new Set([13n, 14n]);

export function resolveFunction(o: ProcessObserver, c: CallCursor): void {
  if (o.knownFunctions.size >= MAX_FUNCTIONS) return;
  const name = c.text('function_name');
  // Programs resolve functions by the thousand: most names differ in their first letter already.
  if (name === null || (name[0] !== 'L' && name[0] !== 'G') || !STARTERS.test(name)) return;
  const address = c.number('function_address');
  if (address !== null && address !== 0n) o.knownFunctions.set(address, name);
}

export function findWindow(o: ProcessObserver, c: CallCursor): void {
  const found = c.returnValue;
  if (found === null || found === 0n || o.windows.size >= MAX_WINDOWS) return;
  o.windows.set(handleValue(found), c.text('class_name') || c.text('window_name') || '');
}

/** explorer.exe, if the call touches one of its windows. */
function shellOf(o: ProcessObserver, c: CallCursor): ProcessRef | null {
  const window = c.number('window_handle');
  const name = window === null ? undefined : o.windows.get(handleValue(window));
  if (name === undefined || !SHELL_WINDOWS.test(name)) return null;
  const shell = o.refs.named('shell', { by: 'window' }, c);
  shell.name = 'explorer.exe';
  return o.touch(shell, c);
}

export function windowData(o: ProcessObserver, c: CallCursor): void {
  if (!c.api.startsWith('SetWindowLong') || c.ok === false) return;
  const target = shellOf(o, c);
  if (target && c.number('index') === 0n) o.add('window-long', target, c).flags.add('index-zero');
  else if (target) o.add('window-long', target, c);
}

export function windowMessage(o: ProcessObserver, c: CallCursor): void {
  if (!/^(SendNotifyMessage|PostMessage|SendMessage)/.test(c.api)) return;
  const target = shellOf(o, c) ?? o.byProcessId(c);
  if (target) o.add('window-message', target, c);
}

export function windowHook(o: ProcessObserver, c: CallCursor): void {
  if (!c.api.startsWith('SetWindowsHookEx') || c.ok === false) return;
  // Without a module a hook stays in the process.
  if ((c.number('module_address') ?? 0n) === 0n) return;
  const tid = pidArgument(c, 'thread_identifier');
  if (tid !== null && o.ownTids.has(tid)) return;
  const target =
    tid === null
      ? o.refs.named('everyone', { by: 'everyone' }, c)
      : (o.threadOwners.get(tid) ?? o.refs.named(`thread ${tid}`, { by: 'thread', tid }, c));
  const fact = o.add('hook', o.touch(target, c), c);
  if (tid === null) fact.flags.add('global');
  const id = c.number('hook_identifier');
  if (id !== null && LOW_LEVEL_HOOKS.has(id)) fact.flags.add('low-level');
}

export function addAtom(o: ProcessObserver, c: CallCursor): void {
  if (c.ok !== false) o.addLoose('atom', c);
}
