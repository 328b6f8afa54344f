// SPDX-License-Identifier: MIT
/**
 * One round of the ingest fuzz: a random report, read in chunks of random size, against JSON.parse and against
 * the other scanner; what blocks and records give back, against the stream. Throws where they disagree.
 * @module
 */
import { deepStrictEqual } from 'node:assert/strict';
import { normalArgName } from '../../../shared/analysis/catalogue';
import { UserError } from '../../../shared/errors/kinds';
import { BlockBuilder, type RawBlock } from '../../../shared/ingest/blocks/block-builder';
import { StoredCursor } from '../../../shared/ingest/cursor/stored-cursor';
import type { StreamCursor } from '../../../shared/ingest/cursor/stream-cursor';
import { KIND } from '../../../shared/ingest/tokenizer/bytes';
import { CallScanner } from '../../../shared/ingest/tokenizer/call-scanner';
import { parseValue } from '../../../shared/ingest/tokenizer/parse-value';
import { stringText } from '../../../shared/ingest/tokenizer/text';
import { WasmScanner } from '../../../shared/ingest/tokenizer/wasm-scanner';
import { asDoubles, oracle } from '../../property/ingest/json-text';
import {
  CHUNK_SIZES,
  plainCall,
  readPlain,
  type PlainCall,
  type PlainReport,
} from '../../unit/ingest/reading';
import { RandomReport, seeded } from './random-report';

interface Reading {
  report: PlainReport | null;
  error: string | null;
  calls: PlainCall[];
  objects: { procId: number; index: number; value: unknown }[];
  stored: PlainCall[];
}

/** Runs the round of this seed. */
export function fuzzOnce(seed: number): void {
  const random = new RandomReport(seeded(seed));
  let bytes: Uint8Array = Buffer.from(random.report(), 'utf8');
  if (random.chance(0.05)) bytes = Buffer.concat([Buffer.of(0xef, 0xbb, 0xbf), bytes]);
  if (random.chance(0.5)) bytes = random.damaged(bytes);
  const reading = read(bytes, random.pick(CHUNK_SIZES), new WasmScanner());
  same('chunks', read(bytes, random.pick(CHUNK_SIZES), new CallScanner()), reading);
  same('stored', reading.stored, reading.calls);
  const expected = oracle(new TextDecoder().decode(bytes));
  const { report } = reading;
  if (!expected) {
    const isNoted = report?.issues.some(({ code }) => code === 'trailing-garbage') ?? false;
    if (report?.result.complete && !isNoted) throw new Error('accepted what JSON.parse refuses');
    return;
  }
  if (!report) {
    if (!isReport(expected.value)) return;
    throw new Error(`refused what JSON.parse accepts: ${reading.error}`);
  }
  if (!report.result.complete) throw new Error('incomplete, though JSON.parse accepts it');
  if (report.issues.some(({ code }) => code === 'duplicate-section')) return;
  same('calls', reading.objects, callsOf(expected.value));
}

/** Throws an error that shows where the two differ. */
function same(what: string, got: unknown, wanted: unknown): void {
  deepStrictEqual({ [what]: got }, { [what]: wanted });
}

function read(bytes: Uint8Array, chunkSize: number, scanner: CallScanner): Reading {
  const reading: Reading = { report: null, error: null, calls: [], objects: [], stored: [] };
  const blocks: RawBlock[] = [];
  let builder: BlockBuilder | null = null;
  let procId = -1;
  try {
    const onCall = (cursor: StreamCursor): void => {
      builder ??= new BlockBuilder(scanner, (block) => blocks.push(block));
      if (cursor.procId !== procId) {
        builder.flush();
        builder.beginProcess((procId = cursor.procId));
      }
      builder.add(cursor, { marks: 0, target: 0 });
      reading.calls.push(plainCall(cursor));
      reading.objects.push({ procId, index: cursor.index, value: objectOf(scanner) });
    };
    reading.report = readPlain(bytes, chunkSize, onCall, undefined, scanner);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    reading.error = error.code;
  }
  (builder as BlockBuilder | null)?.flush();
  reading.stored = storedCalls(blocks, scanner);
  return reading;
}

function storedCalls(blocks: readonly RawBlock[], { apis, categories }: CallScanner): PlainCall[] {
  const cursor = new StoredCursor({ apis: apis.names, categories: categories.names }, normalArgName);
  return blocks.flatMap((block) => {
    cursor.load(block.procId, block.columns, block.records);
    return Array.from({ length: block.count }, (_, row) => {
      cursor.seek(row);
      return plainCall(cursor);
    });
  });
}

/** The call object that the scanner stands on, put together from its tape. */
function objectOf({ members, keys, bytes }: CallScanner): unknown {
  const object: Record<string, unknown> = {};
  for (let row = 0; row < members.count; row++) {
    const id = members.name[row]!;
    const name =
      id >= 0 ? keys.names[id]! : stringText(bytes, members.nameStart[row]!, members.nameEnd[row]!);
    const value =
      members.kind[row] === KIND.NONE
        ? undefined
        : asDoubles(parseValue(bytes.subarray(members.start[row], members.end[row])));
    Object.defineProperty(object, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return object;
}

function field(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  return isObject && Object.hasOwn(value, name) ? (value as Record<string, unknown>)[name] : undefined;
}

function callsOf(report: unknown): Reading['objects'] {
  const processes = field(field(report, 'behavior'), 'processes');
  return (Array.isArray(processes) ? processes : []).flatMap((process: unknown, procId) => {
    const calls = field(process, 'calls');
    return (Array.isArray(calls) ? calls : []).flatMap((value: unknown, index) => {
      const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
      return isObject ? [{ procId, index, value }] : [];
    });
  });
}

/** Whether there is enough of a report left that it must be known as one. */
function isReport(value: unknown): boolean {
  return field(value, 'behavior') !== undefined && field(value, 'info') !== undefined;
}
