// SPDX-License-Identifier: MIT
/**
 * Calls on the memory of another process: allocate, protect, map, unmap, read, write; and the caller's own
 * views of sections, through which it writes without a trace.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { HEAD_BYTES, dllPath, headBytes, imageHeader, peHeader } from '../buffers';
import type { Fact } from '../facts';
import { fileOf } from './files';
import { SELF_PROCESS, handleArgument } from '../handles';
import type { SectionRef } from '../objects';
import type { ProcessObserver } from './observer';
import { sharedName } from './shared-objects';

const EXECUTABLE = 0xf0;
const MAX_VIEWS = 64;
/** Cuckoo 0.4 logs where the buffer lies, not what it holds. */
const POINTER = /^0x(?:[0-9a-f]{8}|[0-9a-f]{16})$/i;
/** Bytes of a write kept for later: a pointer or a jump. */
const KEPT_BYTES = 16;

export function isExecutable(protection: number | null): boolean {
  return protection !== null && (protection & EXECUTABLE) !== 0;
}

function number32(c: CallCursor, name: string): number | null {
  const value = c.number(name);
  return value === null ? null : Number(BigInt.asUintN(32, value));
}

function place(fact: Fact, c: CallCursor, sizeName: string): void {
  fact.address = c.number('base_address');
  fact.size = c.number(sizeName);
}

function protect(fact: Fact, protection: number | null): void {
  fact.protection = protection;
  if (isExecutable(protection)) fact.flags.add('exec');
  else if (protection === null) fact.flags.add('protection-unknown');
}

export function allocateMemory(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (!target) return;
  const fact = o.add('allocate', target, c);
  place(fact, c, 'region_size');
  protect(fact, number32(c, 'protection'));
}

export function protectMemory(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (!target) return;
  const fact = o.add('protect', target, c);
  place(fact, c, 'length');
  protect(fact, number32(c, 'protection'));
}

export function readMemory(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (!target || !o.dealings.takes(target, 'read')) return;
  const fact = o.add('read', target, c);
  fact.address = c.number('base_address');
  // Where a program starts to run matters in a new child; others are read by the ten thousand calls.
  const buffer = target.created ? c.text('buffer') : null;
  if (buffer !== null && /^(MZ|PE)/.test(buffer)) fact.image = imageHeader(headBytes(buffer));
}

export function writeMemory(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (!target) return;
  const fact = o.add('write', target, c);
  if (fact === o.notKept) return;
  fact.address = c.number('base_address');
  const text = c.text('buffer');
  const buffer = text === null || POINTER.test(text) ? null : text;
  if (!buffer) fact.flags.add('content-unknown');
  const head = buffer === null ? null : headBytes(buffer.slice(0, HEAD_BYTES * 4));
  if (head) {
    const pe = peHeader(head);
    if (pe) fact.flags.add('pe');
    if (pe?.dll) fact.flags.add('pe-dll');
    if (dllPath(head) !== null) fact.flags.add('dll-path');
    fact.head = head.slice(0, KEPT_BYTES);
  }
  fact.size = c.number('buffer_length') ?? loggedSize(buffer, head);
}

/**
 * Monitors cut buffers: Cuckoo 2 at 4,096 bytes (more: an empty text), older ones at about 256. What begins with
 * a program's header is taken to go on.
 */
function loggedSize(buffer: string | null, head: Uint8Array | null): bigint | null {
  if (!buffer || !head || peHeader(head)) return null;
  const escaped = /\\x[0-9a-f]{2}/i.test(buffer.slice(0, HEAD_BYTES * 4));
  const bytes = escaped ? head.length : buffer.length;
  return bytes >= (escaped ? 200 : 4096) || bytes === 256 ? null : BigInt(bytes);
}

export function createSection(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const fileHandle = handleArgument(c, 'file_handle');
  const none = fileHandle === 0 || fileHandle === SELF_PROCESS;
  const section: SectionRef = {
    type: 'section',
    created: { index: c.index, api: c.api },
    backing: fileHandle === null ? 'unknown' : none ? 'pagefile' : 'file',
    name: sharedName(c.text('section_name') || c.text('object_attributes')),
    file: none ? null : fileOf(o, c),
    localViews: [],
  };
  o.refs.handles.set(sectionHandle(c), section, c);
}

/** NtCreateSection gives the handle as an argument, CreateFileMapping returns it. */
function sectionHandle(c: CallCursor): number | null {
  const handle = handleArgument(c, 'section_handle');
  if (handle !== null || c.api.startsWith('Nt') || c.api.startsWith('Zw')) return handle;
  return c.returnValue === null ? null : Number(BigInt.asUintN(32, c.returnValue));
}

export function mapView(o: ProcessObserver, c: CallCursor): void {
  const section = sectionOf(o, c);
  const target = o.target(c);
  if (!target) {
    const handle = handleArgument(c, 'process_handle');
    const own = handle === SELF_PROCESS || handle === null || o.refs.handles.get(handle)?.type === 'self';
    if (own && c.ok !== false) noteOwnView(o, c, section);
    return;
  }
  const fact = o.add('map', target, c);
  place(fact, c, 'view_size');
  protect(fact, number32(c, 'win32_protect'));
  fact.section = section;
  if (section?.backing === 'pagefile') fact.flags.add('pagefile');
  if (section?.backing === 'file') fact.flags.add('file-backed');
  if (section?.file?.transacted) fact.flags.add('section-transacted');
}

function noteOwnView(o: ProcessObserver, c: CallCursor, section: SectionRef | null): void {
  if (!section) return;
  if (section.localViews.length < MAX_VIEWS) section.localViews.push({ index: c.index, api: c.api });
  if (section.name === null) return;
  o.shared.addViewer(section.name, o.procId);
  o.addNamedView(c);
}

function sectionOf(o: ProcessObserver, c: CallCursor): SectionRef | null {
  const handle = handleArgument(c, 'section_handle');
  const object = o.refs.handles.get(handle);
  if (object?.type === 'section') return object;
  if (handle === null || handle <= 0) return null;
  const section: SectionRef = {
    type: 'section',
    created: null,
    backing: 'unknown',
    name: null,
    file: null,
    localViews: [],
  };
  o.refs.handles.set(handle, section, c, false);
  return section;
}

export function unmapView(o: ProcessObserver, c: CallCursor): void {
  const target = o.target(c);
  if (target) place(o.add('unmap', target, c), c, 'region_size');
}
