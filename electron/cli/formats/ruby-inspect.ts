// SPDX-License-Identifier: MIT
/**
 * JSON values as Ruby 3.1's `inspect` and `to_s` write them after JSON.load, from the report's bytes: integers
 * exact, bytes that are not UTF-8 as `\xNN`, unassigned code points of Unicode 13 escaped.
 * @module
 */
import documents from 'virtual:data/unicode';
import { HEX } from '../../../shared/ingest/tokenizer/bytes';
import { encodeUtf8 } from '../../../shared/util/utf8';
import { sequenceLength } from '../../../shared/ingest/tokenizer/value-scanner';

/** Nesting that a Ruby process could print, too; deeper values are never seen in reports. */
const MAX_NESTING = 2000;

interface Printed {
  text: string;
  end: number;
}

/** `inspect` of the JSON value that starts at `at` (checked before); `end` is the place behind it. */
export function inspectAt(bytes: Uint8Array, at: number, depth = 0): Printed {
  if (depth > MAX_NESTING) throw new RangeError('nested too deeply');
  const byte = bytes[at]!;
  if (byte === 0x22) {
    const end = stringEnd(bytes, at + 1);
    return { text: inspectString(bytes, at + 1, end), end: end + 1 };
  }
  if (byte === 0x7b) return inspectObject(bytes, at, depth);
  if (byte === 0x5b) {
    const items: string[] = [];
    at = blank(bytes, at + 1);
    while (bytes[at] !== 0x5d) {
      const item = inspectAt(bytes, at, depth + 1);
      items.push(item.text);
      at = blank(bytes, item.end);
      if (bytes[at] === 0x2c) at = blank(bytes, at + 1);
    }
    return { text: `[${items.join(', ')}]`, end: at + 1 };
  }
  const end = wordEnd(bytes, at);
  return { text: plainWord(latin1(bytes, at, end), 'nil'), end };
}

/** What `Array#join` makes of the value: texts as they are, nil as nothing, lists joined in turn. */
export function joinedAt(bytes: Uint8Array, at: number, depth = 0): Printed {
  if (bytes[at] === 0x22) {
    const end = stringEnd(bytes, at + 1);
    return { text: rawText(bytes, at + 1, end), end: end + 1 };
  }
  if (bytes[at] !== 0x5b) {
    const end = wordEnd(bytes, at);
    return bytes[at] === 0x7b
      ? inspectAt(bytes, at, depth)
      : { text: plainWord(latin1(bytes, at, end), ''), end };
  }
  if (depth > MAX_NESTING) throw new RangeError('nested too deeply');
  const items: string[] = [];
  at = blank(bytes, at + 1);
  while (bytes[at] !== 0x5d) {
    const item = joinedAt(bytes, at, depth + 1);
    items.push(item.text);
    at = blank(bytes, item.end);
    if (bytes[at] === 0x2c) at = blank(bytes, at + 1);
  }
  return { text: items.join(', '), end: at + 1 };
}

/** A hash's `inspect`: an equal key keeps its first place and takes the last value. */
function inspectObject(bytes: Uint8Array, at: number, depth: number): Printed {
  const members = new Map<string, string>();
  at = blank(bytes, at + 1);
  while (bytes[at] !== 0x7d) {
    const key = inspectAt(bytes, at, depth + 1);
    const value = inspectAt(bytes, blank(bytes, blank(bytes, key.end) + 1), depth + 1);
    members.set(key.text, value.text);
    at = blank(bytes, value.end);
    if (bytes[at] === 0x2c) at = blank(bytes, at + 1);
  }
  return { text: inspectMembers(members), end: at + 1 };
}

/** A hash's `inspect` from its members' own. */
export function inspectMembers(members: ReadonlyMap<string, string>): string {
  return `{${[...members].map(([key, value]) => `${key}=>${value}`).join(', ')}}`;
}

/** `true`, a number and so on; `nil` and what it is printed as differ by place. */
function plainWord(word: string, nil: string): string {
  if (word === 'null') return nil;
  if (/^-?\d+$/.test(word)) return /^-0+$/.test(word) ? '0' : word;
  return /^-?\d/.test(word) ? floatText(Number(word)) : word;
}

/** `Float#to_s`: the shortest digits, with an exponent below 1e-4, and from 1e15 on unless digits remain behind the point. */
export function floatText(value: number): string {
  if (!Number.isFinite(value)) return value > 0 ? 'Infinity' : '-Infinity';
  if (Object.is(value, -0)) return '-0.0';
  const [, sign, digits, exponentText] = /^(-?)([\d.]+)e([+-]\d+)$/.exec(value.toExponential())!;
  const exponent = Number(exponentText);
  const all = digits!.replace('.', '');
  if ((exponent >= 15 && all.length <= exponent + 1) || exponent < -4) {
    const mantissa = digits!.includes('.') ? digits : `${digits}.0`;
    return `${sign}${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`;
  }
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${all}`;
  const whole = all.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${all.slice(exponent + 1) || '0'}`;
}

const SIMPLE: Record<number, string> = {
  0x07: '\\a',
  0x08: '\\b',
  0x09: '\\t',
  0x0a: '\\n',
  0x0b: '\\v',
  0x0c: '\\f',
  0x0d: '\\r',
  0x1b: '\\e',
  0x22: '\\"',
  0x5c: '\\\\',
};

/** `String#inspect` of the bytes between a JSON string's quotes. */
function inspectString(bytes: Uint8Array, start: number, end: number): string {
  let out = '"';
  let hash = false;
  eachChar(bytes, start, end, (code, bad) => {
    // A hash sign is escaped where Ruby would take it for an interpolation.
    if (hash && !bad && (code === 0x7b || code === 0x24 || code === 0x40)) out = `${out.slice(0, -1)}\\#`;
    hash = !bad && code === 0x23;
    if (bad) out += `\\x${hex(code, 2)}`;
    else if (SIMPLE[code] !== undefined) out += SIMPLE[code];
    else if (isPrintable(code)) out += String.fromCodePoint(code);
    else out += code > 0xffff ? `\\u{${hex(code, 1)}}` : `\\u${hex(code, 4)}`;
  });
  return `${out}"`;
}

/** The string itself; a byte that is not UTF-8 becomes a lone surrogate, which `bytesOfText` turns back. */
function rawText(bytes: Uint8Array, start: number, end: number): string {
  let out = '';
  eachChar(bytes, start, end, (code, bad) => (out += String.fromCodePoint(bad ? 0xdc00 + code : code)));
  return out;
}

/** Goes over the characters; `bad`: a byte that belongs to no character. */
function eachChar(
  bytes: Uint8Array,
  start: number,
  end: number,
  visit: (code: number, bad: boolean) => void,
): void {
  for (let at = start; at < end;) {
    const byte = bytes[at]!;
    if (byte === 0x5c) {
      const escaped = bytes[at + 1]!;
      if (escaped !== 0x75) {
        visit(ESCAPED[escaped]!, false);
        at += 2;
        continue;
      }
      let code = fourHex(bytes, at + 2);
      at += 6;
      const low =
        code >> 10 === 0x36 && bytes[at] === 0x5c && bytes[at + 1] === 0x75 ? fourHex(bytes, at + 2) : 0;
      if (low >> 10 === 0x37) {
        code = 0x10000 + ((code & 0x3ff) << 10) + (low & 0x3ff);
        at += 6;
      }
      visit(code, false);
    } else if (byte < 0x80) {
      visit(byte, false);
      at++;
    } else {
      const length = sequenceLength(bytes, at);
      if (length === 0 || at + length > end) {
        visit(byte, true);
        at++;
        continue;
      }
      let code = byte & (0xff >> (length + 1));
      for (let next = at + 1; next < at + length; next++) code = (code << 6) | (bytes[next]! & 0x3f);
      visit(code, false);
      at += length;
    }
  }
}

/** UTF-8 of a text in which lone surrogates stand for single bytes. */
export function bytesOfText(text: string): Uint8Array {
  const lone = /[\udc80-\udcff]/gu;
  const pieces: Uint8Array[] = [];
  let from = 0;
  for (const match of text.matchAll(lone)) {
    pieces.push(encodeUtf8(text.slice(from, match.index)), Uint8Array.of(match[0].charCodeAt(0) - 0xdc00));
    from = match.index + 1;
  }
  pieces.push(encodeUtf8(text.slice(from)));
  return Buffer.concat(pieces);
}

const ESCAPED: Record<number, number> = {
  0x22: 0x22,
  0x5c: 0x5c,
  0x2f: 0x2f,
  0x62: 0x08,
  0x66: 0x0c,
  0x6e: 0x0a,
  0x72: 0x0d,
  0x74: 0x09,
};

function fourHex(bytes: Uint8Array, at: number): number {
  return (
    (HEX[bytes[at]!]! << 12) |
    (HEX[bytes[at + 1]!]! << 8) |
    (HEX[bytes[at + 2]!]! << 4) |
    HEX[bytes[at + 3]!]!
  );
}

function hex(value: number, digits: number): string {
  return value.toString(16).toUpperCase().padStart(digits, '0');
}

let printable: Uint32Array | null = null;

/** First and last code point of each range, one after another. */
function printableRanges(): Uint32Array {
  const { ranges } = documents[0]!.data as { ranges: string };
  let last = 0;
  const bounds = ranges.split(' ').flatMap((range) => {
    const [distance, length] = range.split(',').map((part) => parseInt(part, 36));
    const first = last + distance!;
    last = first + length!;
    return [first, last];
  });
  return Uint32Array.from(bounds);
}

function isPrintable(code: number): boolean {
  if (code >= 0x20 && code < 0x7f) return true;
  printable ??= printableRanges();
  let low = 0;
  let high = printable.length / 2 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if (code < printable[middle * 2]!) high = middle - 1;
    else if (code > printable[middle * 2 + 1]!) low = middle + 1;
    else return true;
  }
  return false;
}

function stringEnd(bytes: Uint8Array, at: number): number {
  while (bytes[at] !== 0x22) at += bytes[at] === 0x5c ? 2 : 1;
  return at;
}

function wordEnd(bytes: Uint8Array, at: number): number {
  while (/[-+.\w]/.test(String.fromCharCode(bytes[at]!))) at++;
  return at;
}

function blank(bytes: Uint8Array, at: number): number {
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

function latin1(bytes: Uint8Array, start: number, end: number): string {
  return String.fromCharCode(...bytes.subarray(start, end));
}
