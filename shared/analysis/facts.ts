// SPDX-License-Identifier: MIT
/**
 * Facts: what a process did to another one, in the words that technique rules use. A fact is one logged call
 * plus what is known about it; flags that need the whole story (is this address inside written memory?) are
 * added when the dealing between two processes is complete.
 * @module
 */
import type { StepName } from '../model/document';
import type { Moment, ProcessRef, SectionRef, ThreadRef } from './objects';

/** Kinds of facts, each shown in one step of the evidence. */
export const FACT_STEPS = {
  create: 'create',
  open: 'open',
  'open-thread': 'open',
  duplicate: 'open',
  read: 'read',
  allocate: 'allocate',
  protect: 'protect',
  map: 'map',
  'local-map': 'map',
  unmap: 'unmap',
  write: 'write',
  'get-context': 'context',
  'set-context': 'context',
  suspend: 'context',
  'queue-apc': 'execute',
  'create-thread': 'execute',
  resume: 'execute',
  'window-long': 'execute',
  'window-message': 'execute',
  hook: 'execute',
  atom: 'write',
  rollback: 'create',
  act: 'execute',
} as const satisfies Record<string, StepName>;

export type FactKind = keyof typeof FACT_STEPS;

/**
 * What is known about a fact beyond its kind; `is:` and `not:` of the rules name these.
 * docs/detection.md explains each to rule authors.
 */
export type FactFlag =
  // create
  | 'suspended'
  | 'debugged'
  | 'spoofed-parent'
  | 'from-section'
  | 'section-transacted'
  | 'section-deleted'
  | 'section-rewritten'
  // memory
  | 'exec'
  | 'protection-unknown'
  | 'pagefile'
  | 'own-view'
  | 'image'
  // write
  | 'placed'
  | 'into-exec'
  | 'pe'
  | 'pe-dll'
  | 'jump'
  | 'jump-to-placed'
  | 'dll-path'
  | 'image-base'
  | 'bookkeeping'
  | 'at-entry'
  | 'into-module'
  | 'into-image-view'
  // threads
  | 'main-thread'
  | 'in-placed'
  | 'loader'
  | 'null-routine'
  | 'atom-routine'
  | 'parameter-in-placed'
  | 'entry-unchanged'
  // windows and hooks
  | 'module'
  | 'global'
  | 'index-zero'
  | 'low-level'
  // target-side
  | 'from-placed';

export interface Fact {
  kind: FactKind;
  /** The call. For `act` it stands in the target, for all others in the source. */
  procId: number;
  index: number;
  api: string;
  timeMs: number;
  ok: boolean;
  flags: Set<FactFlag>;
  address: bigint | null;
  size: bigint | null;
  /** PAGE_* value, or null where not logged. */
  protection: number | null;
  /** First bytes written or read, as far as logged. */
  head: Uint8Array | null;
  text: string | null;
  parameter: bigint | null;
  /** Other addresses that tell where execution goes on (EIP, EAX, RIP, RCX). */
  entries: bigint[];
  target: ProcessRef;
  thread: ThreadRef | null;
  section: SectionRef | null;
  /** The call that gave the handle which was used, or null. */
  handleFrom: { index: number; api: string } | null;
  /** Equal calls folded into this one by the monitor. */
  repeated: number;
}

export function newFact(
  kind: FactKind,
  at: Moment & { procId: number; api: string; ok: boolean; repeated: number },
  target: ProcessRef,
): Fact {
  return {
    kind,
    procId: at.procId,
    index: at.index,
    api: at.api,
    timeMs: at.timeMs,
    ok: at.ok,
    flags: new Set(),
    address: null,
    size: null,
    protection: null,
    head: null,
    text: null,
    parameter: null,
    entries: [],
    target,
    thread: null,
    section: null,
    handleFrom: null,
    repeated: at.repeated,
  };
}
