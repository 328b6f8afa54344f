// SPDX-License-Identifier: MIT
/**
 * Short forms for the scripted checks of a fingerprinting log: one entry of a log's script becomes the calls
 * that such a check leaves in a Cuckoo 2 log. Each does all of its calls at once.
 * @module
 */
import { hex32 } from './process-log.mjs';
import { registryData, splitKey } from './noise/storage.mjs';

/** @typedef {import('./process-log.mjs').ProcessLog} ProcessLog */

/** Opens a key and reads values; without the key or a value (null) the malware is told so. @param {ProcessLog} log @param {any} check */
function registry(log, { key, values = {}, present = true, ansi = false }) {
  const { root, path } = splitKey(key);
  const suffix = ansi ? 'A' : 'W';
  const handle = present ? log.open() : 0;
  log.call(
    `RegOpenKeyEx${suffix}`,
    {
      base_handle: root,
      key_handle: hex32(handle),
      options: 0,
      access: '0x00020019',
      regkey: key,
      regkey_r: path,
    },
    present ? {} : { failure: 'not-found', returns: 2 },
  );
  if (!present) return;
  for (const [name, data] of Object.entries(values)) {
    log.call(
      `RegQueryValueEx${suffix}`,
      {
        key_handle: hex32(handle),
        regkey_r: name,
        ...(data === null ? { reg_type: 0, value: '' } : registryData(data)),
        regkey: `${key}\\${name}`,
      },
      data === null ? { failure: 'not-found', returns: 2 } : {},
    );
  }
  log.release(handle);
  log.call('RegCloseKey', { key_handle: hex32(handle) });
}

/** Counts and lists the keys below a key. @param {ProcessLog} log @param {any} check */
function registryList(log, { key, names }) {
  const { root, path } = splitKey(key);
  const handle = log.open();
  log.call('RegOpenKeyExW', {
    base_handle: root,
    key_handle: hex32(handle),
    options: 0,
    access: '0x00020019',
    regkey: key,
    regkey_r: path,
  });
  log.call('RegQueryInfoKeyW', {
    key_handle: hex32(handle),
    class: '',
    subkey_count: names.length,
    subkey_max_length: 0,
    class_max_length: 0,
    value_count: 0,
    value_name_max_length: 0,
    value_max_length: 0,
    regkey: key,
  });
  names.forEach((/** @type {string} */ name, /** @type {number} */ index) => {
    log.call('RegEnumKeyExW', { index, key_handle: hex32(handle), key_name: name, class: '', regkey: key });
  });
  log.call(
    'RegEnumKeyExW',
    { index: names.length, key_handle: hex32(handle), key_name: '', class: '', regkey: key },
    { failure: 'no-more', returns: 259 },
  );
  log.release(handle);
  log.call('RegCloseKey', { key_handle: hex32(handle) });
}

/** Asks whether files are there. @param {ProcessLog} log @param {any} check */
function files(log, { paths, api = 'NtQueryAttributesFile', present = false }) {
  for (const path of paths) {
    log.call(
      api,
      { filepath_r: api.startsWith('Nt') ? `\\??\\${path}` : path, filepath: path },
      present ? {} : { failure: 'not-found' },
    );
  }
}

/** Opens a device or pipe, sends control codes, closes it. @param {ProcessLog} log @param {any} check */
function device(log, { path, present = false, controls = [] }) {
  const handle = present ? log.open() : 0;
  log.call(
    'NtCreateFile',
    {
      create_disposition: 1,
      file_handle: hex32(handle),
      filepath: path,
      desired_access: '0x80100080',
      file_attributes: 0,
      filepath_r: path,
      create_options: 96,
      status_info: present ? 1 : 4294967295,
      share_access: 3,
    },
    present ? {} : { failure: 'not-found' },
  );
  if (!present) return;
  for (const { code, output } of controls) {
    log.call('DeviceIoControl', {
      input_buffer: '',
      device_handle: hex32(handle),
      control_code: code,
      output_buffer: output,
    });
  }
  log.release(handle);
  log.call('NtClose', { handle: hex32(handle) });
}

/** Looks for windows by class or title. @param {ProcessLog} log @param {any} check */
function windows(log, { list }) {
  for (const { class: className = '', title = '', found = false } of list) {
    log.call(
      'FindWindowA',
      { class_name: className, window_name: title },
      { returns: found ? 0x0001034a : 0 },
    );
  }
}

/** Asks whether libraries are loaded into the process. @param {ProcessLog} log @param {any} check */
function libraries(log, { names }) {
  for (const name of names)
    log.call('LdrGetDllHandle', { module_name: name, module_address: '0x00000000' }, { failure: 'no-dll' });
}

/** Reads the place of the cursor again and again. @param {ProcessLog} log @param {any} check */
function cursor(log, { turns, everyMs, x, y }) {
  for (let turn = 0; turn < turns; turn++) {
    log.call('GetCursorPos', { y, x });
    log.call('NtDelayExecution', { skipped: 0, milliseconds: everyMs });
    log.wait(everyMs);
  }
}

/** Lists a folder. @param {ProcessLog} log @param {any} check */
function folder(log, { path, pages }) {
  const handle = log.open();
  log.call('FindFirstFileExW', { filepath_r: `${path}\\*`, filepath: `${path}\\*` }, { returns: 0x0034c0f0 });
  for (let page = 0; page < pages; page++) {
    log.call(
      'NtQueryDirectoryFile',
      { file_handle: hex32(handle), information_class: 3, dirpath: path },
      {
        flags: { information_class: 'FileBothDirectoryInformation' },
        ...(page === pages - 1 ? { failure: /** @type {const} */ ('no-more'), returns: 2147483654 } : {}),
      },
    );
  }
  log.release(handle);
  log.call('NtClose', { handle: hex32(handle) });
}

/** Opens services by name. @param {ProcessLog} log @param {any} check */
function services(log, { names }) {
  const manager = 0x0017b2a8;
  log.call(
    'OpenSCManagerW',
    { machine_name: '', database_name: '', desired_access: 4 },
    { returns: manager },
  );
  for (const name of names) {
    log.call(
      'OpenServiceW',
      {
        service_manager_handle: hex32(manager),
        service_name: name,
        desired_access: 4,
        service_handle: '0x00000000',
      },
      { failure: 'no-service', returns: 0 },
    );
  }
}

/** @type {Record<string, (log: ProcessLog, check: any) => void>} */
export const CHECKS = {
  registry,
  'registry-list': registryList,
  files,
  device,
  windows,
  libraries,
  cursor,
  folder,
  services,
};
