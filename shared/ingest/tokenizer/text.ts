// SPDX-License-Identifier: MIT
/**
 * Text of a JSON string from its bytes. The bytes were scanned already, so they are known to be well formed
 * apart from bad UTF-8, which becomes U+FFFD. Lone surrogates written as escapes stay as they are.
 * @module
 */
import { decodeUtf8 } from '../../util/utf8';
import { BACKSLASH, HEX } from './bytes';

const SIMPLE: Record<number, string> = {
  0x22: '"',
  0x5c: '\\',
  0x2f: '/',
  0x62: '\b',
  0x66: '\f',
  0x6e: '\n',
  0x72: '\r',
  0x74: '\t',
};

/** Above this many bytes the host's decoder beats our loop. */
const LOOP_MAX_BYTES = 48;

/** Text of ASCII bytes without escapes. */
export function plainText(bytes: Uint8Array, start: number, end: number): string {
  if (end - start > LOOP_MAX_BYTES) return decodeUtf8(bytes.subarray(start, end));
  let text = '';
  for (let at = start; at < end; at++) text += String.fromCharCode(bytes[at]!);
  return text;
}

/** Text of the bytes between a JSON string's quotes. */
export function stringText(bytes: Uint8Array, start: number, end: number): string {
  let escape = bytes.indexOf(BACKSLASH, start);
  if (escape < 0 || escape >= end) return decodeUtf8(bytes.subarray(start, end));
  const parts: string[] = [];
  let from = start;
  let units = '';
  while (escape >= 0 && escape < end) {
    if (escape > from) {
      parts.push(units, decodeUtf8(bytes.subarray(from, escape)));
      units = '';
    }
    const next = bytes[escape + 1]!;
    if (next === 0x75) {
      units += String.fromCharCode(
        (HEX[bytes[escape + 2]!]! << 12) |
          (HEX[bytes[escape + 3]!]! << 8) |
          (HEX[bytes[escape + 4]!]! << 4) |
          HEX[bytes[escape + 5]!]!,
      );
      from = escape + 6;
    } else {
      units += SIMPLE[next]!;
      from = escape + 2;
    }
    escape = bytes[from] === BACKSLASH ? from : bytes.indexOf(BACKSLASH, from);
  }
  parts.push(units);
  if (from < end) parts.push(decodeUtf8(bytes.subarray(from, end)));
  return parts.join('');
}
