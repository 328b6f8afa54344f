// SPDX-License-Identifier: MIT
/**
 * Calls of one process of a generated report, one after another, as JSON text.
 * @module
 */
import { hex } from './report-words.mjs';

/** Processes that each process opens at its start. */
const NEIGHBOURS = 8;
/** A process hollows a child once in so many calls. */
const STORY_EVERY = 30_000;
const CHILD_PIDS = 20_000;

/** @typedef {import('./report-words.mjs').Random} Random */
/** @typedef {{ handle: number, text: string }} Opened what a handle stands for, as JSON text */

/** Handles of a process: opened upwards in steps of four, a closed one is given out again. */
class Handles {
  #next = 0x40;
  /** @type {number[]} */
  #free = [];

  open() {
    const free = this.#free.pop();
    if (free !== undefined) return free;
    this.#next += 4;
    return this.#next;
  }

  /** @param {number} handle */
  close(handle) {
    this.#free.push(handle);
  }
}

/**
 * @param {Random} random
 * @param {import('./report-words.mjs').Vocabulary} words
 * @param {number} processAt position of the process in the report
 * @param {(processAt: number) => number} pidOf
 * @returns {() => string} the next call
 */
export function callMaker(random, words, processAt, pidOf) {
  const pid = pidOf(processAt);
  const handles = new Handles();
  /** @type {{ handle: number, pid: number }[]} */
  const neighbours = [];
  /** @type {Opened[]} */
  const files = [];
  /** @type {Opened[]} */
  const keys = [];
  /** @type {string[]} */
  const bases = [];
  /** Calls that must come next. @type {string[]} */
  const queue = [];
  let time = 1508893201 + processAt;
  let made = 0;
  let escaped = false;

  /** @param {string} api @param {string} category @param {string} args members @param {string} flags members @param {string} [result] */
  const call = (api, category, args, flags, result) => {
    time += random.next() * 0.002;
    const failed = result === undefined && random.next() < 0.06;
    const value = result ?? (failed ? '3221225524' : random.next() < 0.1 ? random.below(1e6) : '0');
    return (
      `{"category": "${category}", "status": ${failed ? 0 : 1}, "stacktrace": [], "last_error": ${failed ? 2 : 0}, ` +
      `"nt_status": ${failed ? -1073741772 : 0}, "api": "${api}", "return_value": ${value}, ` +
      `"arguments": {${args}}, "time": ${time.toFixed(6)}, "tid": ${1300 + random.below(20) * 4}, "flags": {${flags}}}`
    );
  };
  const path = () => random.pick(escaped ? words.paths.escaped : words.paths.plain);
  const key = () => random.pick(escaped ? words.keys.escaped : words.keys.plain);
  const address = () => hex(0x10000 + random.below(0x7ff0) * 0x10000);
  /** @param {number} share */
  const bufferOr = (share, /** @type {string} */ short) =>
    random.next() < share ? random.pick(words.buffers) : short;
  /** The process a memory call works on: nearly always itself. */
  const target = () => {
    const other = neighbours.length > 0 && random.next() < 0.1 ? random.pick(neighbours) : null;
    return `"process_handle": "${other ? hex(other.handle) : '0xffffffff'}", "process_identifier": ${other?.pid ?? pid}`;
  };
  /** @param {Opened[]} list @param {string} text */
  const keep = (list, text) => {
    // An old one that nobody closed makes room.
    if (list.length >= 400) handles.close(/** @type {Opened} */ (list.shift()).handle);
    const opened = { handle: handles.open(), text };
    list.push(opened);
    return opened;
  };

  const registry = {
    open() {
      const { handle, text } = keep(keys, key());
      const args = `"access": "0x00020019", "base_handle": "0x80000002", "key_handle": "${hex(handle)}", "regkey": ${text}, "regkey_r": ${text}, "options": 0`;
      return call('RegOpenKeyExW', 'registry', args, '"access": "KEY_READ"', '0');
    },
    query() {
      if (keys.length === 0) return registry.open();
      const { handle, text } = random.pick(keys);
      const name = `Value${random.below(60)}`;
      const args = `"key_handle": "${hex(handle)}", "value": "${random.below(3)}", "regkey_r": "${name}", "reg_type": 4, "regkey": ${text.slice(0, -1)}\\\\${name}"`;
      return call('RegQueryValueExW', 'registry', args, '"reg_type": "REG_DWORD"');
    },
    close() {
      const opened = keys.length > 0 ? keys.splice(random.below(keys.length), 1)[0] : undefined;
      if (!opened) return registry.open();
      handles.close(opened.handle);
      return call('RegCloseKey', 'registry', `"key_handle": "${hex(opened.handle)}"`, '', '0');
    },
  };

  const file = {
    open() {
      const { handle, text } = keep(files, path());
      const args = `"create_disposition": 1, "file_handle": "${hex(handle)}", "filepath": ${text}, "desired_access": "0x80100080", "file_attributes": 0, "filepath_r": "\\\\??\\\\${text.slice(1)}, "create_options": 96, "status_info": 1, "share_access": 3`;
      const flags =
        '"desired_access": "FILE_READ_ATTRIBUTES|SYNCHRONIZE|GENERIC_READ", "create_disposition": "FILE_OPEN", "create_options": "FILE_NON_DIRECTORY_FILE|FILE_SYNCHRONOUS_IO_NONALERT", "file_attributes": "", "status_info": "FILE_OPENED", "share_access": "FILE_SHARE_READ|FILE_SHARE_WRITE"';
      return call('NtCreateFile', 'file', args, flags, '0');
    },
    read() {
      if (files.length === 0) return file.open();
      const args = `"buffer": ${bufferOr(0.115, `"MZ\\u0090\\u0000${random.below(9999)}"`)}, "length": 4096, "file_handle": "${hex(random.pick(files).handle)}", "offset": ${random.below(1e6)}`;
      return call('NtReadFile', 'file', args, '');
    },
    write() {
      if (files.length === 0) return file.open();
      const { handle, text } = random.pick(files);
      const args = `"buffer": ${bufferOr(0.115, `"\\r\\n\\"log\\"\\t${random.below(9999)}"`)}, "length": 512, "file_handle": "${hex(handle)}", "filepath": ${text}, "offset": 0`;
      return call('NtWriteFile', 'file', args, '');
    },
    close() {
      const opened = files.length > 0 ? files.splice(random.below(files.length), 1)[0] : undefined;
      if (!opened) return file.open();
      handles.close(opened.handle);
      return call('NtClose', 'system', `"handle": "${hex(opened.handle)}"`, '', '0');
    },
    attributes() {
      const text = path();
      const args = `"file_attributes": 32, "filepath": ${text}, "filepath_r": ${text}`;
      return call('GetFileAttributesW', 'file', args, '"file_attributes": "FILE_ATTRIBUTE_ARCHIVE"');
    },
  };

  const memory = {
    allocate() {
      const base = address();
      if (bases.length < 500) bases.push(base);
      const args = `"region_size": ${4096 * (1 + random.below(40))}, "stack_dep_bypass": 0, "stack_pivoted": 0, "heap_dep_bypass": 0, "protection": 64, ${target()}, "allocation_type": 12288, "base_address": "${base}"`;
      const flags = '"protection": "PAGE_EXECUTE_READWRITE", "allocation_type": "MEM_COMMIT|MEM_RESERVE"';
      return call('NtAllocateVirtualMemory', 'process', args, flags);
    },
    protect() {
      const base = bases.length > 0 ? random.pick(bases) : address();
      const args = `"stack_dep_bypass": 0, "stack_pivoted": 0, "heap_dep_bypass": 0, "length": 4096, "protection": 32, ${target()}, "base_address": "${base}"`;
      return call('NtProtectVirtualMemory', 'process', args, '"protection": "PAGE_EXECUTE_READ"');
    },
    write() {
      const args = `"buffer": ${bufferOr(0.4, '"ab\\u0000"')}, ${target()}, "base_address": "${address()}"`;
      return call('WriteProcessMemory', 'process', args, '', '1');
    },
    map() {
      const args = `"section_handle": "${hex(handles.open())}", "commit_size": 0, "win32_protect": 4, ${target()}, "base_address": "${address()}", "allocation_type": 0, "section_offset": 0, "view_size": 65536, "buffer": ""`;
      return call('NtMapViewOfSection', 'process', args, '"win32_protect": "PAGE_READWRITE"');
    },
    thread() {
      const args = `"thread_identifier": ${random.below(9000)}, "function_address": "${address()}", "flags": 0, ${target()}, "parameter": "0x00000000", "stack_size": 0`;
      return call('CreateRemoteThread', 'process', args, '');
    },
  };

  const system = {
    resolve() {
      const args = `"ordinal": 0, "function_address": "${address()}", "function_name": "${random.pick(FUNCTIONS)}", "module": "${random.pick(MODULES)}", "module_address": "${address()}"`;
      return call('LdrGetProcedureAddress', 'system', args, '');
    },
    load() {
      const args = `"module_name": ${path()}, "flags": 0, "basename": "module${random.below(40)}", "module_address": "${address()}", "stack_pivoted": 0`;
      return call('LdrLoadDll', 'system', args, '');
    },
    wait: () =>
      call('NtDelayExecution', 'synchronisation', `"milliseconds": ${random.below(1000)}, "skipped": 0`, ''),
    clock: () => call('GetSystemTimeAsFileTime', 'synchronisation', '', ''),
    send() {
      const args = `"buffer": ${bufferOr(0.15, '"ping"')}, "sent": 512, "socket": ${random.below(2000)}`;
      return call('send', 'network', args, '');
    },
    connect() {
      const args = `"ip_address": "10.1.${random.below(255)}.${random.below(255)}", "socket": ${random.below(2000)}, "port": 443`;
      return call('connect', 'network', args, '');
    },
  };

  /** A child is started suspended, emptied, filled and let go. */
  const hollow = () => {
    const child = CHILD_PIDS + random.below(10_000) * 4;
    const process = hex(handles.open());
    const thread = hex(handles.open());
    const image = path();
    const of = `"process_handle": "${process}", "process_identifier": ${child}`;
    queue.push(
      call(
        'CreateProcessInternalW',
        'process',
        `"thread_identifier": ${child + 4}, "thread_handle": "${thread}", "process_identifier": ${child}, "current_directory": "", "filepath": ${image}, "track": 1, "command_line": ${image}, "filepath_r": ${image}, "stack_pivoted": 0, "creation_flags": 4, "inherit_handles": 0, "process_handle": "${process}"`,
        '"creation_flags": "CREATE_SUSPENDED"',
        '1',
      ),
      call(
        'NtUnmapViewOfSection',
        'process',
        `"region_size": 4096, ${of}, "base_address": "0x00400000"`,
        '',
        '0',
      ),
      call(
        'NtAllocateVirtualMemory',
        'process',
        `"region_size": 90112, "protection": 64, ${of}, "allocation_type": 12288, "base_address": "0x00400000"`,
        '"protection": "PAGE_EXECUTE_READWRITE"',
        '0',
      ),
      call(
        'WriteProcessMemory',
        'process',
        `"buffer": ${random.pick(words.buffers)}, ${of}, "base_address": "0x00400000"`,
        '',
        '1',
      ),
      call(
        'NtSetContextThread',
        'process',
        `"thread_handle": "${thread}", "process_identifier": ${child}, "registers": {"eax": 4198400}`,
        '',
        '0',
      ),
      call(
        'NtResumeThread',
        'process',
        `"thread_handle": "${thread}", "suspend_count": 1, "process_identifier": ${child}`,
        '',
        '0',
      ),
    );
  };

  /** @type {[number, () => string][]} */
  const kinds = [
    [10, registry.open],
    [10, registry.query],
    [9, registry.close],
    [6, file.open],
    [6, file.read],
    [4, file.write],
    [6, file.close],
    [4, file.attributes],
    [10, memory.allocate],
    [6, memory.protect],
    [1, memory.write],
    [1, memory.map],
    [0.1, memory.thread],
    [9, system.resolve],
    [3, system.load],
    [5, system.wait],
    [4, system.clock],
    [2, system.send],
    [1, system.connect],
  ];
  const wheel = kinds.flatMap(([weight, make]) =>
    Array.from({ length: Math.round(weight * 10) }, () => make),
  );

  return () => {
    made++;
    escaped = (made & 1) === 0;
    if (neighbours.length < NEIGHBOURS) {
      const at = neighbours.length + 1;
      const neighbour = { handle: handles.open(), pid: pidOf((processAt + at) % 10) };
      neighbours.push(neighbour);
      const args = `"desired_access": "0x001fffff", "process_identifier": ${neighbour.pid}, "process_handle": "${hex(neighbour.handle)}"`;
      return call('NtOpenProcess', 'process', args, '', '0');
    }
    if (made % STORY_EVERY === 1000) hollow();
    return queue.shift() ?? random.pick(wheel)();
  };
}

const FUNCTIONS = [
  'VirtualAllocEx',
  'GetProcAddress',
  'RegOpenKeyExA',
  'HttpSendRequestW',
  'CryptDecrypt',
  'recv',
  'CreateFileW',
];
const MODULES = ['kernel32', 'ntdll', 'advapi32', 'wininet'];
