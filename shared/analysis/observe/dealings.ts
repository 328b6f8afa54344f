// SPDX-License-Identifier: MIT
/**
 * What one process did to each other process it knows: facts in call order, bounded.
 * @module
 */
import type { Fact, FactKind } from '../facts';
import type { ProcessRef } from '../objects';

/** What one process did to another that it knows as `target`. */
export interface Dealing {
  target: ProcessRef;
  facts: Fact[];
  /** Facts beyond the limits, not kept; reads are not counted. */
  dropped: number;
}

/** Handles alone are no dealing. */
export const OPENING_KINDS = new Set<FactKind>(['open', 'open-thread', 'duplicate']);
/** Facts of the kinds that come by the thousand. The first ones tell what the rest is. */
const BULK_KINDS = new Set<FactKind>([
  'read',
  'write',
  'protect',
  'allocate',
  'unmap',
  'open',
  'open-thread',
]);
const PLACING = new Set<FactKind>(['allocate', 'map', 'write']);
const MAX_READS = 256;
/** Reads kept of one process altogether: some look through all others again and again. */
const MAX_ALL_READS = 4096;
const MAX_BULK = 3072;
const MAX_OTHER = 1024;
/** Facts kept of one process's dealings with all others together. */
const MAX_FACTS = 200_000;

interface Counted extends Dealing {
  reads: number;
  bulk: number;
}

export class Dealings {
  private readonly byTarget = new Map<ProcessRef, Counted>();
  private facts = 0;
  private reads = 0;

  all(): Iterable<Dealing> {
    return this.byTarget.values();
  }

  /** Whether more was done to it than to open or copy handles. */
  isActedUpon(target: ProcessRef): boolean {
    return this.byTarget.get(target)?.facts.some((fact) => !OPENING_KINDS.has(fact.kind)) ?? false;
  }

  /** Whether something was put into its memory. */
  isShaped(target: ProcessRef): boolean {
    return this.byTarget.get(target)?.facts.some((fact) => fact.ok && PLACING.has(fact.kind)) ?? false;
  }

  /** Whether one more fact of the kind would be kept. */
  takes(target: ProcessRef, kind: FactKind): boolean {
    return this.hasRoom(this.with(target), kind);
  }

  /** Counts a fact that is not kept. */
  drop(target: ProcessRef, kind: FactKind): void {
    if (kind !== 'read') this.with(target).dropped++;
  }

  /** Keeps the fact; `takes` says whether there is room. */
  add(target: ProcessRef, fact: Fact): void {
    const dealing = this.with(target);
    if (BULK_KINDS.has(fact.kind)) dealing.bulk++;
    if (fact.kind === 'read') {
      dealing.reads++;
      this.reads++;
    }
    dealing.facts.push(fact);
    this.facts++;
  }

  private with(target: ProcessRef): Counted {
    let dealing = this.byTarget.get(target);
    if (!dealing) {
      dealing = { target, facts: [], dropped: 0, reads: 0, bulk: 0 };
      this.byTarget.set(target, dealing);
    }
    return dealing;
  }

  private hasRoom(dealing: Counted, kind: FactKind): boolean {
    if (this.facts >= MAX_FACTS) return false;
    const isFull = dealing.target.created ? dealing.reads >= MAX_READS : this.reads >= MAX_ALL_READS;
    if (kind === 'read' && isFull) return false;
    if (BULK_KINDS.has(kind)) return dealing.bulk < MAX_BULK;
    return dealing.facts.length - dealing.bulk < MAX_OTHER;
  }
}
