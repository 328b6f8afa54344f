// SPDX-License-Identifier: MIT
/**
 * Numbers and times from bytes, exact: nothing of 64 bits passes through a double.
 * @module
 */
import { HEX, MINUS, NINE, ZERO } from './bytes';

const MAX_U64 = 0xffff_ffff_ffff_ffffn;

/**
 * An integer written in decimal or as `0x…`, with or without a sign, as unsigned 64-bit (negative ones in
 * two's complement). null where the bytes are no integer or have more than 64 bits.
 */
export function integerAt(bytes: Uint8Array, start: number, end: number): bigint | null {
  let at = start;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  if (at >= end) return null;
  let value: bigint;
  if (bytes[at] === ZERO && at + 2 < end && (bytes[at + 1]! | 0x20) === 0x78) {
    at += 2;
    if (end - at > 13) {
      let high = 0;
      let low = 0;
      for (; at < end; at++) {
        const digit = HEX[bytes[at]!]!;
        if (digit === 255 || high > 0x0fff_ffff) return null;
        high = high * 16 + (low >>> 28);
        low = ((low << 4) | digit) >>> 0;
      }
      value = (BigInt(high) << 32n) | BigInt(low);
    } else {
      let sum = 0;
      for (; at < end; at++) {
        const digit = HEX[bytes[at]!]!;
        if (digit === 255) return null;
        sum = sum * 16 + digit;
      }
      value = BigInt(sum);
    }
  } else if (end - at <= 15) {
    let sum = 0;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) return null;
      sum = sum * 10 + (byte - ZERO);
    }
    value = BigInt(sum);
  } else {
    let text = '';
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE || text.length > 40) return null;
      text += String.fromCharCode(byte);
    }
    value = BigInt(text);
  }
  if (!negative) return value > MAX_U64 ? null : value;
  return value > 0x8000_0000_0000_0000n ? null : BigInt.asUintN(64, -value);
}

/** Low 32 bits of an integer as `integerAt` reads it, 0 where there is none: thread ids, whose upper half is junk. */
export function low32At(bytes: Uint8Array, start: number, end: number): number {
  let at = start;
  let value = 0;
  const negative = bytes[at] === MINUS;
  if (negative) at++;
  if (bytes[at] === ZERO && at + 2 < end && (bytes[at + 1]! | 0x20) === 0x78) {
    for (at += 2; at < end; at++) {
      const digit = HEX[bytes[at]!]!;
      if (digit === 255) return 0;
      value = (value << 4) | digit;
    }
  } else {
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) return 0;
      value = (Math.imul(value, 10) + (byte - ZERO)) | 0;
    }
  }
  return (negative ? -value : value) >>> 0;
}

/**
 * As `integerAt`, but into two halves, for columns: `out[0]` low, `out[1]` high. Both 0 and false where the
 * bytes are no integer of 64 bits.
 */
export function halvesAt(bytes: Uint8Array, start: number, end: number, out: Uint32Array): boolean {
  let at = start;
  const isHex = end - at > 2 && bytes[at] === ZERO && (bytes[at + 1]! | 0x20) === 0x78;
  if (isHex && end - at <= 18) {
    let low = 0;
    let high = 0;
    for (at += 2; at < end; at++) {
      const digit = HEX[bytes[at]!]!;
      if (digit === 255) return clear(out);
      high = (high << 4) | (low >>> 28);
      low = (low << 4) | digit;
    }
    out[0] = low;
    out[1] = high;
    return true;
  }
  if (!isHex && end > at && end - at <= 15 && bytes[at] !== MINUS) {
    let sum = 0;
    for (; at < end; at++) {
      const byte = bytes[at]!;
      if (byte < ZERO || byte > NINE) return clear(out);
      sum = sum * 10 + (byte - ZERO);
    }
    out[0] = sum % 0x1_0000_0000;
    out[1] = Math.floor(sum / 0x1_0000_0000);
    return true;
  }
  const value = integerAt(bytes, start, end);
  if (value === null) return clear(out);
  out[0] = Number(value & 0xffff_ffffn);
  out[1] = Number(value >> 32n);
  return true;
}

function clear(out: Uint32Array): boolean {
  out[0] = out[1] = 0;
  return false;
}
