// SPDX-License-Identifier: MIT
/**
 * Adds to the facts of one dealing what only the whole story tells: which writes went into executable memory,
 * which are the bookkeeping of ordinary process creation, whether execution goes on inside what was placed.
 * @module
 */
import { dllPath, jumpTarget, pointerValue } from './buffers';
import type { Fact } from './facts';
import { Regions, type Region } from './regions';
import type { ProcessHeader } from './analyzer';

/** What is known about the two ends beyond the facts themselves. */
export interface DealingContext {
  /** The source created the target. */
  created: boolean;
  /** Header of the target where the report lists it. */
  target: ProcessHeader | null;
  /** LoadLibrary and the like, by address, as any process of the report resolved them. */
  functions: ReadonlyMap<bigint, string>;
}

/** The application-compatibility block that CreateProcess writes into a child (measured on Windows 10). */
const APP_COMPAT_BYTES = 0x11c0n;
const PAGE_MASK = 0xfffn;
/** PEB.ImageBaseAddress in 32- and 64-bit processes. */
const PEB_IMAGE_BASE = [0x8n, 0x10n];
const LOADER = /^(LoadLibrary|LdrLoadDll)/;

export function annotate(facts: readonly Fact[], context: DealingContext): Regions {
  const regions = Regions.from(facts);
  const entries = new Set<bigint>();
  const readAt = new Set<bigint>();
  for (const fact of facts) {
    if (fact.kind === 'read' && fact.address !== null) readAt.add(fact.address);
    if (fact.kind === 'get-context') for (const entry of fact.entries) entries.add(entry);
    if (fact.kind === 'write') annotateWrite(fact, regions, context, entries, readAt);
  }
  for (const fact of facts) {
    switch (fact.kind) {
      case 'allocate':
      case 'map':
        annotatePlacement(fact, regions);
        break;
      case 'unmap':
        if (fact.address !== null && isImage(fact.address, context, regions)) fact.flags.add('image');
        break;
      case 'set-context':
        annotateContext(fact, regions, entries);
        break;
      case 'queue-apc':
      case 'create-thread':
        annotateStart(fact, regions, context);
        break;
      default:
    }
  }
  return regions;
}

function annotatePlacement(fact: Fact, regions: Regions): void {
  const region = fact.address === null ? null : regions.startingAt(fact.address);
  if (fact.ok && region?.executable === true) fact.flags.add('exec');
  if (fact.section && fact.section.localViews.length > 0) fact.flags.add('own-view');
  const writes = region?.facts.filter((f) => f.kind === 'write') ?? [];
  if (region && region.executable === false && writes.length > 0 && writes.every((f) => f.flags.has('bookkeeping')))
    fact.flags.add('bookkeeping');
}

function annotateWrite(
  fact: Fact,
  regions: Regions,
  context: DealingContext,
  entries: ReadonlySet<bigint>,
  readAt: ReadonlySet<bigint>,
): void {
  if (fact.address === null) return;
  const region = regions.locate(fact.address);
  const head = fact.head ?? new Uint8Array();
  if (region?.placed) fact.flags.add('placed');
  if (region && (region.executable === true || (region.placed && region.executable === null))) fact.flags.add('into-exec');
  if (entries.has(fact.address)) fact.flags.add('at-entry');
  if (isModule(fact.address, context)) fact.flags.add('into-module');
  if (region?.facts.some((f) => f.kind === 'map' && f.flags.has('image'))) fact.flags.add('into-image-view');
  const path = dllPath(head);
  if (path !== null) {
    fact.flags.add('dll-path');
    fact.text = path;
  }
  const small = fact.size !== null && fact.size <= 32n;
  if (small) {
    const target = jumpTarget(head, fact.address);
    if (target !== undefined) fact.flags.add('jump');
    if (target && regions.locate(target)) fact.flags.add('jump-to-placed');
  }
  const pointer = pointerValue(head, fact.size);
  const pointed = pointer === null ? null : regions.startingAt(pointer);
  const pebSlot = PEB_IMAGE_BASE.includes(fact.address & PAGE_MASK) && !region?.placed;
  if (pebSlot && (pointed ? pointed.executable !== false : pointerSized(fact) && readAt.has(fact.address)))
    fact.flags.add('image-base');
  else if (isBookkeeping(fact, region, pointed, context)) fact.flags.add('bookkeeping');
}

function pointerSized(fact: Fact): boolean {
  return fact.size === 4n || fact.size === 8n;
}

/**
 * Writes that ordinary process creation makes into its child: the application-compatibility block, and
 * pointers to data that the creator allocated without execute rights.
 */
function isBookkeeping(fact: Fact, region: Region | null, pointed: Region | null, context: DealingContext): boolean {
  if (!context.created || fact.flags.has('pe') || fact.flags.has('dll-path') || fact.flags.has('at-entry')) return false;
  if (fact.flags.has('jump') || fact.flags.has('into-exec')) return false;
  if (fact.size === APP_COMPAT_BYTES) return true;
  if (pointed && pointed.executable === false) return true;
  if (region?.placed && region.executable === false) return true;
  // The monitor's text of a buffer is lossy: a pointer may not decode, its size and place remain.
  return pointerSized(fact) && !region?.placed && [0x2d8n, 0x1e8n, 0x400n].includes(fact.address! & PAGE_MASK);
}

function annotateContext(fact: Fact, regions: Regions, entries: ReadonlySet<bigint>): void {
  if (fact.entries.length > 0 && fact.entries.every((entry) => entries.has(entry))) fact.flags.add('entry-unchanged');
  if (fact.entries.some((entry) => holdsCode(regions.locate(entry)))) fact.flags.add('in-placed');
}

function annotateStart(fact: Fact, regions: Regions, context: DealingContext): void {
  if (fact.address !== null && fact.address !== 0n) {
    if (holdsCode(regions.locate(fact.address))) fact.flags.add('in-placed');
    const name = context.functions.get(fact.address);
    if (name) fact.text = name;
    if (name && LOADER.test(name)) fact.flags.add('loader');
    if (name && /^GlobalGetAtomName/.test(name)) fact.flags.add('atom-routine');
  }
  if (fact.parameter !== null && fact.parameter !== 0n && regions.locate(fact.parameter)) fact.flags.add('parameter-in-placed');
}

/** Memory that can hold foreign code: placed or written there by the source. */
function holdsCode(region: Region | null): boolean {
  return region !== null && (region.placed || region.written) && region.executable !== false;
}

/** System libraries of 32-bit Windows XP to 7, where the report lists no modules of the target. */
const SYSTEM_LIBRARIES = { from: 0x7c90_0000n, to: 0x8000_0000n };

function isModule(address: bigint, context: DealingContext): boolean {
  const modules = context.target?.modules ?? [];
  if (modules.length === 0) return address >= SYSTEM_LIBRARIES.from && address < SYSTEM_LIBRARIES.to && (address & 0xff00_0000n) !== 0x7f00_0000n;
  return modules.some((m) => address >= m.base && address < m.base + m.size);
}

function isImage(address: bigint, context: DealingContext, regions: Regions): boolean {
  if (context.target?.modules.some((m) => m.base === address)) return true;
  return regions.startingAt(address) !== null || address === 0x400000n || address === 0x1_4000_0000n;
}
