// SPDX-License-Identifier: MIT
/**
 * Calls on the memory of another process: allocate, protect, map, unmap, read, write; and the caller's own
 * views of sections, through which it writes without a trace.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { headBytes, peHeader, HEAD_BYTES } from '../buffers';
import type { Fact } from '../facts';
import { SELF_PROCESS, handleArgument } from '../handles';
import type { SectionRef } from '../objects';
import { MARK, type ProcessObserver } from './observer';

const EXECUTABLE = 0xf0;

export function isExecutable(protection: number | null): boolean {
  return protection !== null && (protection & EXECUTABLE) !== 0;
}

function number32(c: CallCursor, name: string): number | null {
  const value = c.number(name);
  return value === null ? null : Number(value & 0xffff_ffffn);
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
  if (c.api.startsWith('NtAllocateVirtualMemory')) o.mark(MARK.MEM);
  const target = o.targetOf(c);
  if (!target) return;
  const fact = o.add('allocate', target, c);
  place(fact, c, 'region_size');
  protect(fact, number32(c, 'protection'));
}

export function protectMemory(o: ProcessObserver, c: CallCursor): void {
  if (c.api.startsWith('NtProtectVirtualMemory')) o.mark(MARK.MEM);
  const target = o.targetOf(c);
  if (!target) return;
  const fact = o.add('protect', target, c);
  place(fact, c, 'length');
  protect(fact, number32(c, 'protection'));
}

export function readMemory(o: ProcessObserver, c: CallCursor): void {
  const target = o.targetOf(c);
  if (!target) return;
  const fact = o.add('read', target, c);
  place(fact, c, 'length');
  const buffer = c.text('buffer');
  if (buffer !== null) fact.head = headBytes(buffer.slice(0, 64));
}

export function writeMemory(o: ProcessObserver, c: CallCursor): void {
  o.mark(MARK.WRITE);
  const target = o.targetOf(c);
  if (!target) return;
  const fact = o.add('write', target, c);
  fact.address = c.number('base_address');
  const buffer = c.text('buffer');
  if (buffer !== null) {
    fact.head = headBytes(buffer.slice(0, HEAD_BYTES * 4));
    const pe = peHeader(fact.head);
    if (pe) fact.flags.add('pe');
    if (pe?.dll) fact.flags.add('pe-dll');
  }
  fact.size = c.number('buffer_length') ?? loggedSize(buffer, fact.head);
}

/** Monitors cut buffers: Cuckoo 2 at 4,096 bytes (more: an empty text), older ones at about 256. */
function loggedSize(buffer: string | null, head: Uint8Array | null): bigint | null {
  if (!buffer || !head) return null;
  const escaped = /\\x[0-9a-f]{2}/i.test(buffer);
  const bytes = escaped ? head.length : buffer.length;
  return bytes >= (escaped ? 200 : 4096) ? null : BigInt(bytes);
}

export function createSection(o: ProcessObserver, c: CallCursor): void {
  if (c.ok === false) return;
  const fileHandle = handleArgument(c, 'file_handle');
  const file = fileHandle === null ? null : o.handles.get(fileHandle);
  const section = o.shared.newSection({
    created: { index: c.index, api: c.api },
    backing: fileHandle === null ? 'unknown' : fileHandle === 0 ? 'pagefile' : 'file',
    name: c.text('section_name') || c.text('object_attributes') || null,
    file: file?.type === 'file' ? file : null,
  });
  o.handles.set(handleArgument(c, 'section_handle'), section, c);
}

export function mapView(o: ProcessObserver, c: CallCursor): void {
  o.mark(MARK.MEM);
  const section = sectionOf(o, c);
  const target = o.targetOf(c);
  if (!target) {
    if (handleArgument(c, 'process_handle') !== SELF_PROCESS || !section || c.ok === false) return;
    const base = c.number('base_address');
    if (base !== null && section.localViews.length < 64) section.localViews.push({ index: c.index, api: c.api, base });
    if (section.name !== null && o.sharedViews.length < 64) o.sharedViews.push(o.looseFact('local-map', c));
    return;
  }
  const fact = o.add('map', target, c);
  place(fact, c, 'view_size');
  protect(fact, number32(c, 'win32_protect'));
  fact.section = section;
  if (section?.backing === 'pagefile') fact.flags.add('pagefile');
  if (section?.backing === 'file') fact.flags.add('image');
  if (section?.file?.transacted) fact.flags.add('section-transacted');
}

function sectionOf(o: ProcessObserver, c: CallCursor): SectionRef | null {
  const handle = handleArgument(c, 'section_handle');
  const object = handle === null ? null : o.handles.get(handle);
  if (object?.type === 'section') return object;
  if (handle === null || handle === 0) return null;
  const section = o.shared.newSection({ created: null, backing: 'unknown', name: null, file: null });
  o.handles.set(handle, section, c);
  return section;
}

export function unmapView(o: ProcessObserver, c: CallCursor): void {
  const target = o.targetOf(c);
  if (!target) return;
  place(o.add('unmap', target, c), c, 'region_size');
}
