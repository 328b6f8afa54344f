// SPDX-License-Identifier: MIT
/**
 * Reading hostile JSON values by what they should be: each function gives the wanted type or null, never throws.
 * @module
 */
import { encodeUtf8 } from '../../util/utf8';
import { integerAt } from '../tokenizer/number';
import type { JsonObject, JsonValue } from '../tokenizer/parse-value';
import { timeMsAt } from '../tokenizer/time';

type Field = JsonValue | undefined;

export function textOf(value: Field): string | null {
  return typeof value === 'string' ? value : null;
}

/** Text of a string or number, null for anything else and for the empty string. */
export function wordOf(value: Field): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return typeof value === 'string' && value !== '' ? value : null;
}

export function objectOf(value: Field): JsonObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : null;
}

export function listOf(value: Field): JsonValue[] {
  return Array.isArray(value) ? value : [];
}

export function booleanOf(value: Field): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** An integer written as number or text (decimal or `0x…`), unsigned 64-bit. */
export function bigintOf(value: Field): bigint | null {
  if (typeof value === 'bigint') return BigInt.asUintN(64, value);
  if (typeof value === 'number')
    return Number.isSafeInteger(value) ? BigInt.asUintN(64, BigInt(value)) : null;
  if (typeof value !== 'string' || value.length > 40) return null;
  const bytes = encodeUtf8(value);
  return integerAt(bytes, 0, bytes.length);
}

/** A process or thread id: the low 32 bits, for the upper ones hold junk. */
export function idOf(value: Field): number | null {
  const number = bigintOf(value);
  return number === null ? null : Number(BigInt.asUintN(32, number));
}

/** A small signed integer, such as a severity. */
export function integerOf(value: Field): number | null {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? value : null;
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : null;
}

/** Milliseconds since 1970 of a time in any dialect's writing; local times are read as UTC. */
export function timeMsOf(value: Field): number | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  const bytes = encodeUtf8(String(value));
  const timeMs = timeMsAt(bytes, 0, bytes.length);
  return Number.isNaN(timeMs) ? null : timeMs;
}
