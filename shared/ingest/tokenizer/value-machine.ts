// SPDX-License-Identifier: MIT
/**
 * Checks one JSON value that comes in pieces, byte by byte resumable and as strictly as ValueScanner, without
 * keeping any of it: for the parts of a report that are passed on as bytes, and for values too large for a
 * window. Memory is one byte per open bracket.
 * @module
 */
import {
  BACKSLASH,
  COLON,
  COMMA,
  CR,
  DOT,
  ESCAPE,
  HEX,
  LBRACE,
  LBRACKET,
  LF,
  MAX_DEPTH,
  MINUS,
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

const VALUE = 0;
const FIRST = 1;
const KEY = 2;
const AFTER_KEY = 3;
const AFTER = 4;
const STRING = 5;
const ESCAPED = 6;
const HEX_DIGITS = 7;
const WORD = 8;
const SIGN = 9;
const INTEGER = 10;
const LEADING_ZERO = 11;
const POINT = 12;
const FRACTION = 13;
const EXPONENT = 14;
const EXPONENT_SIGN = 15;
const EXPONENT_DIGITS = 16;
const DONE = 17;

const WORDS: Record<number, string> = {
  0x74: 'true',
  0x66: 'false',
  0x6e: 'null',
  0x4e: 'NaN',
  0x49: 'Infinity',
};

export class ValueMachine {
  /** True once the value has ended. */
  done = false;
  error: 'syntax' | 'too-deep' | null = null;
  /** NaN and infinities met, and the place of the first among all bytes written since `start`. */
  nonFinite = 0;
  firstNonFinite = 0;
  badUtf8 = 0;
  firstBadUtf8 = 0;

  private state = VALUE;
  private depth = 0;
  private stack = new Uint8Array(64);
  private inKey = false;
  private hexLeft = 0;
  private word = '';
  private wordAt = 0;
  /** Continuation bytes still to come of a UTF-8 sequence, and the bounds of the next one. */
  private more = 0;
  private low = 0x80;
  private high = 0xbf;
  private written = 0;

  /** Begins a value; its first byte comes with the next `write`. */
  start(): void {
    this.done = false;
    this.error = null;
    this.nonFinite = 0;
    this.badUtf8 = 0;
    this.state = VALUE;
    this.depth = 0;
    this.inKey = false;
    this.more = 0;
    this.written = 0;
  }

  /**
   * Takes bytes from `at` to `end`. Gives the place behind the value when it ended (`done`), the place of the
   * offending byte when there was an error, else `end`. A number ends before the byte that follows it.
   */
  write(bytes: Uint8Array, at: number, end: number): number {
    const from = at;
    at = this.run(bytes, at, end, this.written - at);
    this.written += at - from;
    return at;
  }

  private run(bytes: Uint8Array, at: number, end: number, base: number): number {
    let state = this.state;
    while (at < end) {
      const byte = bytes[at]!;
      switch (state) {
        case STRING:
          if (STRING_STOP[byte] === 0 && this.more === 0) {
            do at++;
            while (at < end && STRING_STOP[bytes[at]!] === 0);
            continue;
          }
          if (this.more > 0 || byte >= 0x80) {
            at = this.utf8(byte, at, base);
            continue;
          }
          at++;
          if (byte === QUOTE) {
            if (this.inKey) {
              this.inKey = false;
              state = AFTER_KEY;
            } else state = AFTER;
          } else if (byte === BACKSLASH) state = ESCAPED;
          else return this.fail(at - 1, 'syntax');
          break;
        case ESCAPED:
          if (ESCAPE[byte] === 1) state = STRING;
          else if (ESCAPE[byte] === 2) {
            state = HEX_DIGITS;
            this.hexLeft = 4;
          } else return this.fail(at, 'syntax');
          at++;
          continue;
        case HEX_DIGITS:
          if (HEX[byte] === 255) return this.fail(at, 'syntax');
          if (--this.hexLeft === 0) state = STRING;
          at++;
          continue;
        case FIRST:
        case VALUE:
          if (byte === SPACE || byte === LF || byte === CR || byte === TAB) {
            at++;
            continue;
          }
          if (state === FIRST) {
            const inObject = this.stack[this.depth - 1] === LBRACE;
            if (byte === (inObject ? RBRACE : RBRACKET)) {
              at++;
              this.depth--;
              state = AFTER;
              break;
            }
            if (inObject) {
              if (byte !== QUOTE) return this.fail(at, 'syntax');
              at++;
              this.inKey = true;
              state = STRING;
              continue;
            }
          }
          at++;
          if (byte === QUOTE) state = STRING;
          else if (byte === LBRACE || byte === LBRACKET) {
            if (this.depth === this.stack.length && !this.deeper()) return this.fail(at - 1, 'too-deep');
            this.stack[this.depth++] = byte;
            state = FIRST;
          } else if (byte === ZERO) state = LEADING_ZERO;
          else if (byte > ZERO && byte <= NINE) state = INTEGER;
          else if (byte === MINUS) state = SIGN;
          else {
            const word = WORDS[byte];
            if (word === undefined) return this.fail(at - 1, 'syntax');
            this.word = word;
            this.wordAt = 1;
            state = WORD;
          }
          continue;
        case KEY:
          if (byte === QUOTE) {
            this.inKey = true;
            state = STRING;
          } else if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB)
            return this.fail(at, 'syntax');
          at++;
          continue;
        case AFTER_KEY:
          if (byte === COLON) state = VALUE;
          else if (byte !== SPACE && byte !== LF && byte !== CR && byte !== TAB)
            return this.fail(at, 'syntax');
          at++;
          continue;
        case WORD:
          if (byte !== this.word.charCodeAt(this.wordAt)) return this.fail(at, 'syntax');
          at++;
          if (++this.wordAt < this.word.length) continue;
          if (byte === 0x4e || byte === 0x79) {
            const first = at - this.word.length + base;
            if (this.nonFinite++ === 0) this.firstNonFinite = first;
          }
          state = AFTER;
          break;
        case SIGN:
          at++;
          if (byte === ZERO) state = LEADING_ZERO;
          else if (byte > ZERO && byte <= NINE) state = INTEGER;
          else if (byte === 0x49) {
            this.word = WORDS[byte]!;
            this.wordAt = 1;
            state = WORD;
          } else return this.fail(at - 1, 'syntax');
          continue;
        case INTEGER:
        case LEADING_ZERO:
          if (state === INTEGER && byte >= ZERO && byte <= NINE) at++;
          else if (byte === DOT) {
            at++;
            state = POINT;
          } else if (byte === 0x65 || byte === 0x45) {
            at++;
            state = EXPONENT;
          } else state = AFTER;
          if (state !== AFTER) continue;
          break;
        case POINT:
          if (byte < ZERO || byte > NINE) return this.fail(at, 'syntax');
          at++;
          state = FRACTION;
          continue;
        case FRACTION:
          if (byte >= ZERO && byte <= NINE) {
            at++;
            continue;
          }
          if (byte === 0x65 || byte === 0x45) {
            at++;
            state = EXPONENT;
            continue;
          }
          state = AFTER;
          break;
        case EXPONENT:
        case EXPONENT_SIGN:
          if (state === EXPONENT && (byte === PLUS || byte === MINUS)) state = EXPONENT_SIGN;
          else if (byte >= ZERO && byte <= NINE) state = EXPONENT_DIGITS;
          else return this.fail(at, 'syntax');
          at++;
          continue;
        case EXPONENT_DIGITS:
          if (byte >= ZERO && byte <= NINE) {
            at++;
            continue;
          }
          state = AFTER;
          break;
        case AFTER:
          if (byte === SPACE || byte === LF || byte === CR || byte === TAB) {
            at++;
            continue;
          }
          at++;
          if (byte === COMMA) {
            state = this.stack[this.depth - 1] === LBRACE ? KEY : VALUE;
            continue;
          }
          if (byte !== (this.stack[this.depth - 1] === LBRACE ? RBRACE : RBRACKET))
            return this.fail(at - 1, 'syntax');
          this.depth--;
          break;
        default:
          return at;
      }
      // Only the states after which a value may have ended come here.
      if (state === AFTER && this.depth === 0) {
        this.state = DONE;
        this.done = true;
        return at;
      }
    }
    this.state = state;
    return at;
  }

  /** One byte of a sequence beyond ASCII. Gives the next place: the same one where the byte ends a bad sequence. */
  private utf8(byte: number, at: number, base: number): number {
    if (this.more > 0) {
      if (byte >= this.low && byte <= this.high) {
        this.more--;
        this.low = 0x80;
        this.high = 0xbf;
        return at + 1;
      }
      this.more = 0;
      this.noteBadUtf8(at + base);
      return at;
    }
    this.low = byte === 0xe0 ? 0xa0 : byte === 0xf0 ? 0x90 : 0x80;
    this.high = byte === 0xed ? 0x9f : byte === 0xf4 ? 0x8f : 0xbf;
    if (byte >= 0xc2 && byte <= 0xf4) this.more = byte < 0xe0 ? 1 : byte < 0xf0 ? 2 : 3;
    else this.noteBadUtf8(at + base);
    return at + 1;
  }

  private noteBadUtf8(offset: number): void {
    if (this.badUtf8++ === 0) this.firstBadUtf8 = offset;
  }

  private deeper(): boolean {
    if (this.depth >= MAX_DEPTH) return false;
    const larger = new Uint8Array(this.stack.length * 2);
    larger.set(this.stack);
    this.stack = larger;
    return true;
  }

  private fail(at: number, error: 'syntax' | 'too-deep'): number {
    this.error = error;
    return at;
  }
}
