// SPDX-License-Identifier: MIT
/**
 * A JSON value as JavaScript objects, from bytes that were scanned already: for headers, signatures and the
 * other small parts. Same values as JSON.parse, except that integers beyond 2^53 are bigints, and NaN and the
 * infinities are accepted. Nesting costs no stack.
 * @module
 */
import { decodeUtf8 } from '../../util/utf8';
import { KIND, LBRACE, LBRACKET, QUOTE, RBRACE, RBRACKET } from './bytes';
import { plainText, stringText } from './text';
import { ValueScanner } from './value-scanner';

/** What JSON can say. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

interface Open {
  array: JsonValue[] | null;
  object: JsonObject | null;
  key: string;
}

class Parser extends ValueScanner {
  parse(bytes: Uint8Array): JsonValue {
    // The scanner wants a zero byte behind the window, and room for it is not ours.
    this.bytes = new Uint8Array(bytes.length + 2);
    this.bytes.set(bytes);
    // A number at the very end would ask for more; a space ends it.
    this.bytes[bytes.length] = 0x20;
    this.end = bytes.length + 1;
    let at = this.blank(0);
    const opened: Open[] = [];
    for (;;) {
      const byte = this.bytes[at]!;
      let value: JsonValue;
      if (byte === LBRACE || byte === LBRACKET) {
        const open: Open =
          byte === LBRACE ? { array: null, object: {}, key: '' } : { array: [], object: null, key: '' };
        at = this.blank(at + 1);
        if (this.bytes[at] !== (open.array ? RBRACKET : RBRACE)) {
          opened.push(open);
          if (open.object) at = this.readKey(open, at);
          continue;
        }
        at++;
        value = open.array ?? open.object;
      } else {
        const end = this.value(at);
        if (end < 0) throw new SyntaxError(`not JSON at ${end === -1 ? bytes.length : this.errorAt}`);
        value = this.scalar(at, end);
        at = end;
      }
      for (;;) {
        const open = opened[opened.length - 1];
        if (!open) {
          at = this.blank(at);
          if (at < this.end) throw new SyntaxError(`not JSON at ${at}`);
          return value;
        }
        if (open.array) open.array.push(value);
        else put(open.object!, open.key, value);
        at = this.blank(at);
        const mark = this.bytes[at];
        if (mark === 0x2c) {
          at = this.blank(at + 1);
          if (open.object) at = this.readKey(open, at);
          break;
        }
        if (mark !== (open.array ? RBRACKET : RBRACE)) throw new SyntaxError(`not JSON at ${at}`);
        at++;
        opened.pop();
        value = open.array ?? open.object;
      }
    }
  }

  private readKey(open: Open, at: number): number {
    if (this.bytes[at] !== QUOTE) throw new SyntaxError(`not JSON at ${at}`);
    const end = this.value(at);
    if (end < 0) throw new SyntaxError(`not JSON at ${at}`);
    open.key = this.scalar(at, end) as string;
    at = this.blank(end);
    if (this.bytes[at] !== 0x3a) throw new SyntaxError(`not JSON at ${at}`);
    return this.blank(at + 1);
  }

  private scalar(start: number, end: number): JsonValue {
    switch (this.kind) {
      case KIND.PLAIN:
        return plainText(this.bytes, start + 1, end - 1);
      case KIND.STRING:
        return stringText(this.bytes, start + 1, end - 1);
      case KIND.INTEGER: {
        const text = decodeUtf8(this.bytes.subarray(start, end));
        const number = Number(text);
        // More digits than any 64-bit value has, by far: not worth the time that exactness would cost.
        return Number.isSafeInteger(number) || text.length > 4096 ? number : BigInt(text);
      }
      case KIND.TRUE:
        return true;
      case KIND.FALSE:
        return false;
      case KIND.NULL:
        return null;
      case KIND.FLOAT:
        return Number(decodeUtf8(this.bytes.subarray(start, end)));
      default:
        return this.bytes[start] === 0x4e ? NaN : this.bytes[start] === 0x2d ? -Infinity : Infinity;
    }
  }
}

/** Parses the bytes of one JSON value. Throws SyntaxError where they are none. */
export function parseValue(bytes: Uint8Array): JsonValue {
  return new Parser().parse(bytes);
}

function put(object: JsonObject, key: string, value: JsonValue): void {
  if (key === '__proto__') {
    Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true });
  } else object[key] = value;
}
