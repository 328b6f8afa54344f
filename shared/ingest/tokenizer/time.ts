// SPDX-License-Identifier: MIT
/**
 * Times as the dialects write them: seconds since 1970 with fraction, `2016-07-14 19:24:54,683`, and
 * `20160714192454.683`. Local times have no zone in reports and are read as UTC, on every machine alike.
 * @module
 */
import { DOT, NINE, ZERO } from './bytes';

/**
 * Milliseconds since 1970 of the bytes of a number or of a string's inside; NaN where they are no time.
 * Seconds since 1970 keep their six places exactly as a double can.
 */
export function timeMsAt(bytes: Uint8Array, start: number, end: number): number {
  const length = end - start;
  if (length >= 19 && bytes[start + 4] === 0x2d && bytes[start + 13] === 0x3a)
    return loggedTime(bytes, start, end);
  let at = start;
  let whole = 0;
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) whole = whole * 10 + (bytes[at++]! - ZERO);
  const wholeDigits = at - start;
  let micros = 0;
  let places = 0;
  if (at < end && bytes[at] === DOT) {
    at++;
    while (at < end && places < 6 && bytes[at]! >= ZERO && bytes[at]! <= NINE) {
      micros = micros * 10 + (bytes[at++]! - ZERO);
      places++;
    }
    if (places === 0) return NaN;
    while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
    while (places < 6) {
      micros *= 10;
      places++;
    }
  }
  if (at !== end || wholeDigits === 0) return slowTime(bytes, start, end);
  if (wholeDigits === 14) return compactTime(bytes, start, micros / 1000);
  return (whole * 1e6 + micros) / 1000;
}

/** Whether `timeMsAt` loses nothing of these bytes: at most six places, none of them a trailing zero too many. */
export function isExactSeconds(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end && bytes[at]! >= ZERO && bytes[at]! <= NINE) at++;
  const wholeDigits = at - start;
  if (wholeDigits < 2 || wholeDigits > 10 || bytes[start] === ZERO || at >= end || bytes[at] !== DOT)
    return false;
  const places = end - at - 1;
  if (places < 1 || places > 6 || (bytes[end - 1] === ZERO && places > 1)) return false;
  for (at++; at < end; at++) if (bytes[at]! < ZERO || bytes[at]! > NINE) return false;
  return true;
}

/** Negative seconds and exponents: never seen, but numbers all the same. */
function slowTime(bytes: Uint8Array, start: number, end: number): number {
  let text = '';
  for (let at = start; at < end && text.length < 40; at++) text += String.fromCharCode(bytes[at]!);
  return /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/.test(text) ? Number(text) * 1000 : NaN;
}

function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (const end = at + count; at < end; at++) {
    const digit = bytes[at]! - ZERO;
    if (digit < 0 || digit > 9) return NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** `Y-m-d H:M:S`, with `,mmm` or `.mmm…` behind it where logged. */
function loggedTime(bytes: Uint8Array, start: number, end: number): number {
  let fraction = 0;
  if (end > start + 19) {
    const places = Math.min(end - start - 20, 6);
    const mark = bytes[start + 19];
    if ((mark !== 0x2c && mark !== DOT) || places < 1) return NaN;
    fraction = (digits(bytes, start + 20, places) / 10 ** places) * 1000;
  }
  return (
    utc(
      digits(bytes, start, 4),
      digits(bytes, start + 5, 2),
      digits(bytes, start + 8, 2),
      digits(bytes, start + 11, 2),
      digits(bytes, start + 14, 2),
      digits(bytes, start + 17, 2),
    ) + fraction
  );
}

function compactTime(bytes: Uint8Array, start: number, fractionMs: number): number {
  return (
    utc(
      digits(bytes, start, 4),
      digits(bytes, start + 4, 2),
      digits(bytes, start + 6, 2),
      digits(bytes, start + 8, 2),
      digits(bytes, start + 10, 2),
      digits(bytes, start + 12, 2),
    ) + fractionMs
  );
}

/** Days since 1970 by the civil calendar: several times faster than Date.UTC, and calls are many. */
function utc(year: number, month: number, day: number, hour: number, minute: number, second: number): number {
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31)) return NaN;
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  const days = era * 146_097 + dayOfEra - 719_468;
  return (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000;
}
