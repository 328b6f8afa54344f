// SPDX-License-Identifier: MIT
/**
 * The handle table of one process: which object a handle value stands for at this moment. Values are
 * followed from the call that made them to the call that closed them or gave them to another object.
 * @module
 */
import type { CallCursor } from '../model/call';
import type { KernelObject, OwnCall, ProcessRef, ThreadRef } from './objects';

/** Pseudo-handles, in either width whatever the process's bitness. */
export const SELF_PROCESS = -1;
export const SELF_THREAD = -2;

/**
 * A handle argument as a number: SELF_PROCESS, SELF_THREAD, 0 for none, or the value's low 32 bits (kernel
 * handles fit there; some monitors leave junk above). null where the call has no such argument.
 */
export function handleArgument(cursor: CallCursor, name: string): number | null {
  const value = cursor.number(name);
  return value === null ? null : handleValue(value);
}

export function handleValue(value: bigint): number {
  const whole = Number(value);
  const low = whole >= 0 && whole <= 0xffff_ffff ? whole : Number(BigInt.asUintN(32, value));
  if (low === 0xffff_ffff) return SELF_PROCESS;
  return low === 0xffff_fffe ? SELF_THREAD : low;
}

interface Entry {
  object: KernelObject;
  /** The call that opened, created or copied the object; null where the handle was met in use. */
  origin: OwnCall | null;
  fromMs: number;
}

/** How long a handle stood for a process or thread: needed to resolve handles that others copied or inherited. */
export interface HandleSpan {
  handle: number;
  object: ProcessRef | ThreadRef;
  fromMs: number;
  toMs: number;
}

/** Process and thread handles remembered after they were closed, per process. */
const MAX_SPANS = 20_000;
/** Open handles followed per process; a process that never closes one has fewer in any real report. */
const MAX_OPEN = 200_000;

export class HandleTable {
  private readonly entries = new Map<number, Entry>();
  private readonly closedSpans: HandleSpan[] = [];

  set(handle: number | null, object: KernelObject, cursor: CallCursor, opened = true): void {
    if (handle === null || handle === 0 || handle === SELF_PROCESS || handle === SELF_THREAD) return;
    this.close(handle, cursor.timeMs);
    if (this.entries.size >= MAX_OPEN) return;
    const { index, api, timeMs } = cursor;
    this.entries.set(handle, { object, origin: opened ? { index, api } : null, fromMs: timeMs });
    if (object.type === 'process') object.openHandles++;
  }

  /** The object behind an open handle turned out to be this one. */
  refine(handle: number, object: ProcessRef | ThreadRef): void {
    const entry = this.entries.get(handle);
    if (!entry) return;
    if (entry.object.type === 'process') entry.object.openHandles--;
    entry.object = object;
    if (object.type === 'process') object.openHandles++;
  }

  get(handle: number | null): KernelObject | null {
    return handle === null ? null : (this.entries.get(handle)?.object ?? null);
  }

  /** The call that opened the handle, or null where the log does not show it. */
  origin(handle: number): OwnCall | null {
    return this.entries.get(handle)?.origin ?? null;
  }

  close(handle: number, atMs: number): void {
    const entry = this.entries.get(handle);
    if (!entry) return;
    this.entries.delete(handle);
    if (entry.object.type === 'process') entry.object.openHandles--;
    if (this.closedSpans.length >= MAX_SPANS) return;
    const span = spanOf(handle, entry, atMs);
    if (span) this.closedSpans.push(span);
  }

  /** Ends the process: what is open still lives to the end. */
  end(): void {
    for (const span of this.openSpans()) if (this.closedSpans.length < MAX_SPANS) this.closedSpans.push(span);
    this.entries.clear();
  }

  /** Process and thread handles with the time they were open. */
  spans(): HandleSpan[] {
    return [...this.closedSpans, ...this.openSpans()];
  }

  private openSpans(): HandleSpan[] {
    return [...this.entries].flatMap(([handle, entry]) => spanOf(handle, entry, Infinity) ?? []);
  }
}

function spanOf(handle: number, entry: Entry, toMs: number): HandleSpan | null {
  const { object, fromMs } = entry;
  return object.type === 'process' || object.type === 'thread' ? { handle, object, fromMs, toMs } : null;
}
