// SPDX-License-Identifier: MIT
/**
 * Objects that outlive one process's calls: every process reference of the report, handles that one process
 * gave to another, and who has views of a section that all can open by its name.
 * @module
 */
import type { KernelObject, Moment, ProcessRef } from '../objects';

/** A handle that one process put into another's table. */
export interface HandleGift {
  from: number;
  to: ProcessRef;
  handle: number;
  object: KernelObject;
  at: Moment;
}

const MAX_GIFTS = 50_000;
const MAX_NAMES = 20_000;

export class SharedObjects {
  readonly refs: ProcessRef[] = [];
  readonly gifts: HandleGift[] = [];
  /** Processes that mapped the section of a name into themselves. */
  private readonly viewers = new Map<string, Set<number>>();

  give(gift: HandleGift): void {
    if (this.gifts.length < MAX_GIFTS) this.gifts.push(gift);
  }

  addViewer(name: string, procId: number): void {
    const known = this.viewers.get(name);
    if (known) known.add(procId);
    else if (this.viewers.size < MAX_NAMES) this.viewers.set(name, new Set([procId]));
  }

  /** Whether a process other than `procId` has a view of the section of that name. */
  hasOtherViewer(name: string, procId: number): boolean {
    const known = this.viewers.get(name);
    return known !== undefined && [...known].some((viewer) => viewer !== procId);
  }
}

/**
 * The name under which processes share a section: without the session's folder, in lower case. null for none
 * and for the system's own (`\KnownDlls`), which every process maps.
 */
export function sharedName(name: string | null): string | null {
  if (!name || /knowndlls/i.test(name)) return null;
  const last = name.replace(/^(\\sessions\\\d+)?\\basenamedobjects\\|^(local|global)\\/i, '').toLowerCase();
  return last === '' || /^0x[0-9a-f]+$/.test(last) ? null : last;
}
