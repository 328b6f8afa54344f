// SPDX-License-Identifier: MIT
/**
 * The handle table of one process: which object a handle value stands for at this moment. Values are
 * followed from the call that made them to the call that closed them or gave them to another object.
 * @module
 */
import type { CallCursor } from '../model/call';
import type { KernelObject } from './objects';

/** Pseudo-handles, in either width whatever the process's bitness. */
export const SELF_PROCESS = -1;
export const SELF_THREAD = -2;

const MAX_32 = 0xffff_ffffn;

/**
 * A handle argument as a number: SELF_PROCESS, SELF_THREAD, 0 for none, or the value's low 32 bits (kernel
 * handles fit there; some monitors leave junk above). null where the call has no such argument.
 */
export function handleArgument(cursor: CallCursor, name: string): number | null {
  const value = cursor.number(name);
  return value === null ? null : handleValue(value);
}

export function handleValue(value: bigint): number {
  if (value === 0xffff_ffffn || value === 0xffff_ffff_ffff_ffffn) return SELF_PROCESS;
  if (value === 0xffff_fffen || value === 0xffff_ffff_ffff_fffen) return SELF_THREAD;
  return Number(value & MAX_32);
}

interface Entry {
  object: KernelObject;
  /** Index of the call that gave the handle. */
  since: number;
  api: string;
}

/** How long a process handle stood for a process: needed to resolve handles copied by others. */
export interface HandleSpan {
  handle: number;
  object: KernelObject;
  fromMs: number;
  toMs: number;
}

/** Process and thread handles remembered after they were closed, per process. */
const MAX_SPANS = 20_000;

export class HandleTable {
  private readonly entries = new Map<number, Entry & { fromMs: number }>();
  readonly spans: HandleSpan[] = [];

  set(handle: number | null, object: KernelObject, cursor: CallCursor): void {
    if (handle === null || handle === 0 || handle === SELF_PROCESS || handle === SELF_THREAD) return;
    this.close(handle, cursor.timeMs);
    this.entries.set(handle, { object, since: cursor.index, api: cursor.api, fromMs: cursor.timeMs });
    if (object.type === 'process') object.openHandles++;
  }

  get(handle: number): KernelObject | null {
    return this.entries.get(handle)?.object ?? null;
  }

  /** The call that gave the handle, or null. */
  origin(handle: number): { index: number; api: string } | null {
    const entry = this.entries.get(handle);
    return entry ? { index: entry.since, api: entry.api } : null;
  }

  close(handle: number, atMs: number): void {
    const entry = this.entries.get(handle);
    if (!entry) return;
    this.entries.delete(handle);
    if (entry.object.type === 'process') {
      entry.object.openHandles--;
      this.remember(handle, entry.object, entry.fromMs, atMs);
    }
  }

  /** Ends the process: what is still open lives to the end. */
  end(): void {
    for (const [handle, entry] of this.entries)
      if (entry.object.type === 'process') this.remember(handle, entry.object, entry.fromMs, Infinity);
    this.entries.clear();
  }

  private remember(handle: number, object: KernelObject, fromMs: number, toMs: number): void {
    if (this.spans.length < MAX_SPANS) this.spans.push({ handle, object, fromMs, toMs });
  }
}
