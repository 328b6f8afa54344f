// SPDX-License-Identifier: MIT
/**
 * Adds to the facts of one dealing what only the whole story tells: which writes went into executable memory,
 * which are the bookkeeping of ordinary process creation, whether execution goes on inside what was placed.
 * @module
 */
import type { ProcessHeader } from './analyzer';
import { jumpTarget, pointerValue } from './buffers';
import type { Fact } from './facts';
import { imagesRead, type KnownImage } from './known-images';
import { Regions, type Region } from './regions';

/** What is known about the two ends beyond the facts themselves. */
export interface DealingContext {
  /** The source created the target. */
  created: boolean;
  /** Whether the call at that place belongs to the event that created it: made by the system, inside the creating call. */
  isInCreation: (index: number) => boolean;
  /** Header of the target where the report lists it. */
  target: ProcessHeader | null;
  /** LoadLibrary and the like, by address, as any process of the report resolved them. */
  functions: ReadonlyMap<bigint, string>;
  /** Whether another process has a view of the section of that name. */
  isShared: (sectionName: string) => boolean;
}

interface Scene extends DealingContext {
  regions: Regions;
  images: readonly KnownImage[];
  /** Where a thread would start to run, as its context was read or the image's header says. */
  entries: ReadonlySet<bigint>;
  readAt: ReadonlySet<bigint>;
}

/** The application-compatibility block that CreateProcess writes into a child (measured on Windows 10). */
const APP_COMPAT_BYTES = 0x11c0n;
const PAGE_MASK = 0xfffn;
/** Where in a page CreateProcess writes pointers: PEB.pShimData (64 and 32 bits), process parameters + 0x400. */
const POINTER_SLOTS = new Set([0x2d8n, 0x1e8n, 0x400n]);
const SMALL_BYTES = 32n;
const LOADER = /^(LoadLibrary|LdrLoadDll)/;
const ATOM_READER = /^GlobalGetAtomName/;
/** System libraries of 32-bit Windows, below the process environment, where the report lists no modules of the target. */
const SYSTEM_LIBRARIES = { from: 0x7000_0000n, to: 0x7efd_0000n };
/** Where linkers put programs by default. */
const DEFAULT_IMAGES = new Set([0x40_0000n, 0x100_0000n, 0x1_4000_0000n]);

export function annotate(facts: readonly Fact[], context: DealingContext): Regions {
  const regions = Regions.from(facts);
  const images = imagesRead(facts, context.target);
  const entries = new Set(images.flatMap((image) => image.entry ?? []));
  const readAt = new Set<bigint>();
  const scene: Scene = { ...context, regions, images, entries, readAt };
  for (const fact of facts) {
    if (fact.kind === 'read' && fact.address !== null) readAt.add(fact.address);
    if (fact.kind === 'get-context') for (const entry of fact.entries) entries.add(entry);
    if (fact.kind === 'write') annotateWrite(fact, scene);
  }
  const writes = facts.filter((fact) => fact.kind === 'write');
  for (const fact of facts) {
    if (fact.kind === 'allocate' || fact.kind === 'map') annotatePlacement(fact, scene, writes);
    else if (fact.kind === 'unmap') {
      if (fact.address !== null && isImageBase(fact.address, scene)) fact.flags.add('image');
    } else if (fact.kind === 'set-context') {
      const entry = fact.entries.find((one) => holdsCode(regions.locate(one)));
      if (entry !== undefined) enter(fact, entry, scene);
    } else if (fact.kind === 'queue-apc' || fact.kind === 'create-thread') annotateStart(fact, scene);
  }
  annotateResumed(facts);
  return regions;
}

function annotatePlacement(fact: Fact, scene: Scene, writes: readonly Fact[]): void {
  const { section, address } = fact;
  if (section && section.localViews.length > 0) fact.flags.add('own-view');
  if (section?.name && scene.isShared(section.name)) fact.flags.add('shared-view');
  const region = address === null || !fact.ok ? null : scene.regions.locate(address);
  if (!region) return;
  if (region.executable === true) fact.flags.add('exec');
  if (region.overUnmapped) fact.flags.add('over-unmapped');
  if (region.executable !== false || region.size === null) return;
  const end = region.base + region.size;
  const inside = writes.filter(
    (w) => w.ok && w.address !== null && w.address >= region.base && w.address < end,
  );
  const pointed = writes.some(
    (w) => w.flags.has('bookkeeping') && w.head && pointerValue(w.head, w.size) === region.base,
  );
  if (scene.created && inside.length + Number(pointed) > 0 && inside.every((w) => w.flags.has('bookkeeping')))
    fact.flags.add('bookkeeping');
}

function annotateWrite(fact: Fact, scene: Scene): void {
  const { address, flags } = fact;
  if (address === null) return;
  const region = scene.regions.locate(address);
  fact.region = region;
  const head = fact.head ?? new Uint8Array();
  if (region?.placed && region.executable !== false) flags.add('into-exec');
  if (region && !region.placed && region.executable === true) flags.add('into-exec');
  if (region?.placed && region.executable === false) flags.add('into-data');
  if (region?.fileBacked) flags.add('into-file-view');
  if (region?.overUnmapped) flags.add('over-unmapped');
  if (scene.entries.has(address)) flags.add('at-entry');
  if (isModule(address, scene)) flags.add('into-module');
  const inImage = scene.images.some((image) => address >= image.base && address < image.end);
  // A pointer is no code.
  if (inImage && !region?.placed && !isPointerSized(fact)) flags.add('into-image');
  annotateJump(fact, address, head, scene);
  const pointer = pointerValue(head, fact.size);
  const pointed = pointer === null ? null : scene.regions.startingAt(pointer);
  if (
    isImageBaseSlot(fact, address) &&
    !region?.placed &&
    (pointed ? pointed.executable !== false : scene.readAt.has(address))
  )
    flags.add('image-base');
  else if (isBookkeeping(fact, address, region, pointed, scene)) flags.add('bookkeeping');
}

function annotateJump(fact: Fact, address: bigint, head: Uint8Array, scene: Scene): void {
  if (fact.size === null || fact.size > SMALL_BYTES) return;
  const target = jumpTarget(head, address);
  if (target === undefined) return;
  if (target !== null && holdsCode(scene.regions.locate(target)))
    fact.flags.add('jump-to-placed').add('jump');
  // E8 begins ordinary data too, and so does a pointer.
  else if (head[0] !== 0xe8 && !isPointerSized(fact)) fact.flags.add('jump');
}

/** PEB.ImageBaseAddress: the PEB begins a page; its 32-bit and its 64-bit form differ. */
function isImageBaseSlot(fact: Fact, address: bigint): boolean {
  const slot = address & PAGE_MASK;
  return (fact.size === 4n && slot === 0x8n) || (fact.size === 8n && slot === 0x10n);
}

function isPointerSized(fact: Fact): boolean {
  return fact.size === 4n || fact.size === 8n;
}

/**
 * Writes that ordinary process creation makes into its child: the application-compatibility block, and
 * pointers to data that the creator allocated without execute rights.
 */
function isBookkeeping(
  fact: Fact,
  address: bigint,
  region: Region | null,
  pointed: Region | null,
  scene: Scene,
): boolean {
  const { flags } = fact;
  if (!scene.created || flags.has('pe') || flags.has('dll-path') || flags.has('at-entry')) return false;
  if (flags.has('jump') || flags.has('into-exec')) return false;
  if (flags.has('into-image') || flags.has('into-module')) return false;
  if (scene.isInCreation(fact.index) || fact.size === APP_COMPAT_BYTES) return true;
  if (!isPointerSized(fact) || region?.placed) return false;
  // The monitor's text of a buffer is lossy: a pointer may not decode, its size and place remain.
  return pointed?.executable === false || POINTER_SLOTS.has(address & PAGE_MASK);
}

function annotateStart(fact: Fact, scene: Scene): void {
  const { address, parameter, flags } = fact;
  if (parameter !== null && parameter !== 0n && scene.regions.locate(parameter))
    flags.add('parameter-in-placed');
  for (const routine of routinesOf(fact)) {
    const region = scene.regions.locate(routine);
    // A parameter may point at data beside the code.
    const runs = routine === address ? holdsCode(region) : region?.executable === true && holdsCode(region);
    if (runs && !flags.has('in-placed')) enter(fact, routine, scene);
    const name = scene.functions.get(routine);
    if (name && LOADER.test(name)) flags.add('loader');
    if (name && ATOM_READER.test(name) && fact.kind === 'queue-apc') flags.add('atom-routine');
  }
}

/** Execution starts or goes on at an address in memory that the source placed or wrote. */
function enter(fact: Fact, address: bigint, scene: Scene): void {
  fact.flags.add('in-placed');
  fact.region = scene.regions.locate(address);
  if (fact.kind !== 'queue-apc' && (fact.region?.fileBacked || isModule(address, scene)))
    fact.flags.add('in-overwritten');
}

/** Where a thread or APC starts. QueueUserAPC queues a routine of ntdll that calls its parameter. */
function routinesOf({ kind, address, parameter }: Fact): bigint[] {
  const routines = kind === 'queue-apc' ? [address, parameter] : [address];
  return routines.filter((routine) => routine !== null && routine !== 0n) as bigint[];
}

/** A thread made suspended runs once it, or its process, is resumed. */
function annotateResumed(facts: readonly Fact[]): void {
  const resumes = facts.filter((fact) => fact.kind === 'resume' && fact.ok);
  for (const fact of facts) {
    if (!fact.flags.has('stays-suspended')) continue;
    const { thread } = fact;
    const isResumed = (resume: Fact): boolean => {
      if (resume.index <= fact.index) return false;
      if (resume.thread === null || resume.thread === thread) return true;
      return thread?.tid === null || resume.thread.tid === null || resume.thread.tid === thread?.tid;
    };
    if (resumes.some(isResumed)) fact.flags.delete('stays-suspended');
  }
}

/** Memory that can hold foreign code: placed or written there by the source. */
function holdsCode(region: Region | null): boolean {
  return region !== null && (region.placed || region.written) && region.executable !== false;
}

function isModule(address: bigint, scene: Scene): boolean {
  const modules = scene.target?.modules ?? [];
  if (modules.length === 0) return address >= SYSTEM_LIBRARIES.from && address < SYSTEM_LIBRARIES.to;
  return modules.some((m) => address >= m.base && address < m.base + m.size);
}

function isImageBase(address: bigint, scene: Scene): boolean {
  if (scene.target?.modules.some((m) => m.base === address)) return true;
  if (scene.images.some((image) => image.base === address) || DEFAULT_IMAGES.has(address)) return true;
  return scene.regions.startingAt(address) !== null;
}
