// SPDX-License-Identifier: MIT
/**
 * BSON documents of monitor logs as JavaScript values: strings and binaries stay bytes, because monitors put
 * any bytes into either. Every length is checked; what does not fit is no document.
 * @module
 */
import { decodeUtf8 } from '../../util/utf8';

/** What a monitor writes. Text comes as bytes. */
export type BsonValue = null | boolean | number | bigint | Uint8Array | BsonValue[] | BsonDocument;
export type BsonDocument = Map<string, BsonValue>;

const MAX_DEPTH = 64;
const MIN_DOCUMENT = 5;

/** The bytes are no BSON document. */
export class BsonError extends Error {}

/** Length of the document that begins at `at`, as it states; callers check it against what they have. */
export function statedLength(bytes: Uint8Array, at: number): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}

/** Whether the beginning of a file looks like a log of documents; JSON never does. */
export function looksLikeBson(head: Uint8Array): boolean {
  const type = head[4];
  const isName = head[5] !== undefined && head[5] >= 0x41 && head[5] <= 0x7a;
  return (
    head.length >= 8 && (type === 0x02 || type === 0x10) && isName && statedLength(head, 0) >= MIN_DOCUMENT
  );
}

/** Reads the document that fills the bytes. Throws BsonError. */
export function readDocument(bytes: Uint8Array): BsonDocument {
  const reader = new Reader(bytes);
  const document = reader.document(0, 0);
  if (reader.at !== bytes.length) throw new BsonError('length');
  return document;
}

class Reader {
  at = 0;
  private readonly view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  document(start: number, depth: number): BsonDocument {
    const members: BsonDocument = new Map();
    this.members(start, depth, (name, value) => members.set(name, value));
    return members;
  }

  private members(start: number, depth: number, add: (name: string, value: BsonValue) => void): void {
    if (depth > MAX_DEPTH) throw new BsonError('depth');
    this.need(start, MIN_DOCUMENT);
    const end = start + statedLength(this.bytes, start);
    if (end > this.bytes.length || end < start + MIN_DOCUMENT) throw new BsonError('length');
    this.at = start + 4;
    while (this.at < end - 1) {
      const type = this.bytes[this.at++]!;
      add(this.name(end), this.value(type, depth));
    }
    if (this.at !== end - 1 || this.bytes[this.at] !== 0) throw new BsonError('end');
    this.at = end;
  }

  private name(end: number): string {
    const stop = this.bytes.indexOf(0, this.at);
    if (stop < 0 || stop >= end) throw new BsonError('name');
    const name = decodeUtf8(this.bytes.subarray(this.at, stop));
    this.at = stop + 1;
    return name;
  }

  private value(type: number, depth: number): BsonValue {
    switch (type) {
      case 0x01:
        return this.view.getFloat64(this.take(8), true);
      case 0x02: {
        const length = this.view.getUint32(this.take(4), true);
        if (length < 1) throw new BsonError('string');
        const start = this.take(length);
        return this.bytes.subarray(start, start + length - 1);
      }
      case 0x03:
        return this.document(this.at, depth + 1);
      case 0x04: {
        const items: BsonValue[] = [];
        this.members(this.at, depth + 1, (_, value) => items.push(value));
        return items;
      }
      case 0x05: {
        const length = this.view.getUint32(this.take(4), true);
        this.take(1);
        const start = this.take(length);
        return this.bytes.subarray(start, start + length);
      }
      case 0x08:
        return this.bytes[this.take(1)] === 1;
      case 0x0a:
        return null;
      case 0x10:
        return this.view.getInt32(this.take(4), true);
      case 0x09:
      case 0x11:
      case 0x12:
        return this.view.getBigInt64(this.take(8), true);
      default:
        throw new BsonError(`type ${type}`);
    }
  }

  private take(length: number): number {
    this.need(this.at, length);
    const start = this.at;
    this.at += length;
    return start;
  }

  private need(start: number, length: number): void {
    if (start + length > this.bytes.length) throw new BsonError('length');
  }
}
