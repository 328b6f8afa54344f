// SPDX-License-Identifier: MIT
/**
 * Facts: what a process did to another one, in the words that technique rules use. A fact is one logged call
 * plus what is known about it; flags that need the whole story (is this address inside written memory?) are
 * added when the dealing between two processes is complete.
 * @module
 */
import type { StepName } from '../model/document';
import type { ImageHeader } from './buffers';
import type { Moment, OwnCall, SectionRef, ThreadRef } from './objects';
import type { Region } from './regions';

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
  atom: 'write',
  'get-context': 'context',
  'set-context': 'context',
  suspend: 'context',
  'queue-apc': 'execute',
  'create-thread': 'execute',
  resume: 'execute',
  'window-long': 'execute',
  'window-message': 'execute',
  hook: 'execute',
  act: 'execute',
  rollback: 'create',
} as const satisfies Record<string, StepName>;

export type FactKind = keyof typeof FACT_STEPS;

const MEMORY = ['allocate', 'map'] as const;

/**
 * What may be known about a fact beyond its kind, and of which kinds; `is:`, `is-any:` and `not:` of the rules
 * name these. docs/detection.md explains each to rule authors.
 */
export const FACT_FLAGS = {
  suspended: ['create'],
  'suspension-unknown': ['create'],
  'spoofed-parent': ['create'],
  'from-section': ['create'],
  'section-transacted': ['create', 'map'],
  'section-deleted': ['create'],
  'section-rewritten': ['create'],
  exec: ['allocate', 'map', 'protect'],
  'protection-unknown': ['allocate', 'map', 'protect'],
  'over-unmapped': ['allocate', 'map', 'write'],
  pagefile: ['map'],
  'file-backed': ['map'],
  'own-view': ['map'],
  'shared-view': ['map'],
  image: ['unmap'],
  'into-exec': ['write'],
  'into-data': ['write'],
  'into-module': ['write'],
  'into-image': ['write'],
  'into-file-view': ['write'],
  'at-entry': ['write'],
  'image-base': ['write'],
  pe: ['write'],
  'pe-dll': ['write'],
  'dll-path': ['write'],
  'content-unknown': ['write'],
  jump: ['write'],
  'jump-to-placed': ['write'],
  bookkeeping: [...MEMORY, 'write'],
  'in-placed': ['create-thread', 'queue-apc', 'set-context'],
  'in-overwritten': ['create-thread', 'set-context'],
  loader: ['create-thread', 'queue-apc'],
  'atom-routine': ['queue-apc'],
  'null-routine': ['queue-apc'],
  'parameter-in-placed': ['create-thread', 'queue-apc'],
  'unlogged-start': ['create-thread'],
  'stays-suspended': ['create-thread'],
  'index-zero': ['window-long'],
  global: ['hook'],
  'low-level': ['hook'],
} as const satisfies Record<string, readonly FactKind[]>;

export type FactFlag = keyof typeof FACT_FLAGS;

const PLACE_OF: ReadonlyMap<string, number> = new Map(
  Object.keys(FACT_FLAGS).map((flag, place): [string, number] => [flag, place]),
);
const WORD_BITS = 30;

/** Flags of one fact. Reports give facts by the hundred thousand, and a Set takes more memory than all else in one. */
export class FactFlags {
  /** A bit for each flag, in the order of FACT_FLAGS. */
  private low = 0;
  private high = 0;

  has(flag: string): boolean {
    const place = PLACE_OF.get(flag);
    if (place === undefined) return false;
    return place < WORD_BITS
      ? (this.low & (1 << place)) !== 0
      : (this.high & (1 << (place - WORD_BITS))) !== 0;
  }

  add(flag: FactFlag): this {
    const place = PLACE_OF.get(flag)!;
    if (place < WORD_BITS) this.low |= 1 << place;
    else this.high |= 1 << (place - WORD_BITS);
    return this;
  }

  delete(flag: FactFlag): void {
    const place = PLACE_OF.get(flag)!;
    if (place < WORD_BITS) this.low &= ~(1 << place);
    else this.high &= ~(1 << (place - WORD_BITS));
  }

  copy(): FactFlags {
    const copy = new FactFlags();
    copy.low = this.low;
    copy.high = this.high;
    return copy;
  }
}

/** What may be known about two processes as a whole; `pair:` and `not-pair:` of the rules name these. */
export const PAIR_FLAGS = [
  'created',
  'created-suspended',
  'stated-child',
  'debugged',
  'browser-child',
  'source-in-tree',
  'target-calls',
  'target-unknown',
] as const;

export type PairFlag = (typeof PAIR_FLAGS)[number];

export interface Fact {
  kind: FactKind;
  /** The call. For `act` it stands in the target, for all others in the source. */
  procId: number;
  index: number;
  api: string;
  ok: boolean;
  flags: FactFlags;
  address: bigint | null;
  size: bigint | null;
  /** PAGE_* value, or null where not logged. */
  protection: number | null;
  /** First bytes written, as far as logged: enough for a pointer or a jump. */
  head: Uint8Array | null;
  parameter: bigint | null;
  /** Other addresses that tell where execution goes on (EIP, EAX, RIP, RCX). */
  entries: readonly bigint[];
  /** The image header that was read. */
  image: ImageHeader | null;
  /** Memory of the target that the address, or where execution goes on, lies in. */
  region: Region | null;
  thread: ThreadRef | null;
  section: SectionRef | null;
  /** The call that opened the handle which was used, or null. */
  handleFrom: OwnCall | null;
}

const NONE: readonly bigint[] = [];

export function newFact(
  kind: FactKind,
  at: Pick<Moment, 'index'> & { procId: number; api: string; ok: boolean },
): Fact {
  return {
    kind,
    procId: at.procId,
    index: at.index,
    api: at.api,
    ok: at.ok,
    flags: new FactFlags(),
    address: null,
    size: null,
    protection: null,
    head: null,
    parameter: null,
    entries: NONE,
    image: null,
    region: null,
    thread: null,
    section: null,
    handleFrom: null,
  };
}

/** A copy whose flags may grow without changing the original. */
export function copyFact(fact: Fact): Fact {
  return { ...fact, flags: fact.flags.copy() };
}
