// SPDX-License-Identifier: MIT
/**
 * Harmless activities of a process with the system: libraries, COM, resources, services, the process list. Each
 * is a generator that stops after every call, so that threads can take turns.
 * @module
 */
import { hex32 } from '../process-log.mjs';

/**
 * @typedef {object} Scene what an activity works on
 * @property {import('../process-log.mjs').ProcessLog} log
 * @property {number} tid
 * @property {import('../random.mjs').Random} random
 * @property {any} words the vocabulary
 * @property {(text: string) => string} fill puts user and folder names into a text
 */

/** Position of an export inside its library: made up, but always the same. @param {any} library @param {string} name */
function addressOf(library, name) {
  let offset = 0x1000;
  for (const character of name) offset = (offset * 31 + character.charCodeAt(0)) % (library.size - 0x2000);
  return hex32(library.base + 0x1000 + (offset & ~3));
}

/** Loads a library or finds it loaded, and asks for some of its functions. @param {Scene} scene */
export function* library({ log, tid, random, words }) {
  const library = random.pick(/** @type {any[]} */ (words.libraries));
  const stem = library.name.replace('.dll', '');
  if (random.chance(0.45)) {
    log.call(
      'LdrLoadDll',
      { basename: stem, module_address: hex32(library.base), flags: 0, module_name: library.name },
      { tid },
    );
  } else {
    log.call('LdrGetDllHandle', { module_name: library.name, module_address: hex32(library.base) }, { tid });
  }
  yield;
  for (const name of library.functions) {
    if (!random.chance(0.5)) continue;
    const missing = random.chance(0.06);
    log.call(
      'LdrGetProcedureAddress',
      {
        ordinal: 0,
        module: stem,
        module_address: hex32(library.base),
        function_address: missing ? '0x00000000' : addressOf(library, name),
        function_name: name,
      },
      missing ? { tid, failure: 'no-procedure' } : { tid },
    );
    yield;
  }
}

/** Looks for a library that is not there. @param {Scene} scene */
export function* missingLibrary({ log, tid, random }) {
  const name = random.pick([
    'api-ms-win-core-synch-l1-2-0',
    'api-ms-win-core-fibers-l1-1-1',
    'api-ms-win-appmodel-runtime-l1-1-1',
    'mscoree.dll',
  ]);
  log.call(
    'LdrLoadDll',
    { basename: name.replace('.dll', ''), module_address: '0x00000000', flags: 0, module_name: name },
    { tid, failure: 'no-dll' },
  );
  yield;
}

/** Creates a COM object. @param {Scene} scene */
export function* com({ log, tid, random, words }) {
  log.call('CoInitializeEx', { options: random.pick([0, 2, 6]) }, { tid });
  yield;
  const { clsid, iid } = random.pick(/** @type {any[]} */ (words.classes));
  log.call('CoCreateInstance', { class_context: random.pick([1, 4, 5, 23]), clsid, iid }, { tid });
  yield;
  if (random.chance(0.7)) {
    log.call('CoUninitialize', {}, { tid });
    yield;
  }
}

/** Reads one of its own resources. @param {Scene} scene */
export function* resource({ log, tid, random }) {
  const name = `#${random.int(1, 4000)}`;
  if (random.chance(0.25)) {
    log.call(
      'FindResourceW',
      { module_handle: '0x00400000', name, type: '#6' },
      { tid, failure: 'no-resource' },
    );
    yield;
    return;
  }
  const found = 0x00420000 + random.int(0, 0xfff) * 8;
  log.call(
    'FindResourceExW',
    {
      module_handle: '0x00400000',
      name,
      type: random.pick(['#3', '#5', '#6', '#14']),
      language_identifier: 1041,
    },
    { tid, returns: found },
  );
  yield;
  log.call(
    'LoadResource',
    { module_handle: '0x00400000', resource_handle: hex32(found), pointer: hex32(found + 0x2000) },
    { tid, returns: found + 0x2000 },
  );
  yield;
  log.call(
    'SizeofResource',
    { module_handle: '0x00400000', resource_handle: hex32(found) },
    { tid, returns: random.int(40, 9000) },
  );
  yield;
}

/** Asks whether a service runs. @param {Scene} scene */
export function* service({ log, tid, random, words }) {
  const manager = 0x00160000 + random.int(1, 0xfff) * 8;
  log.call(
    'OpenSCManagerW',
    { machine_name: '', database_name: '', desired_access: 1 },
    { tid, returns: manager },
  );
  yield;
  const name = random.pick(/** @type {string[]} */ (words.services));
  log.call(
    'OpenServiceW',
    {
      service_manager_handle: hex32(manager),
      service_name: name,
      desired_access: 4,
      service_handle: hex32(manager + 0x40),
    },
    { tid, returns: manager + 0x40 },
  );
  yield;
}

/** The list of processes, read once. @param {Scene} scene */
export function* processWalk({ log, tid, words }) {
  const snapshot = log.open();
  log.call('CreateToolhelp32Snapshot', { flags: 2, process_identifier: 0 }, { tid, returns: snapshot });
  yield;
  const list = /** @type {[number, string][]} */ (words.processList);
  for (const [position, [pid, name]] of list.entries()) {
    const api = position === 0 ? 'Process32FirstW' : 'Process32NextW';
    log.call(api, { process_name: name, snapshot_handle: hex32(snapshot), process_identifier: pid }, { tid });
    yield;
  }
  const last = list[list.length - 1];
  log.call(
    'Process32NextW',
    { process_name: last?.[1] ?? '', snapshot_handle: hex32(snapshot), process_identifier: last?.[0] ?? 0 },
    { tid, failure: 'no-more' },
  );
  yield;
  log.close(snapshot, tid);
  yield;
}

/** What the C run time does before main: looks like checks, is none. @param {Scene} scene */
export function* runtimeStart({ log, tid }) {
  log.call('SetUnhandledExceptionFilter', {}, { tid, returns: 0 });
  yield;
  log.call('IsDebuggerPresent', {}, { tid, returns: 0 });
  yield;
  log.call('GetSystemInfo', { processor_count: 1 }, { tid });
  yield;
  log.call('SetErrorMode', { mode: 0 }, { tid, returns: 0, flags: { mode: '' } });
  yield;
}
