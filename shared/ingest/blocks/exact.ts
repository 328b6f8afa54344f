// SPDX-License-Identifier: MIT
/**
 * Whether a column holds a value exactly, spelling included, so that the call's record can do without it.
 * Values in any other spelling than the usual one of their dialect stay in the record as they are.
 * @module
 */
import { HEX, KIND, MINUS, NINE, ZERO } from '../tokenizer/bytes';
import { isExactSeconds } from '../tokenizer/time';

/** A whole number below 2^32 without sign or leading zeros, as number or text. */
export function isExactU32(bytes: Uint8Array, kind: number, start: number, end: number): boolean {
  if (kind === KIND.PLAIN) {
    start++;
    end--;
  } else if (kind !== KIND.INTEGER) return false;
  const length = end - start;
  if (length < 1 || length > 9 || (length > 1 && bytes[start] === ZERO)) return false;
  for (let at = start; at < end; at++) if (bytes[at]! < ZERO || bytes[at]! > NINE) return false;
  return true;
}

/** A return value: a number without sign, or `0x` with eight or more digits in lower case. */
export function isExactReturn(bytes: Uint8Array, kind: number, start: number, end: number): boolean {
  if (kind === KIND.INTEGER) return bytes[start] !== MINUS && end - start <= 19;
  if (kind !== KIND.PLAIN) return false;
  const digits = end - start - 4;
  if (digits < 8 || digits > 16 || bytes[start + 1] !== ZERO || bytes[start + 2] !== 0x78) return false;
  if (digits > 8 && bytes[start + 3] === ZERO) return false;
  for (let at = start + 3; at < end - 1; at++) {
    const byte = bytes[at]!;
    if (HEX[byte] === 255 || (byte >= 0x41 && byte <= 0x46)) return false;
  }
  return true;
}

/** A time as seconds with fraction, or as `Y-m-d H:M:S,mmm`. */
export function isExactTime(bytes: Uint8Array, kind: number, start: number, end: number): boolean {
  if (kind === KIND.FLOAT) return isExactSeconds(bytes, start, end);
  if (kind !== KIND.PLAIN || end - start !== 25) return false;
  return isLoggedTime(bytes, start + 1);
}

const LOGGED = '0000-00-00 00:00:00,000';

function isLoggedTime(bytes: Uint8Array, start: number): boolean {
  for (let at = 0; at < LOGGED.length; at++) {
    const byte = bytes[start + at]!;
    const model = LOGGED.charCodeAt(at);
    if (model === ZERO ? byte < ZERO || byte > NINE : byte !== model) return false;
  }
  const two = (at: number): number => (bytes[start + at]! - ZERO) * 10 + (bytes[start + at + 1]! - ZERO);
  const day = two(8);
  return (
    two(0) >= 1 &&
    two(5) >= 1 &&
    two(5) <= 12 &&
    day >= 1 &&
    day <= 28 + extraDays(two(5)) &&
    two(11) < 24 &&
    two(14) < 60 &&
    two(17) < 60
  );
}

/** Days of a month beyond 28; the leap day is not counted, and stays in the record. */
function extraDays(month: number): number {
  if (month === 2) return 0;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 2 : 3;
}
