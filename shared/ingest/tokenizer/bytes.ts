// SPDX-License-Identifier: MIT
/**
 * Byte values and tables of the JSON grammar, and the few numbers that scanners answer with.
 * @module
 */

export const TAB = 0x09;
export const LF = 0x0a;
export const CR = 0x0d;
export const SPACE = 0x20;
export const QUOTE = 0x22;
export const PLUS = 0x2b;
export const COMMA = 0x2c;
export const MINUS = 0x2d;
export const DOT = 0x2e;
export const ZERO = 0x30;
export const NINE = 0x39;
export const COLON = 0x3a;
export const LBRACKET = 0x5b;
export const BACKSLASH = 0x5c;
export const RBRACKET = 0x5d;
export const LBRACE = 0x7b;
export const RBRACE = 0x7d;

/** A scanner's answer: the window ends inside the value. */
export const NEED = -1;
/** A scanner's answer: not JSON; `errorAt` says where. */
export const BAD = -2;

/** 1 where a string's plain run stops: quote, backslash, control characters and everything beyond ASCII. */
export const STRING_STOP = new Uint8Array(256);
/** 1 for the characters that may follow a backslash, 2 for `u`. */
export const ESCAPE = new Uint8Array(256);
/** Value of a hexadecimal digit, 255 for any other byte. */
export const HEX = new Uint8Array(256).fill(255);

for (let byte = 0; byte < 256; byte++) {
  if (byte < 0x20 || byte === QUOTE || byte === BACKSLASH || byte >= 0x80) STRING_STOP[byte] = 1;
}
for (const char of '"\\/bfnrt') ESCAPE[char.charCodeAt(0)] = 1;
ESCAPE[0x75] = 2;
for (let digit = 0; digit < 16; digit++) {
  HEX['0123456789abcdef'.charCodeAt(digit)] = digit;
  HEX['0123456789ABCDEF'.charCodeAt(digit)] = digit;
}

/** Kinds of values on the tape. */
export const KIND = {
  NONE: 0,
  /** ASCII without escapes: bytes are characters. */
  PLAIN: 1,
  /** A string with escapes or bytes beyond ASCII. */
  STRING: 2,
  INTEGER: 3,
  /** A number with fraction or exponent. */
  FLOAT: 4,
  TRUE: 5,
  FALSE: 6,
  NULL: 7,
  OBJECT: 8,
  ARRAY: 9,
  /** NaN, Infinity, -Infinity. */
  NON_FINITE: 10,
} as const;

/** Nesting deeper than this is damage: no report has it, and it would only eat memory. */
export const MAX_DEPTH = 1_000_000;
