// SPDX-License-Identifier: MIT
/**
 * Harmless activities of a process with its own memory, threads, handles and clock.
 * @module
 */
import { hex32 } from '../process-log.mjs';

/** @typedef {import('./system.mjs').Scene} Scene */

/** Reserves, uses, protects and frees memory of its own. @param {Scene} scene */
export function* ownMemory({ log, tid, random }) {
  const base = 0x01a00000 + random.int(0, 0x3ff) * 0x10000;
  const pages = random.pick([1, 2, 4, 16, 64]);
  const self = { process_handle: '0xffffffff' };
  log.call(
    'NtAllocateVirtualMemory',
    {
      process_identifier: log.pid,
      region_size: pages * 4096,
      protection: 4,
      base_address: hex32(base),
      allocation_type: random.pick([4096, 8192, 12288]),
      ...self,
    },
    { tid },
  );
  yield;
  if (random.chance(0.2)) {
    log.call(
      'NtProtectVirtualMemory',
      {
        process_identifier: log.pid,
        length: 4096,
        protection: random.pick([2, 4, 32]),
        base_address: hex32(base),
        ...self,
      },
      { tid },
    );
    yield;
  }
  if (random.chance(0.6)) {
    log.call(
      'NtFreeVirtualMemory',
      { free_type: 32768, base_address: hex32(base), size: pages * 4096, ...self },
      { tid },
    );
    yield;
  }
}

/** Maps a section of its own, reads it and unmaps it. @param {Scene} scene */
export function* ownSection({ log, tid, random }) {
  const section = log.open();
  const base = 0x03000000 + random.int(0, 0xff) * 0x10000;
  log.call(
    'NtCreateSection',
    {
      section_handle: hex32(section),
      object_handle: '0x00000000',
      desired_access: '0x000f0007',
      protection: 4,
      section_name: '',
      file_handle: '0x00000000',
    },
    { tid },
  );
  yield;
  log.call(
    'NtMapViewOfSection',
    {
      section_handle: hex32(section),
      process_identifier: log.pid,
      commit_size: 0,
      win32_protect: 4,
      buffer: '',
      base_address: hex32(base),
      allocation_type: 0,
      section_offset: 0,
      view_size: 65536,
      process_handle: '0xffffffff',
    },
    { tid },
  );
  yield;
  log.call(
    'NtUnmapViewOfSection',
    {
      process_identifier: log.pid,
      region_size: 65536,
      process_handle: '0xffffffff',
      base_address: hex32(base),
    },
    { tid },
  );
  yield;
  log.close(section, tid);
  yield;
}

/** Starts a thread of its own, now and then suspended and resumed. @param {Scene} scene */
export function* ownThread({ log, tid, random }) {
  const handle = log.open();
  const thread = log.threads[log.threads.length - 1] ?? log.tid;
  const suspended = random.chance(0.3);
  log.call(
    'CreateThread',
    {
      thread_identifier: thread,
      function_address: hex32(0x00401000 + random.int(0, 0xfff) * 16),
      parameter: hex32(random.pick([0, 0x0012fe40, 0x00a81230])),
      flags: suspended ? 4 : 0,
      stack_size: 0,
    },
    { tid, returns: handle, flags: { flags: suspended ? 'CREATE_SUSPENDED' : '' } },
  );
  yield;
  if (suspended) {
    log.call(
      'NtResumeThread',
      { thread_handle: hex32(handle), suspend_count: 1, process_identifier: log.pid },
      { tid },
    );
    yield;
  }
  log.close(handle, tid);
  yield;
}

/** Duplicates a handle of its own for itself. @param {Scene} scene */
export function* duplicate({ log, tid }) {
  const source = log.open();
  log.call(
    'NtCreateMutant',
    { desired_access: '0x001f0001', mutant_name: '', initial_owner: 0, mutant_handle: hex32(source) },
    { tid },
  );
  yield;
  const target = log.open();
  log.call(
    'NtDuplicateObject',
    {
      source_process_handle: '0xffffffff',
      source_handle: hex32(source),
      target_process_handle: '0xffffffff',
      target_handle: hex32(target),
      desired_access: '0x00000000',
      handle_attributes: 0,
      options: 2,
      source_process_identifier: log.pid,
      target_process_identifier: log.pid,
    },
    { tid },
  );
  yield;
  log.close(source, tid);
  yield;
  log.close(target, tid);
  yield;
}

/** Creates or opens a mutex and closes it. @param {Scene} scene */
export function* mutex({ log, tid, random, words }) {
  const name = random.pick(/** @type {string[]} */ (words.mutexes));
  const handle = log.open();
  if (random.chance(0.6)) {
    log.call(
      'NtCreateMutant',
      { desired_access: '0x001f0001', mutant_name: name, initial_owner: 0, mutant_handle: hex32(handle) },
      { tid },
    );
  } else {
    log.call(
      'NtOpenMutant',
      { desired_access: '0x00100000', mutant_name: name, mutant_handle: hex32(handle) },
      { tid },
    );
  }
  yield;
  log.close(handle, tid);
  yield;
}

/** Waits and asks for the time. @param {Scene} scene */
export function* clock({ log, tid, random }) {
  for (let turn = random.int(1, 3); turn > 0; turn--) {
    log.call('GetSystemTimeAsFileTime', {}, { tid });
    yield;
  }
  if (random.chance(0.25)) {
    const ms = random.pick([10, 50, 100, 200]);
    log.call('NtDelayExecution', { skipped: 0, milliseconds: ms }, { tid });
    log.wait(ms);
    yield;
  }
}
