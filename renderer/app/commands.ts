// SPDX-License-Identifier: MIT
/**
 * Every command of the window that has a key: one list for the key handler, the help dialog and tooltips.
 * @module
 */

export type CommandId =
  | 'open'
  | 'start-screen'
  | 'dock-left'
  | 'dock-bottom'
  | 'dock-right'
  | 'tab-overview'
  | 'tab-graph'
  | 'tab-calls'
  | 'tab-findings'
  | 'tab-raw'
  | 'filter'
  | 'back'
  | 'forward'
  | 'clear'
  | 'use-selection'
  | 'pin'
  | 'graph-fit'
  | 'graph-in'
  | 'graph-out'
  | 'graph-legend'
  | 'graph-all'
  | 'export-png'
  | 'copy-png'
  | 'language'
  | 'theme'
  | 'help';

export interface KeyBinding {
  id: CommandId;
  /** `KeyboardEvent.key`, letters in lower case. */
  key: string;
  ctrl?: boolean;
  alt?: boolean;
  shift?: boolean;
  group: 'file' | 'view' | 'selection' | 'graph';
  /** Works while a text field has the focus. */
  inFields?: boolean;
}

/** The first binding of a command is the one that is shown. */
export const KEY_BINDINGS: readonly KeyBinding[] = [
  { id: 'open', key: 'o', ctrl: true, group: 'file', inFields: true },
  { id: 'start-screen', key: 'Home', alt: true, group: 'file', inFields: true },
  { id: 'export-png', key: 'e', ctrl: true, group: 'file', inFields: true },
  { id: 'copy-png', key: 'c', ctrl: true, shift: true, group: 'file' },
  { id: 'dock-left', key: '1', group: 'view' },
  { id: 'dock-bottom', key: '2', group: 'view' },
  { id: 'dock-right', key: '3', group: 'view' },
  { id: 'tab-overview', key: 'o', group: 'view' },
  { id: 'tab-graph', key: 'g', group: 'view' },
  { id: 'tab-calls', key: 'c', group: 'view' },
  { id: 'tab-findings', key: 'd', group: 'view' },
  { id: 'tab-raw', key: 'r', group: 'view' },
  { id: 'filter', key: '/', group: 'view' },
  { id: 'language', key: 'l', ctrl: true, group: 'view', inFields: true },
  { id: 'theme', key: 't', group: 'view' },
  { id: 'help', key: '?', group: 'view' },
  { id: 'help', key: 'F1', group: 'view', inFields: true },
  { id: 'back', key: 'ArrowLeft', alt: true, group: 'selection', inFields: true },
  { id: 'forward', key: 'ArrowRight', alt: true, group: 'selection', inFields: true },
  { id: 'clear', key: 'Escape', group: 'selection' },
  { id: 'use-selection', key: 'u', group: 'selection' },
  { id: 'pin', key: 'p', group: 'selection' },
  { id: 'graph-fit', key: 'f', group: 'graph' },
  { id: 'graph-in', key: '+', group: 'graph' },
  { id: 'graph-out', key: '-', group: 'graph' },
  { id: 'graph-legend', key: 'h', group: 'graph' },
  { id: 'graph-all', key: 'a', group: 'graph' },
];

interface KeyPress {
  key: string;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
  shiftKey: boolean;
}

/** The command of a key press, or null. Signs such as `?` need Shift on some keyboards and not on others. */
export function commandOf(event: KeyPress, inField: boolean): CommandId | null {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const letter = /^[a-z]$/.test(key);
  const binding = KEY_BINDINGS.find(
    (entry) =>
      entry.key === key &&
      Boolean(entry.ctrl) === (event.ctrlKey || event.metaKey) &&
      Boolean(entry.alt) === event.altKey &&
      (!letter || Boolean(entry.shift) === event.shiftKey) &&
      (!inField || entry.inFields === true),
  );
  return binding?.id ?? null;
}

/** The keys of a command as shown, e.g. `Ctrl+O`. */
export function keysOf(id: CommandId): string {
  const binding = KEY_BINDINGS.find((entry) => entry.id === id);
  if (!binding) return '';
  const names: Record<string, string> = { ArrowLeft: '←', ArrowRight: '→', Escape: 'Esc' };
  const key = names[binding.key] ?? (binding.key.length === 1 ? binding.key.toUpperCase() : binding.key);
  return [binding.ctrl && 'Ctrl', binding.alt && 'Alt', binding.shift && 'Shift', key]
    .filter(Boolean)
    .join('+');
}
