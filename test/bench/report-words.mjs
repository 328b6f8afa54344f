// SPDX-License-Identifier: MIT
/**
 * What generated reports are made of: numbers from a seed, and pools of paths, keys and buffers as JSON text.
 * @module
 */

/** Numbers that are the same for the same seed (xorshift128). */
export class Random {
  #a;
  #b = 0x243f6a88;
  #c = 0x85a308d3;
  #d = 0x13198a2e;

  /** @param {number} seed */
  constructor(seed) {
    this.#a = seed | 1;
    for (let round = 0; round < 32; round++) this.next();
  }

  /** In [0, 1). */
  next() {
    let mixed = this.#a ^ (this.#a << 11);
    mixed ^= mixed >>> 8;
    this.#a = this.#b;
    this.#b = this.#c;
    this.#c = this.#d;
    this.#d = this.#d ^ (this.#d >>> 19) ^ mixed;
    return (this.#d >>> 0) / 4294967296;
  }

  /** A whole number in [0, limit). @param {number} limit */
  below(limit) {
    return Math.floor(this.next() * limit);
  }

  /** @template T @param {readonly T[]} list @returns {T} */
  pick(list) {
    return /** @type {T} */ (list[this.below(list.length)]);
  }
}

/** @param {number} value @returns {string} eight digits, as a 32-bit monitor writes pointers */
export function hex(value) {
  return `0x${value.toString(16).padStart(8, '0')}`;
}

/** JSON text with nothing beyond ASCII. @param {string} json */
function ascii(json) {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * Strings as JSON text: as they are, and with every character beyond ASCII escaped.
 * @typedef {{ plain: string[], escaped: string[] }} TextPool
 *
 * @typedef {{ paths: TextPool, keys: TextPool, buffers: string[] }} Vocabulary buffers are escaped
 */

/** @param {string[]} texts @returns {TextPool} */
function pool(texts) {
  const plain = texts.map((text) => JSON.stringify(text));
  return { plain, escaped: plain.map(ascii) };
}

const USERS = ['Administrator', '佐藤', '鈴木一郎', 'analyst'];
const PLACES = [
  'AppData\\Local\\Temp',
  'AppData\\Roaming\\Microsoft\\Windows',
  'Documents',
  'デスクトップ',
  '文書\\見積書',
];
const STEMS = ['update', '一覧', 'svchost', '~TMP', '発注書', 'index'];
const ENDINGS = ['.exe', '.dll', '.tmp', '.xlsx', '.dat'];
const HIVES = ['HKEY_LOCAL_MACHINE', 'HKEY_CURRENT_USER', 'HKEY_CLASSES_ROOT'];
const SUBKEYS = [
  'Microsoft\\Windows\\CurrentVersion',
  'Classes\\Interface',
  'Policies\\System',
  '社内設定\\端末',
];
const LEAVES = ['Run', 'Internet Settings', 'Uninstall', 'Explorer\\Shell Folders'];

/** @param {Random} random @returns {Vocabulary} */
export function vocabulary(random) {
  const paths = Array.from({ length: 4000 }, () => {
    const name = `${random.pick(STEMS)}${random.below(6000)}${random.pick(ENDINGS)}`;
    return `C:\\Users\\${random.pick(USERS)}\\${random.pick(PLACES)}\\${name}`;
  });
  for (let at = 0; at < 1000; at++)
    paths.push(`C:\\Windows\\System32\\${random.pick(STEMS)}${random.below(400)}.dll`);
  const keys = Array.from({ length: 6000 }, () => {
    const guid = `{${random.below(0x7fffffff).toString(16)}-1a2b-3c4d-9e8f-00105a1f304e}`;
    const leaf = random.next() < 0.3 ? guid : random.pick(LEAVES);
    return `${random.pick(HIVES)}\\Software\\${random.pick(SUBKEYS)}\\${leaf}\\Item${random.below(500)}`;
  });
  const buffers = Array.from({ length: 400 }, (_, at) => buffer(random, at % 3));
  return { paths: pool(paths), keys: pool(keys), buffers };
}

/** JSON text of 1 to 16 KiB. @param {Random} random @param {number} kind */
function buffer(random, kind) {
  const length = 1024 + random.below(15 * 1024);
  let json = '';
  while (json.length < length) json += ascii(JSON.stringify(bufferPiece(random, kind)).slice(1, -1));
  return `"${json}"`;
}

/** @param {Random} random @param {number} kind */
function bufferPiece(random, kind) {
  if (kind === 0) return String.fromCharCode(...Array.from({ length: 24 }, () => random.below(256)));
  if (kind === 1)
    return `POST /gate/${random.below(99999)} HTTP/1.1\r\nHost: c2.example\r\nCookie: id="${random.below(9)}"\r\n\r\n`;
  return `MZ\u0090\0\u0003\0\0\0${'\0'.repeat(random.below(48))}This program cannot be run in DOS mode.\r\r\n$${'.text'.repeat(random.below(12))}`;
}
