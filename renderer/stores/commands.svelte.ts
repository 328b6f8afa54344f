// SPDX-License-Identifier: MIT
/**
 * Who carries out a command now: views register while they are on the page, the key handler and menus run.
 * @module
 */
import type { CommandId } from '../app/commands';

const handlers = new Map<CommandId, (() => void)[]>();

/** Registers a handler; the latest one wins. Returns how to take it back (fits an effect). */
export function onCommand(id: CommandId, handler: () => void): () => void {
  const list = handlers.get(id) ?? [];
  list.push(handler);
  handlers.set(id, list);
  return () => {
    const at = list.indexOf(handler);
    if (at >= 0) list.splice(at, 1);
  };
}

/** Registers several at once. */
export function onCommands(map: Partial<Record<CommandId, () => void>>): () => void {
  const stops = Object.entries(map).map(([id, handler]) => onCommand(id as CommandId, handler));
  return () => {
    for (const stop of stops) stop();
  };
}

/** Runs a command; false when nobody carries it out at the moment. */
export function runCommand(id: CommandId): boolean {
  const handler = handlers.get(id)?.at(-1);
  handler?.();
  return handler !== undefined;
}
