// SPDX-License-Identifier: MIT
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { openSource } from '../../../electron/ingest/open-source';
import {
  bytesOf,
  CHUNK_SIZES,
  readPlain,
  realReport,
  realReportPath,
  realReports,
  type PlainCall,
} from './reading';
import { eachStored, receive } from './receiving';
import { plainCall } from './reading';

/** One BSON document of the kinds that monitors write. */
function bson(members: Record<string, unknown>): Uint8Array {
  const parts: Uint8Array[] = [];
  const int = (value: number): Uint8Array => new Uint8Array(Int32Array.of(value).buffer);
  const add = (name: string, value: unknown): void => {
    const key = bytesOf(`${name}\0`);
    if (typeof value === 'number') parts.push(Uint8Array.of(0x10), key, int(value));
    else if (typeof value === 'bigint')
      parts.push(Uint8Array.of(0x12), key, new Uint8Array(BigInt64Array.of(value).buffer));
    else if (typeof value === 'string') {
      const text = bytesOf(`${value}\0`);
      parts.push(Uint8Array.of(0x02), key, int(text.length), text);
    } else if (value instanceof Uint8Array)
      parts.push(Uint8Array.of(0x05), key, int(value.length), Uint8Array.of(0), value);
    else
      parts.push(
        Uint8Array.of(Array.isArray(value) ? 0x04 : 0x03),
        key,
        bson(value as Record<string, unknown>),
      );
  };
  for (const [name, value] of Object.entries(members)) add(name, value);
  const length = parts.reduce((sum, part) => sum + part.length, 5);
  return Buffer.concat([int(length), ...parts, Uint8Array.of(0)]);
}

/** 2020-01-01 00:00:00 UTC as two halves of a FILETIME. */
const FILETIME = (1_577_836_800_000n + 11_644_473_600_000n) * 10_000n;
const LOW = Number(BigInt.asIntN(32, FILETIME));
const HIGH = Number(FILETIME >> 32n);

const log = Buffer.concat([
  bson({
    I: 0,
    name: '__process__',
    type: 'info',
    category: '__notification__',
    args: [
      'is_success',
      'retval',
      'time_low',
      'time_high',
      'pid',
      'ppid',
      'module_path',
      'command_line',
      'is_64bit',
      'track',
    ],
  }),
  bson({ I: 0, T: 8, t: 0, args: [1, 0n, LOW, HIGH, 44, 4, 'C:\\a\\b.exe', 'b.exe /x', 0, 1] }),
  bson({
    I: 7,
    name: 'NtWriteVirtualMemory',
    type: 'info',
    category: 'process',
    args: [
      'is_success',
      'retval',
      ['process_handle', 'p'],
      ['base_address', 'p'],
      'buffer',
      'size',
      'protection',
    ],
    flags_value: { protection: [[4, 'PAGE_READWRITE']] },
    flags_bitmask: {
      size: [
        [1, 'ONE'],
        [4, 'FOUR'],
      ],
    },
  }),
  bson({ type: 'buffer', buffer: Uint8Array.of(1, 2, 3), checksum: 'x' }),
  bson({
    I: 7,
    T: 8,
    t: 1500,
    args: [0, -1073741790n, -1, 4096, Uint8Array.of(0x4d, 0x5a, 0xff), 5, 4],
    e: 5,
    E: -1073741790,
  }),
]);

describe('a monitor log', () => {
  it('gives its process and its calls as Cuckoo 2 writes them, at every chunk size', () => {
    for (const size of CHUNK_SIZES) {
      const got = readPlain(log, size);
      expect(got.result).toEqual({
        dialect: 'cuckoo-bson',
        version: null,
        sample: null,
        complete: true,
        callsInMarks: 0,
      });
      expect(got.processes).toMatchObject([
        {
          procId: 0,
          calls: 1,
          header: {
            pid: 44,
            ppid: 4,
            name: 'b.exe',
            path: 'C:\\a\\b.exe',
            commandLine: 'b.exe /x',
            tracked: true,
          },
        },
      ]);
      expect(got.calls).toEqual([
        {
          procId: 0,
          index: 0,
          api: 'NtWriteVirtualMemory',
          category: 'process',
          timeMs: 1_577_836_801_500,
          tid: 8,
          ok: false,
          returnValue: 0xffffffffc0000022n,
          repeated: 0,
          caller: null,
          args: [
            { rawName: 'process_handle', name: 'process_handle', text: '0xffffffff', words: null },
            { rawName: 'base_address', name: 'base_address', text: '0x00001000', words: null },
            { rawName: 'buffer', name: 'buffer', text: 'MZÿ', words: null },
            { rawName: 'size', name: 'size', text: '5', words: 'ONE|FOUR' },
            { rawName: 'protection', name: 'protection', text: '4', words: 'PAGE_READWRITE' },
          ],
        },
      ]);
    }
  });

  it('gives what comes before the place where it was cut or broken', () => {
    expect(readPlain(log.subarray(0, log.length - 9), 7)).toMatchObject({
      result: { complete: false },
      issues: [{ code: 'cut-short' }],
    });
    const broken = Buffer.from(log);
    broken.writeInt32LE(2, log.length - bsonLength(log, 4));
    expect(readPlain(broken, 7)).toMatchObject({
      result: { complete: false },
      issues: [{ code: 'bson-damaged' }],
    });
  });
});

/** Length of the document at a position in the list. */
function bsonLength(bytes: Buffer, position: number): number {
  let at = 0;
  for (let i = 0; i < position; i++) at += bytes.readInt32LE(at);
  return bytes.readInt32LE(at);
}

describe.skipIf(realReports().length === 0)('the logs of a real run', () => {
  it('agree with the report of the same run', async () => {
    const report = readPlain(realReport('cuckoo-1/iexplore-suspended.json.gz'), 64 << 10);
    const folder = realReportPath('bson/cuckoo-1-analysis');
    expect(readdirSync(path.join(folder, 'logs')).length).toBe(3);
    const received = await receive(() => openSource(folder));
    const logged = new Map<number, PlainCall[]>();
    eachStored(received, (cursor) =>
      logged.set(cursor.procId, [...(logged.get(cursor.procId) ?? []), plainCall(cursor)]),
    );
    const document = received.messages.flatMap((message) =>
      message.type === 'end' ? [message.document] : [],
    )[0]!;
    for (const process of document.processes) {
      const reported = report.processes.find(({ header }) => header.pid === process.pid)!;
      expect({ ...process, name: reported.header.name, calls: 0 }).toMatchObject({
        name: process.name,
        ppid: reported.header.ppid,
      });
      // The report's times are those of the sandbox's zone, the log's are UTC.
      const shiftMs = process.firstSeenMs! - reported.header.firstSeenMs!;
      const calls = report.calls.filter(({ procId }) => procId === reported.procId);
      const shifted = calls.map((call) => ({ ...call, timeMs: call.timeMs + shiftMs }));
      expect(folded(logged.get(process.procId)!)).toEqual(shifted.map(comparable));
    }
  });

  it('reads a 2.x log whole', () => {
    const bytes = readFileSync(realReportPath('bson/cuckoo-2-752.bson'));
    const got = readPlain(bytes, 1 << 10);
    expect([got.calls.length, got.result.complete, got.processes[0]!.header.pid]).toEqual([69, true, 752]);
  });
});

interface Comparable {
  api: string;
  ok: boolean | null;
  returnValue: bigint | null;
  timeMs: number;
  tid: number;
  repeated: number;
  args: string[];
}

/** What log and report both say; texts as the report prints them. */
function comparable(call: PlainCall): Comparable {
  const { api, ok, returnValue, timeMs, tid, repeated } = call;
  const args = call.args.map(({ rawName, text }) => `${rawName}=${printed(text)}`);
  return { api, ok, returnValue, timeMs, tid, repeated, args: args.sort() };
}

function printed(text: string): string {
  return text.replace(
    /[^\x20-\x7e\t\n\r]/g,
    (char) => `\\x${char.charCodeAt(0).toString(16).padStart(2, '0')}`,
  );
}

/** Cuckoo folds a call that equals the one before into it. */
function folded(calls: readonly PlainCall[]): Comparable[] {
  const list: Comparable[] = [];
  let last = '';
  for (const call of calls) {
    const own = JSON.stringify([call.api, call.ok, String(call.returnValue), call.args]);
    if (own === last) list[list.length - 1]!.repeated++;
    else list.push(comparable(call));
    last = own;
  }
  return list;
}
