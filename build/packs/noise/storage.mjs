// SPDX-License-Identifier: MIT
/**
 * Harmless use of registry and files. Each activity opens what it reads and closes it again.
 * @module
 */
import { hex32 } from '../process-log.mjs';

/** @typedef {import('./system.mjs').Scene} Scene */

/** @type {Record<string, string>} */
const ROOTS = {
  HKEY_LOCAL_MACHINE: '0x80000002',
  HKEY_CURRENT_USER: '0x80000001',
  HKEY_CLASSES_ROOT: '0x80000000',
};

/** The predefined handle and the rest of a full key name. @param {string} key */
export function splitKey(key) {
  const [root = '', ...rest] = key.split('\\');
  return { root: ROOTS[root] ?? '0x80000002', path: rest.join('\\') };
}

/** @param {unknown} value @returns {{ reg_type: number, value: unknown }} */
export function registryData(value) {
  return typeof value === 'number'
    ? { reg_type: 4, value }
    : { reg_type: String(value).includes('%') ? 2 : 1, value: String(value) };
}

/** Reads values of a key by the Win32 functions. @param {Scene} scene */
export function* registryRead({ log, tid, random, words }) {
  const { key, values } = random.pick(/** @type {any[]} */ (words.registry));
  const ansi = random.chance(0.3) && !/[^ -~]/.test(JSON.stringify(values));
  const { root, path } = splitKey(key);
  const handle = log.open();
  log.call(
    ansi ? 'RegOpenKeyExA' : 'RegOpenKeyExW',
    {
      base_handle: root,
      key_handle: hex32(handle),
      options: 0,
      access: '0x00020019',
      regkey: key,
      regkey_r: path,
    },
    { tid },
  );
  yield;
  for (const [name, data] of Object.entries(values)) {
    const missing = data === null;
    log.call(
      ansi ? 'RegQueryValueExA' : 'RegQueryValueExW',
      {
        key_handle: hex32(handle),
        regkey_r: name,
        ...(missing ? { reg_type: 0, value: '' } : registryData(data)),
        regkey: `${key}\\${name}`,
      },
      missing ? { tid, failure: 'not-found', returns: 2 } : { tid },
    );
    yield;
  }
  log.release(handle);
  log.call('RegCloseKey', { key_handle: hex32(handle) }, { tid });
  yield;
}

/** Reads values of a key by the native functions. @param {Scene} scene */
export function* registryNative({ log, tid, random, words }) {
  const { key, values } = random.pick(/** @type {any[]} */ (words.registry));
  const handle = log.open();
  log.call('NtOpenKey', { key_handle: hex32(handle), desired_access: '0x00020019', regkey: key }, { tid });
  yield;
  for (const [name, data] of Object.entries(values)) {
    const missing = data === null;
    log.call(
      'NtQueryValueKey',
      {
        key_handle: hex32(handle),
        key_name: '',
        ...(missing ? { value: '', reg_type: 0 } : registryData(data)),
        information_class: 2,
        regkey: `${key}\\${name}`,
      },
      missing ? { tid, failure: 'not-found' } : { tid },
    );
    yield;
  }
  log.close(handle, tid);
  yield;
}

/** Looks for a key that is not there. @param {Scene} scene */
export function* registryMissing({ log, tid, random, words }) {
  const { key } = random.pick(/** @type {any[]} */ (words.registry));
  const name = `${key}\\${random.pick(['Policies', 'Overrides', 'ja-JP', 'Compatibility'])}`;
  const { root, path } = splitKey(name);
  log.call(
    'RegOpenKeyExW',
    {
      base_handle: root,
      key_handle: '0x00000000',
      options: 0,
      access: '0x00020019',
      regkey: name,
      regkey_r: path,
    },
    { tid, failure: 'not-found', returns: 2 },
  );
  yield;
}

/**
 * @param {Scene} scene @param {string} path @param {boolean} write @returns {number} the handle
 */
function openFile({ log, tid }, path, write) {
  const handle = log.open();
  log.call(
    'NtCreateFile',
    {
      create_disposition: write ? 5 : 1,
      file_handle: hex32(handle),
      filepath: path,
      desired_access: write ? '0x40100080' : '0x80100080',
      file_attributes: write ? 128 : 0,
      filepath_r: `\\??\\${path}`,
      create_options: 96,
      status_info: write ? 2 : 1,
      share_access: write ? 0 : 1,
    },
    { tid },
  );
  return handle;
}

/** Reads a file in pieces. @param {Scene} scene */
export function* fileRead(scene) {
  const { log, tid, random, words, fill } = scene;
  const path = fill(random.pick(/** @type {string[]} */ (words.files)));
  const handle = openFile(scene, path, false);
  yield;
  const size = random.int(200, 60000);
  log.call('GetFileSize', { file_size_low: size, file_handle: hex32(handle) }, { tid, returns: size });
  yield;
  for (let piece = random.int(1, 5), offset = 0; piece > 0; piece--, offset += 4096) {
    log.call(
      'NtReadFile',
      { file_handle: hex32(handle), buffer: random.bytes(random.int(8, 90)), length: 4096, offset },
      { tid },
    );
    yield;
  }
  log.close(handle, tid);
  yield;
}

/** Writes a temporary file in pieces; large pieces are dumped apart. @param {Scene} scene */
export function* fileWrite(scene) {
  const { log, tid, random, words, fill } = scene;
  const name = random
    .pick(/** @type {string[]} */ (words.temporaryNames))
    .replace('{hex}', random.hex(4).toUpperCase());
  const path = fill(`{temp}\\${name}`);
  const handle = openFile(scene, path, true);
  yield;
  for (let piece = random.int(1, 4); piece > 0; piece--) {
    const large = random.chance(0.15);
    log.call(
      'NtWriteFile',
      {
        file_handle: hex32(handle),
        filepath: path,
        buffer: large ? '' : random.bytes(random.int(4, 120)),
        offset: 0,
      },
      large ? { tid, buffer: random.hex(40) } : { tid },
    );
    yield;
  }
  log.close(handle, tid);
  yield;
  if (random.chance(0.5)) {
    log.call('DeleteFileW', { filepath_r: path, filepath: path }, { tid });
    yield;
  }
}

/** Asks for a file that is or is not there. @param {Scene} scene */
export function* fileLook({ log, tid, random, words, fill }) {
  const missing = random.chance(0.5);
  const path = fill(random.pick(/** @type {string[]} */ (missing ? words.missingFiles : words.files)));
  const options = missing ? { tid, failure: /** @type {const} */ ('not-found') } : { tid };
  if (random.chance(0.5))
    log.call('NtQueryAttributesFile', { filepath_r: `\\??\\${path}`, filepath: path }, options);
  else
    log.call(
      'GetFileAttributesW',
      { file_attributes: missing ? 4294967295 : 32, filepath_r: path, filepath: path },
      { ...options, returns: missing ? 4294967295 : 32, flags: {} },
    );
  yield;
}

/** Lists a folder. @param {Scene} scene */
export function* folderList({ log, tid, random, words, fill }) {
  const folder = fill(random.pick(/** @type {string[]} */ (words.directories)));
  const handle = log.open();
  log.call(
    'FindFirstFileExW',
    { filepath_r: `${folder}\\*.*`, filepath: `${folder}\\*.*` },
    { tid, returns: 0x00184300 + handle },
  );
  yield;
  for (let turn = random.int(1, 3); turn > 0; turn--) {
    log.call(
      'NtQueryDirectoryFile',
      { file_handle: hex32(handle), information_class: 3, dirpath: folder },
      {
        tid,
        ...(turn === 1 ? { failure: /** @type {const} */ ('no-more'), returns: 2147483654 } : {}),
        flags: { information_class: 'FileBothDirectoryInformation' },
      },
    );
    yield;
  }
  log.close(handle, tid);
  yield;
}
