// SPDX-License-Identifier: MIT
/**
 * What the documents of one monitor log mean: `info` documents name APIs and their arguments, the others are
 * calls of them. A call becomes the JSON text of a call object as Cuckoo 2 writes it, so that one scanner reads
 * everything. See docs/dialects.md.
 * @module
 */
import { sha1 } from '@noble/hashes/legacy.js';
import type { ProcessHeader } from '../../analysis/analyzer';
import { decodeUtf8 } from '../../util/utf8';
import type { BsonDocument, BsonValue } from './bson-document';
import { flagWords, type FlagTables } from './flag-words';

interface ArgShape {
  name: string;
  /** `p` and `x` are printed in hexadecimal. */
  format: string;
}

interface CallShape {
  api: string;
  category: string;
  args: ArgShape[];
  flags: FlagTables;
}

/** What a document of the log gave. */
export type LogEntry =
  | { kind: 'process'; header: ProcessHeader }
  /** JSON text of a call. */
  | { kind: 'call'; json: string }
  /** Nothing that is told: names, threads, buffers. */
  | { kind: 'none' };

/** 100-nanosecond steps between 1601 and 1970. */
const EPOCH_1601 = 116_444_736_000_000_000n;
const MAX_SHAPES = 10_000;

export class MonitorLog {
  private readonly shapes = new Map<number, CallShape>();
  private startMs = 0;
  private is64Bit = false;
  /** SHA-1 of the buffer that the next call wrote: such buffers stand before it in a document of their own. */
  private bufferHash: string | null = null;

  entry(document: BsonDocument): LogEntry {
    const type = textOf(document.get('type'));
    if (type === 'info') this.addShape(document);
    else if (type === 'buffer') {
      const buffer = document.get('buffer');
      if (buffer instanceof Uint8Array) this.bufferHash = hexOf(sha1(buffer));
    } else {
      const shape = this.shapes.get(intOf(document.get('I')));
      const values = document.get('args');
      if (shape && Array.isArray(values)) return this.call(shape, document, values);
    }
    return { kind: 'none' };
  }

  private addShape(document: BsonDocument): void {
    const args = document.get('args');
    if (!Array.isArray(args) || this.shapes.size >= MAX_SHAPES) return;
    this.shapes.set(intOf(document.get('I')), {
      api: textOf(document.get('name')) ?? '',
      category: textOf(document.get('category')) ?? '',
      args: args.map((arg) => {
        const [name, format] = Array.isArray(arg) ? arg : [arg, null];
        return { name: textOf(name) ?? '', format: textOf(format) ?? '' };
      }),
      flags: {
        values: document.get('flags_value') as BsonDocument | undefined,
        bits: document.get('flags_bitmask') as BsonDocument | undefined,
      },
    });
  }

  private call(shape: CallShape, document: BsonDocument, values: readonly BsonValue[]): LogEntry {
    const named = new Map<string, [format: string, value: BsonValue]>();
    shape.args.forEach(({ name, format }, at) => named.set(name, [format, values[at] ?? null]));
    if (shape.api === '__process__') return { kind: 'process', header: this.process(named) };
    if (shape.api === '__thread__') return { kind: 'none' };
    const members: [string, string][] = [
      ['category', JSON.stringify(shape.category)],
      ['status', String(intOf(values[0]) === 0 ? 0 : 1)],
    ];
    const stack = document.get('s');
    if (Array.isArray(stack))
      members.push(['stacktrace', JSON.stringify(stack.map((frame) => textOf(frame) ?? ''))]);
    if (document.has('e')) members.push(['last_error', String(intOf(document.get('e')))]);
    if (document.has('E')) members.push(['nt_status', String(intOf(document.get('E')))]);
    if (this.bufferHash !== null) members.push(['buffer', JSON.stringify(this.bufferHash)]);
    this.bufferHash = null;
    const args: string[] = [];
    const flags: string[] = [];
    for (const [name, [format, value]] of named) {
      if (name === 'is_success' || name === 'retval') continue;
      args.push(`${JSON.stringify(name)}:${this.argument(format, value)}`);
      const words = flagWords(shape.flags, name, value);
      if (words !== null) flags.push(`${JSON.stringify(name)}:${JSON.stringify(words)}`);
    }
    members.push(
      ['api', JSON.stringify(shape.api)],
      ['return_value', returnText(values[1])],
      ['arguments', `{${args.join(',')}}`],
      ['time', secondsText(this.startMs + intOf(document.get('t')))],
      ['tid', String(intOf(document.get('T')) >>> 0)],
      ['flags', `{${flags.join(',')}}`],
    );
    return { kind: 'call', json: `{${members.map(([name, json]) => `"${name}":${json}`).join(',')}}` };
  }

  private process(named: ReadonlyMap<string, readonly [string, BsonValue]>): ProcessHeader {
    const value = (...names: string[]): BsonValue => {
      for (const name of names) if (named.has(name)) return named.get(name)![1];
      return null;
    };
    const low = BigInt(intOf(value('TimeLow', 'time_low')) >>> 0);
    const high = BigInt(intOf(value('TimeHigh', 'time_high')) >>> 0);
    this.startMs = Number((((high << 32n) | low) - EPOCH_1601) / 10_000n);
    this.is64Bit = intOf(value('is_64bit')) !== 0;
    const path = textOf(value('ModulePath', 'module_path')) || null;
    const track = value('track');
    return {
      pid: intOf(value('ProcessIdentifier', 'pid')) >>> 0,
      ppid: intOf(value('ParentProcessIdentifier', 'ppid')) >>> 0,
      nativeId: null,
      name: path === null ? null : path.slice(path.lastIndexOf('\\') + 1),
      path,
      commandLine: textOf(value('command_line')) || null,
      firstSeenMs: this.startMs,
      tracked: track === null ? null : intOf(track) !== 0,
      modules: modulesOf(value('modules')),
    };
  }

  /** JSON text of an argument's value. */
  private argument(format: string, value: BsonValue): string {
    if (typeof value === 'number' || typeof value === 'bigint') {
      if (format !== 'p' && format !== 'x') return String(value);
      const digits = this.is64Bit && format === 'p' ? 16 : 8;
      const bits = typeof value === 'bigint' || digits === 16 ? 64 : 32;
      return `"0x${BigInt.asUintN(bits, BigInt(value)).toString(16).padStart(digits, '0')}"`;
    }
    if (value instanceof Uint8Array) return JSON.stringify(bufferText(value));
    if (Array.isArray(value)) return `[${value.map((item) => this.argument('', item)).join(',')}]`;
    if (value instanceof Map) {
      const members = [...value].map(([name, item]) => `${JSON.stringify(name)}:${this.argument('', item)}`);
      return `{${members.join(',')}}`;
    }
    return JSON.stringify(value);
  }
}

function modulesOf(value: BsonValue): ProcessHeader['modules'] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((module) => {
    if (!(module instanceof Map)) return [];
    const base = textOf(module.get('baseaddr'));
    const size = intOf(module.get('imgsize'));
    if (base === null || !/^0x[0-9a-f]{1,16}$/i.test(base) || size <= 0) return [];
    return [{ base: BigInt(base), size: BigInt(size), path: textOf(module.get('filepath')) ?? '' }];
  });
}

/** Unsigned, as wide as it was logged. */
function returnText(value: BsonValue | undefined): string {
  if (typeof value === 'bigint') return String(BigInt.asUintN(64, value));
  return typeof value === 'number' ? String(value >>> 0) : 'null';
}

/** Seconds since 1970 with as many places as the milliseconds need, and at least one. */
function secondsText(timeMs: number): string {
  const seconds = Math.floor(timeMs / 1000);
  const places = String(timeMs - seconds * 1000)
    .padStart(3, '0')
    .replace(/0{1,2}$/, '');
  return `${seconds}.${places}`;
}

/** Text where the bytes are UTF-8, else one character a byte. */
function bufferText(bytes: Uint8Array): string {
  const text = decodeUtf8(bytes);
  if (!text.includes('\ufffd')) return text;
  let out = '';
  for (const byte of bytes) out += String.fromCharCode(byte);
  return out;
}

function textOf(value: BsonValue | undefined): string | null {
  return value instanceof Uint8Array ? decodeUtf8(value) : null;
}

function intOf(value: BsonValue | undefined): number {
  if (typeof value === 'number') return value;
  return typeof value === 'bigint' ? Number(BigInt.asIntN(53, value)) : 0;
}

function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
