// SPDX-License-Identifier: MIT
import { randomBytes } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { INGEST_WINDOW_BYTES } from '../../../shared/ipc/ingest-port';
import { bytesOf, readPlain, realReport, realReports } from './reading';
import { memorySource, receive, storedCalls } from './receiving';
import { expectSame } from './same';

const call = (index: number, args: object): object => ({
  category: 'process',
  status: 1,
  stacktrace: [],
  api: 'NtWriteVirtualMemory',
  return_value: 0,
  arguments: args,
  time: 1500000000.123456 + index,
  tid: 1200,
  flags: {},
});

const report = (calls: object[]): Uint8Array =>
  bytesOf(
    JSON.stringify({
      info: { version: '2.0.7', started: 1.5 },
      behavior: { processes: [{ calls, pid: 1, ppid: 0, process_name: 'a.exe' }], summary: { files: ['x'] } },
      network: { hosts: [] },
    }),
  );

describe('an import over a port', () => {
  it('sends a beginning, what it finds, and an end', async () => {
    const { outcome, messages, sections } = await receive(() =>
      Promise.resolve(memorySource(report([call(0, { buffer: 'x' })]))),
    );
    expect(outcome).toEqual({ outcome: 'end', error: null });
    expect(messages[0]).toEqual({
      type: 'begin',
      file: 'report.json',
      folder: null,
      sourceBytes: expect.any(Number),
      quickHash: 'quick',
    });
    expect(messages.at(-1)).toMatchObject({
      type: 'end',
      document: { report: { calls: 1, complete: true, dialect: 'cuckoo-2' } },
    });
    expect(
      Object.fromEntries(Object.entries(sections).map(([name, json]) => [name, JSON.parse(json)])),
    ).toEqual({
      info: { version: '2.0.7', started: 1.5 },
      'behavior.processes[0]': { pid: 1, ppid: 0, process_name: 'a.exe' },
      'behavior.summary': { files: ['x'] },
      network: { hosts: [] },
    });
  });

  it('cuts a block whose one call is larger than a message, and nothing of it is lost', async () => {
    let noise = '';
    for (let i = 0, x = 1; i < 3_000_000; i++)
      noise += String.fromCharCode(33 + ((x = (x * 48271) % 0x7fffffff) % 90));
    const calls = [call(0, { buffer: 'a' }), call(1, { buffer: noise }), call(2, { buffer: 'b' })];
    const received = await receive(() => Promise.resolve(memorySource(report(calls))));
    const sizes = received.messages.flatMap((message) => ('bytes' in message ? [message.bytes] : []));
    expect(Math.max(...sizes)).toBeLessThanOrEqual((1 << 20) + 4096);
    expect(received.messages.some(({ type }) => type === 'block-part')).toBe(true);
    expect(storedCalls(received).map(({ args }) => args[0]!.text)).toEqual(['a', noise, 'b']);
  });

  it('cuts a slow reading more often, but nowhere else than a fast one', async () => {
    const sizes = [30, 400, 3000];
    const calls = Array.from({ length: 7_500 }, (_, at) =>
      call(at, { buffer: randomBytes(sizes[Math.floor(at / 2500)]!).toString('base64') }),
    );
    const bytes = report(calls);
    const cutsOf = async (nowMs: () => number): Promise<number[]> => {
      const { blocks } = await receive(
        () => Promise.resolve(memorySource(bytes, 96 << 10)),
        undefined,
        nowMs,
      );
      return blocks.map(({ firstRow }) => firstRow);
    };
    const fast = await cutsOf(() => 0);
    let slowMs = 0;
    const slow = await cutsOf(() => (slowMs += 1000));
    expect(slow.length).toBeGreaterThan(fast.length * 1.5);
    expect(fast.filter((row) => !slow.includes(row))).toEqual([]);
  });

  it('tells what is known so far, and nothing that was told already', async () => {
    const opened = Array.from({ length: 5_000 }, (_, i) => ({
      ...call(i, {
        desired_access: '0x1',
        process_identifier: 2000 + i,
        process_handle: `0x${(i + 16) * 4}`,
      }),
      api: 'NtOpenProcess',
    }));
    const later = Array.from({ length: 10_000 }, (_, i) => call(5_000 + i, { buffer: 'x'.repeat(100) }));
    const processes = [{ pid: 1, ppid: 0, process_name: 'a.exe', calls: [...opened, ...later] }];
    const source = memorySource(
      bytesOf(JSON.stringify({ info: { version: '2.0.7' }, behavior: { processes } })),
    );
    // Some seconds pass with every chunk, none between.
    const { messages } = await receive(
      () => Promise.resolve(source),
      undefined,
      () => source.readBytes() / 10,
    );
    const partials = messages.flatMap((message) => (message.type === 'partial' ? [message.document] : []));
    expect(partials.length).toBeGreaterThan(3);
    const told = partials.map((document) => JSON.stringify(document));
    expect(new Set(told).size).toBe(told.length);
  });

  it('waits for credits, and stops when cancelled', async () => {
    const noise = randomBytes(40 << 20).toString('base64');
    const calls = Array.from({ length: 50_000 }, (_, i) =>
      call(i, { buffer: noise.slice(i * 1000, i * 1000 + 1000) }),
    );
    const bytes = report(calls);
    let payload = 0;
    const { outcome, messages, mostUnanswered } = await receive(
      () => Promise.resolve(memorySource(bytes)),
      (message, port) => {
        if (!('bytes' in message)) return true;
        payload += message.bytes;
        // No credit any more: the import must come to a halt by itself, and end when told so.
        if (payload > INGEST_WINDOW_BYTES / 2) setTimeout(() => port.postMessage({ type: 'cancel' }), 300);
        return false;
      },
    );
    expect(outcome).toEqual({ outcome: 'cancelled', error: null });
    expect(mostUnanswered).toBeLessThanOrEqual(INGEST_WINDOW_BYTES);
    expect(messages.map(({ type }) => type)).not.toContain('end');
    expect(messages.map(({ type }) => type)).not.toContain('failed');
  });

  it('tells why a file is no report, with its name', async () => {
    const { outcome, messages } = await receive(() => Promise.resolve(memorySource(bytesOf('{"a": 1}'))));
    const error = { kind: 'user', code: 'not-a-report', params: { name: 'report.json' } };
    expect(outcome).toEqual({ outcome: 'failed', error });
    expect(messages.at(-1)).toEqual({ type: 'failed', error });
  });
});

describe.skipIf(realReports().length === 0)('stored calls of real reports', () => {
  it.each(realReports())('read back as %s gave them', async (file) => {
    const bytes = realReport(file);
    const received = await receive(() => Promise.resolve(memorySource(bytes)));
    expectSame(storedCalls(received), readPlain(bytes, 64 << 10).calls);
  });
});
