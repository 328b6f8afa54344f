// SPDX-License-Identifier: MIT
/**
 * The memory of one target as one source shaped it: what was allocated, mapped, made executable, written.
 * Older monitors log no size; such a region is open upwards, as far as nothing else is known to lie.
 * @module
 */
import type { Fact } from './facts';
import { isExecutable } from './observe/memory';

export interface Region {
  base: bigint;
  /** null where the monitor logs no size. */
  size: bigint | null;
  /** Allocated or mapped by the source (not: found there and only written to). */
  placed: boolean;
  /** Executable at some time; `null` where no protection is logged. */
  executable: boolean | null;
  written: boolean;
  facts: Fact[];
}

/** How far above the base of a region without size an address still counts as inside. */
const OPEN_REGION_LIMIT = 0x400_0000n;

export class Regions {
  readonly all: Region[] = [];

  /** The region that holds the address, or null. */
  locate(address: bigint): Region | null {
    let best: Region | null = null;
    for (const region of this.all) {
      if (address < region.base) continue;
      if (region.size !== null && region.size > 0n) {
        if (address < region.base + region.size && (!best || region.base >= best.base)) best = region;
      } else if (address - region.base < OPEN_REGION_LIMIT && (!best || region.base > best.base)) best = region;
    }
    // A region of known size that lies between ends an open one.
    if (best && best.size === null)
      for (const region of this.all) if (region !== best && region.base > best.base && region.base <= address) return null;
    return best;
  }

  startingAt(address: bigint): Region | null {
    return this.all.find((region) => region.base === address) ?? null;
  }

  /** Builds the regions from the facts of a dealing in call order; failed calls change nothing. */
  static from(facts: readonly Fact[]): Regions {
    const regions = new Regions();
    for (const fact of facts) if (fact.ok) regions.apply(fact);
    return regions;
  }

  private apply(fact: Fact): void {
    if (fact.address === null) return;
    switch (fact.kind) {
      case 'allocate':
      case 'map': {
        const executable = fact.protection === null ? null : isExecutable(fact.protection);
        const again = this.startingAt(fact.address);
        if (again?.placed && fact.kind === 'allocate') {
          // Reserve, then commit: one region.
          again.size = maxSize(again.size, fact.size);
          again.executable = again.executable === true || executable === true ? true : (executable ?? again.executable);
          again.facts.push(fact);
          return;
        }
        this.all.push({ base: fact.address, size: fact.size, placed: true, executable, written: false, facts: [fact] });
        return;
      }
      case 'protect': {
        if (!isExecutable(fact.protection)) return;
        const region = this.locate(fact.address);
        if (region) {
          region.executable = true;
          region.facts.push(fact);
        } else
          this.all.push({ base: fact.address, size: fact.size, placed: false, executable: true, written: false, facts: [fact] });
        return;
      }
      case 'write': {
        const region = this.locate(fact.address);
        if (region && (region.size !== null || region.base === fact.address)) {
          region.written = true;
          region.facts.push(fact);
        } else
          this.all.push({ base: fact.address, size: fact.size, placed: false, executable: null, written: true, facts: [fact] });
        return;
      }
      default:
    }
  }
}

function maxSize(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}
