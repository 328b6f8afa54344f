// SPDX-License-Identifier: MIT
/**
 * Scans one JSON value that lies in one window of bytes, strictly: whatever JSON.parse refuses is refused
 * here, at the same place, except that NaN, Infinity and -Infinity are accepted and bad UTF-8 is let pass,
 * both noted. Nothing is copied or decoded; the caller learns where the value ends and of what kind it is.
 *
 * Contract with the window: `bytes[end]` is 0. A zero byte is legal nowhere in JSON, so every inner loop stops
 * there without looking at `end`; what stops it is then told apart by its place.
 * @module
 */
import {
  BACKSLASH,
  BAD,
  COLON,
  COMMA,
  CR,
  DOT,
  ESCAPE,
  HEX,
  KIND,
  LBRACE,
  LBRACKET,
  LF,
  MAX_DEPTH,
  MINUS,
  NEED,
  NINE,
  PLUS,
  QUOTE,
  RBRACE,
  RBRACKET,
  SPACE,
  STRING_STOP,
  TAB,
  ZERO,
} from './bytes';

/** What was accepted beyond JSON, since the counters were last cleared. Positions are in the window. */
export interface ScanNotes {
  nonFinite: number;
  firstNonFinite: number;
  badUtf8: number;
  firstBadUtf8: number;
}

export class ValueScanner {
  bytes: Uint8Array = new Uint8Array(1);
  /** End of the window; `bytes[end]` is 0. */
  end = 0;
  /** Kind of the value scanned last. */
  kind: number = KIND.NONE;
  /** Where and whether it is not JSON, after the answer BAD. */
  errorAt = 0;
  errorCode: 'syntax' | 'too-deep' = 'syntax';
  nonFinite = 0;
  firstNonFinite = 0;
  badUtf8 = 0;
  firstBadUtf8 = 0;
  private stack = new Uint8Array(64);

  /** What stopped a scan at `at`: the window's end or an error. */
  protected stop(at: number): number {
    if (at >= this.end) return NEED;
    this.errorAt = at;
    this.errorCode = 'syntax';
    return BAD;
  }

  /** First place from `at` on that is no white space. */
  protected blank(at: number): number {
    const bytes = this.bytes;
    for (;;) {
      const byte = bytes[at];
      if (byte === SPACE || byte === LF || byte === CR || byte === TAB) at++;
      else return at;
    }
  }

  /** Scans the value that starts at `at` (no white space before it). Gives its end, NEED or BAD. */
  value(at: number): number {
    const bytes = this.bytes;
    const byte = bytes[at]!;
    if (byte === QUOTE) {
      at++;
      while (STRING_STOP[bytes[at]!] === 0) at++;
      if (bytes[at] === QUOTE) {
        this.kind = KIND.PLAIN;
        return at + 1;
      }
      this.kind = KIND.STRING;
      return this.stringRest(at);
    }
    if ((byte >= ZERO && byte <= NINE) || byte === MINUS) return this.number(at);
    if (byte === LBRACE || byte === LBRACKET) return this.nested(at);
    return this.literal(at);
  }

  /** The rest of a string from its first byte that is not plain ASCII. */
  protected stringRest(at: number): number {
    const bytes = this.bytes;
    for (;;) {
      const byte = bytes[at]!;
      if (byte === BACKSLASH) {
        const escape = ESCAPE[bytes[at + 1]!]!;
        if (escape === 1) at += 2;
        else if (escape === 2) {
          const digits =
            HEX[bytes[at + 2]!]! | HEX[bytes[at + 3]!]! | HEX[bytes[at + 4]!]! | HEX[bytes[at + 5]!]!;
          if (digits > 15) return this.stop(this.firstNoDigit(at + 2));
          at += 6;
        } else return this.stop(at + 1);
      } else if (byte >= 0x80) {
        // Most of what is beyond ASCII are characters of three bytes.
        const isPlainThree = byte > 0xe0 && byte < 0xf0 && byte !== 0xed;
        if (isPlainThree && (bytes[at + 1]! & 0xc0) === 0x80 && (bytes[at + 2]! & 0xc0) === 0x80) at += 3;
        else {
          const length = sequenceLength(bytes, at);
          if (length > 0) at += length;
          else if (this.isOpenSequence(at)) return NEED;
          else {
            if (this.badUtf8++ === 0) this.firstBadUtf8 = at;
            at++;
          }
        }
      } else if (byte === QUOTE) return at + 1;
      else return this.stop(at);
      while (STRING_STOP[bytes[at]!] === 0) at++;
    }
  }

  private firstNoDigit(at: number): number {
    while (HEX[this.bytes[at]!] !== 255) at++;
    return at;
  }

  /** A sequence cut by the window's end is not bad yet; the string is open there in any case. */
  private isOpenSequence(at: number): boolean {
    at++;
    while ((this.bytes[at]! & 0xc0) === 0x80) at++;
    return at >= this.end;
  }

  private number(at: number): number {
    const bytes = this.bytes;
    let byte = bytes[at]!;
    if (byte === MINUS) {
      byte = bytes[++at]!;
      if (byte === 0x49) return this.word(at, INFINITY);
    }
    if (byte === ZERO) byte = bytes[++at]!;
    else if (byte > ZERO && byte <= NINE) {
      do byte = bytes[++at]!;
      while (byte >= ZERO && byte <= NINE);
    } else return this.stop(at);
    this.kind = KIND.INTEGER;
    if (byte === DOT) {
      this.kind = KIND.FLOAT;
      byte = bytes[++at]!;
      if (byte < ZERO || byte > NINE) return this.stop(at);
      do byte = bytes[++at]!;
      while (byte >= ZERO && byte <= NINE);
    }
    if (byte === 0x65 || byte === 0x45) {
      this.kind = KIND.FLOAT;
      byte = bytes[++at]!;
      if (byte === PLUS || byte === MINUS) byte = bytes[++at]!;
      if (byte < ZERO || byte > NINE) return this.stop(at);
      do byte = bytes[++at]!;
      while (byte >= ZERO && byte <= NINE);
    }
    return at >= this.end ? NEED : at;
  }

  private literal(at: number): number {
    switch (this.bytes[at]) {
      case 0x74:
        this.kind = KIND.TRUE;
        return this.word(at, TRUE);
      case 0x66:
        this.kind = KIND.FALSE;
        return this.word(at, FALSE);
      case 0x6e:
        this.kind = KIND.NULL;
        return this.word(at, NULL);
      case 0x4e:
        return this.word(at, NAN);
      case 0x49:
        return this.word(at, INFINITY);
      default:
        return this.stop(at);
    }
  }

  private word(at: number, word: Uint8Array): number {
    for (let i = 0; i < word.length; i++) if (this.bytes[at + i] !== word[i]) return this.stop(at + i);
    if (word === NAN || word === INFINITY) {
      this.kind = KIND.NON_FINITE;
      if (this.nonFinite++ === 0) this.firstNonFinite = at;
    }
    return at + word.length;
  }

  /** An object or array, its contents checked but not looked at. */
  protected nested(at: number): number {
    const bytes = this.bytes;
    const outer = bytes[at] === LBRACE ? KIND.OBJECT : KIND.ARRAY;
    let depth = 0;
    let stack = this.stack;
    stack[0] = bytes[at++]!;
    let first = true;
    for (;;) {
      at = this.blank(at);
      let byte = bytes[at]!;
      const inObject = stack[depth] === LBRACE;
      let opened = false;
      if (!(first && byte === (inObject ? RBRACE : RBRACKET))) {
        if (inObject) {
          if (byte !== QUOTE) return this.stop(at);
          at++;
          while (STRING_STOP[bytes[at]!] === 0) at++;
          if (bytes[at] === QUOTE) at++;
          else if ((at = this.stringRest(at)) < 0) return at;
          if (bytes[at] !== COLON && bytes[(at = this.blank(at))] !== COLON) return this.stop(at);
          at = this.blank(at + 1);
          byte = bytes[at]!;
        }
        if (byte === LBRACE || byte === LBRACKET) {
          if (++depth === stack.length) {
            if (depth >= MAX_DEPTH) return this.tooDeep(at);
            stack = this.deeper();
          }
          stack[depth] = byte;
          at++;
          first = true;
          opened = true;
        } else if ((at = this.value(at)) < 0) return at;
      }
      while (!opened) {
        byte = bytes[at]!;
        if (byte !== COMMA && byte !== RBRACE && byte !== RBRACKET) byte = bytes[(at = this.blank(at))]!;
        if (byte === COMMA) {
          at++;
          first = false;
          break;
        }
        if (byte !== (stack[depth] === LBRACE ? RBRACE : RBRACKET)) return this.stop(at);
        at++;
        if (--depth < 0) {
          this.kind = outer;
          return at;
        }
      }
    }
  }

  private deeper(): Uint8Array<ArrayBuffer> {
    const larger = new Uint8Array(this.stack.length * 2);
    larger.set(this.stack);
    this.stack = larger;
    return larger;
  }

  private tooDeep(at: number): number {
    this.errorAt = at;
    this.errorCode = 'too-deep';
    return BAD;
  }
}

const TRUE = word('true');
const FALSE = word('false');
const NULL = word('null');
const NAN = word('NaN');
const INFINITY = word('Infinity');

function word(text: string): Uint8Array {
  return Uint8Array.from(text, (char) => char.charCodeAt(0));
}

/** Length of the well-formed UTF-8 sequence at `at`, 0 when there is none. */
export function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  const second = bytes[at + 1]!;
  if (lead < 0xe0) return lead >= 0xc2 && (second & 0xc0) === 0x80 ? 2 : 0;
  if (lead < 0xf0) {
    if ((second & 0xc0) !== 0x80 || (bytes[at + 2]! & 0xc0) !== 0x80) return 0;
    if (lead === 0xe0 && second < 0xa0) return 0;
    return lead === 0xed && second > 0x9f ? 0 : 3;
  }
  if (lead > 0xf4 || (second & 0xc0) !== 0x80) return 0;
  if ((bytes[at + 2]! & 0xc0) !== 0x80 || (bytes[at + 3]! & 0xc0) !== 0x80) return 0;
  if (lead === 0xf0 && second < 0x90) return 0;
  return lead === 0xf4 && second > 0x8f ? 0 : 4;
}
