// SPDX-License-Identifier: MIT
/**
 * Values: where they end and of what kind they are. Each function takes the place of the value's first byte and
 * gives the place behind its last one, or 0 for whatever is not plain sailing: an error, the window's end, bad
 * UTF-8, NaN, deep nesting. Then the host's own scanner has the word, which knows what it is.
 * @module
 */
import { STACK, STACK_DEPTH } from './memory';

export const PLAIN: i32 = 1;
export const STRING: i32 = 2;
export const INTEGER: i32 = 3;
export const FLOAT: i32 = 4;
export const TRUE: i32 = 5;
export const FALSE: i32 = 6;
export const NULL: i32 = 7;
export const OBJECT: i32 = 8;
export const ARRAY: i32 = 9;

export const QUOTE: i32 = 0x22;
export const COMMA: i32 = 0x2c;
export const COLON: i32 = 0x3a;
export const LBRACKET: i32 = 0x5b;
export const BACKSLASH: i32 = 0x5c;
export const RBRACKET: i32 = 0x5d;
export const LBRACE: i32 = 0x7b;
export const RBRACE: i32 = 0x7d;

/** Kind of the value scanned last: numbers as in shared/ingest/tokenizer/bytes.ts. */
export let kind: i32 = 0;

export function setKind(to: i32): void {
  kind = to;
}

/** First place that is no white space. */
export function blank(p: usize): usize {
  while (true) {
    const byte = load<u8>(p);
    if (byte > 0x20 || (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09)) return p;
    p++;
  }
}

/** First quote, backslash, control character or byte beyond ASCII. The window's zero byte is one. */
export function plainEnd(p: usize): usize {
  while (true) {
    const bytes = v128.load(p);
    const stops = i8x16.bitmask(
      v128.or(
        // As signed numbers, bytes beyond ASCII are below zero.
        i8x16.lt_s(bytes, i8x16.splat(0x20)),
        v128.or(i8x16.eq(bytes, i8x16.splat(0x22)), i8x16.eq(bytes, i8x16.splat(0x5c))),
      ),
    );
    if (stops != 0) return p + ctz(stops);
    p += 16;
  }
}

function isDigit(byte: u8): bool {
  return <u8>(byte - 0x30) < 10;
}

function isHex(byte: u8): bool {
  return <u8>(byte - 0x30) < 10 || <u8>((byte | 0x20) - 0x61) < 6;
}

function isTail(byte: u8): bool {
  return (byte & 0xc0) == 0x80;
}

/** The rest of a string from a byte that `plainEnd` stopped at. */
export function stringRest(p: usize): usize {
  while (true) {
    const byte = load<u8>(p);
    if (byte == BACKSLASH) {
      const escape = load<u8>(p, 1);
      if (escape == 0x75) {
        if (!(
          isHex(load<u8>(p, 2)) &&
          isHex(load<u8>(p, 3)) &&
          isHex(load<u8>(p, 4)) &&
          isHex(load<u8>(p, 5))
        ))
          return 0;
        p += 6;
      } else if (
        escape == 0x6e ||
        escape == BACKSLASH ||
        escape == QUOTE ||
        escape == 0x72 ||
        escape == 0x74 ||
        escape == 0x2f ||
        escape == 0x62 ||
        escape == 0x66
      )
        p += 2;
      else return 0;
    } else if (byte >= 0x80) {
      const length = sequenceLength(p, byte);
      if (length == 0) return 0;
      p += length;
    } else return byte == QUOTE ? p + 1 : 0;
    // Escapes and characters beyond ASCII come in rows.
    const next = load<u8>(p);
    if (next == BACKSLASH || next >= 0x80) continue;
    p = plainEnd(p);
  }
}

/** Length of the well-formed UTF-8 sequence, 0 when there is none. */
function sequenceLength(p: usize, lead: u8): usize {
  const second = load<u8>(p, 1);
  if (!isTail(second) || lead < 0xc2 || lead > 0xf4) return 0;
  if (lead < 0xe0) return 2;
  if (!isTail(load<u8>(p, 2))) return 0;
  if (lead < 0xf0) {
    if (lead == 0xe0 && second < 0xa0) return 0;
    return lead == 0xed && second > 0x9f ? 0 : 3;
  }
  if (!isTail(load<u8>(p, 3))) return 0;
  if (lead == 0xf0 && second < 0x90) return 0;
  return lead == 0xf4 && second > 0x8f ? 0 : 4;
}

function number(p: usize): usize {
  let byte = load<u8>(p);
  if (byte == 0x2d) byte = load<u8>(++p);
  if (byte == 0x30) byte = load<u8>(++p);
  else if (isDigit(byte)) {
    do byte = load<u8>(++p);
    while (isDigit(byte));
  } else return 0;
  kind = INTEGER;
  if (byte == 0x2e) {
    kind = FLOAT;
    byte = load<u8>(++p);
    if (!isDigit(byte)) return 0;
    do byte = load<u8>(++p);
    while (isDigit(byte));
  }
  if ((byte | 0x20) == 0x65) {
    kind = FLOAT;
    byte = load<u8>(++p);
    if (byte == 0x2b || byte == 0x2d) byte = load<u8>(++p);
    if (!isDigit(byte)) return 0;
    do byte = load<u8>(++p);
    while (isDigit(byte));
  }
  return p;
}

function literal(p: usize): usize {
  const word = load<u32>(p);
  if (word == 0x6575_7274) {
    kind = TRUE;
    return p + 4;
  }
  if (word == 0x6c6c_756e) {
    kind = NULL;
    return p + 4;
  }
  if (word == 0x736c_6166 && load<u8>(p, 4) == 0x65) {
    kind = FALSE;
    return p + 5;
  }
  return 0;
}

/** Anything but an object or an array. */
function scalar(p: usize, byte: u8): usize {
  if (byte == QUOTE) {
    p = plainEnd(p + 1);
    if (load<u8>(p) == QUOTE) {
      kind = PLAIN;
      return p + 1;
    }
    kind = STRING;
    return stringRest(p);
  }
  return isDigit(byte) || byte == 0x2d ? number(p) : literal(p);
}

export function value(p: usize): usize {
  const byte = load<u8>(p);
  return byte == LBRACE || byte == LBRACKET ? nested(p) : scalar(p, byte);
}

/** An object or array, its contents checked but not looked at. */
function nested(p: usize): usize {
  const outer = load<u8>(p) == LBRACE ? OBJECT : ARRAY;
  let depth: usize = 0;
  store<u8>(STACK, load<u8>(p++));
  let first = true;
  while (true) {
    p = blank(p);
    let byte = load<u8>(p);
    const inObject = load<u8>(STACK + depth) == LBRACE;
    let opened = false;
    if (!(first && byte == (inObject ? RBRACE : RBRACKET))) {
      if (inObject) {
        if (byte != QUOTE) return 0;
        p = plainEnd(p + 1);
        if (load<u8>(p) == QUOTE) p++;
        else if ((p = stringRest(p)) == 0) return 0;
        p = blank(p);
        if (load<u8>(p) != COLON) return 0;
        p = blank(p + 1);
        byte = load<u8>(p);
      }
      if (byte == LBRACE || byte == LBRACKET) {
        if (<i32>++depth == STACK_DEPTH) return 0;
        store<u8>(STACK + depth, byte);
        p++;
        first = true;
        opened = true;
      } else if ((p = scalar(p, byte)) == 0) return 0;
    }
    while (!opened) {
      p = blank(p);
      byte = load<u8>(p);
      if (byte == COMMA) {
        p++;
        first = false;
        break;
      }
      if (byte != (load<u8>(STACK + depth) == LBRACE ? RBRACE : RBRACKET)) return 0;
      p++;
      if (depth == 0) {
        kind = outer;
        return p;
      }
      depth--;
    }
  }
  return 0; // never: the compiler does not see it
}
