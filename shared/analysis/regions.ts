// SPDX-License-Identifier: MIT
/**
 * The memory of one target as one source shaped it: what was allocated, mapped, made executable, written,
 * unmapped. Older monitors log no size; such a region is open upwards, as far as nothing else is known to lie.
 * @module
 */
import type { Fact } from './facts';
import type { OwnCall } from './objects';
import { isExecutable } from './observe/memory';

export interface Region {
  base: bigint;
  /** null where the monitor logs no size. */
  size: bigint | null;
  /** Allocated or mapped by the source (not: found there and only written to). */
  placed: boolean;
  /** A view of a file's section. */
  fileBacked: boolean;
  /** Executable at some time; null where no protection is logged. */
  executable: boolean | null;
  written: boolean;
  /** The call that placed it, else the first that changed it. */
  by: OwnCall;
  /** It lies where the source unmapped something before. */
  overUnmapped: boolean;
}

/** How far above the base of a region without size an address still counts as inside. */
const OPEN_REGION_LIMIT = 0x100_0000n;
/** Regions kept of one target: more are no program's doing. */
const MAX_REGIONS = 1024;

export class Regions {
  /** By base, rising. */
  readonly all: Region[] = [];
  private readonly unmapped = new Set<bigint>();

  /** Builds the regions from the facts of a dealing in call order; failed calls change nothing. */
  static from(facts: readonly Fact[]): Regions {
    const regions = new Regions();
    for (const fact of facts) if (fact.ok && fact.address !== null) regions.apply(fact, fact.address);
    return regions;
  }

  /** The region that holds the address, or null. */
  locate(address: bigint): Region | null {
    for (let at = this.after(address) - 1; at >= 0; at--) {
      const region = this.all[at]!;
      if (region.size === null) {
        // Open, unless something of known size lies between.
        const next = this.all[at + 1];
        const ends = next && next.base <= address;
        return !ends && address - region.base < OPEN_REGION_LIMIT ? region : null;
      }
      if (address < region.base + region.size) return region;
    }
    return null;
  }

  startingAt(address: bigint): Region | null {
    const region = this.all[this.after(address) - 1];
    return region?.base === address ? region : null;
  }

  /** Position of the first region above the address. */
  private after(address: bigint): number {
    let low = 0;
    let high = this.all.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.all[middle]!.base <= address) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private apply(fact: Fact, base: bigint): void {
    switch (fact.kind) {
      case 'allocate':
      case 'map':
        this.place(fact, base);
        break;
      case 'protect':
        if (!isExecutable(fact.protection)) break;
        (this.locate(base) ?? this.insert(base, fact)).executable = true;
        break;
      case 'write':
        this.write(fact, base);
        break;
      case 'unmap':
        this.unmapped.add(base);
        break;
      default:
    }
  }

  private place(fact: Fact, base: bigint): void {
    const executable = fact.protection === null ? null : isExecutable(fact.protection);
    const inside = fact.kind === 'allocate' ? this.locate(base) : null;
    // Reserve, then commit (all of it or page by page): one region.
    const again = inside?.placed && (inside.base === base || inside.size !== null) ? inside : null;
    const region = again ?? this.insert(base, fact);
    if (region.base === base) region.size = larger(region.size, fact.size);
    region.executable = again?.executable || executable === true ? true : executable;
    region.placed = true;
    region.fileBacked = fact.flags.has('file-backed');
    region.overUnmapped = this.unmapped.has(base);
  }

  private write(fact: Fact, base: bigint): void {
    const region = this.locate(base);
    const { size } = fact;
    if (region && (region.size !== null || region.placed || region.base === base)) {
      region.written = true;
      return;
    }
    const below = this.all[this.after(base) - 1];
    // Written piece by piece: one region.
    if (below && !below.placed && below.size !== null && size !== null && below.base + below.size === base) {
      below.size += size;
      below.written = true;
      return;
    }
    this.insert(base, fact).written = true;
  }

  private insert(base: bigint, { index, api, size }: Fact): Region {
    const region: Region = {
      base,
      size: size === 0n ? null : size,
      placed: false,
      fileBacked: false,
      executable: null,
      written: false,
      by: { index, api },
      overUnmapped: this.unmapped.has(base),
    };
    if (this.all.length < MAX_REGIONS) this.all.splice(this.after(base), 0, region);
    return region;
  }
}

function larger(a: bigint | null, b: bigint | null): bigint | null {
  if (a === null || b === null || b === 0n) return a ?? b;
  return a > b ? a : b;
}
