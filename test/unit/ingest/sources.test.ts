// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  truncateSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gunzipChunks } from '../../../electron/ingest/gunzip';
import { openSource } from '../../../electron/ingest/open-source';
import { SourceDamage } from '../../../shared/ingest/source';
import { readAll } from './reading-source';
import { receive } from './receiving';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-sources-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const calls = Array.from({ length: 20_000 }, (_, i) => ({
  api: 'NtClose',
  category: 'system',
  status: 1,
  return_value: 0,
  arguments: { handle: `0x${i.toString(16).padStart(8, '0')}` },
  time: 1500000000.5 + i,
  tid: 8,
  flags: {},
}));
const text = JSON.stringify({ info: { started: 1.5 }, behavior: { processes: [{ pid: 4, calls }] } });

function file(name: string, bytes: Uint8Array | string): string {
  const place = path.join(folder, name);
  mkdirSync(path.dirname(place), { recursive: true });
  writeFileSync(place, bytes);
  return place;
}

async function* inChunks(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

function packedBy(command: string, args: readonly string[] = [], input = text): Buffer | null {
  const { status, stdout } = spawnSync(command, ['-c', ...args], { input, maxBuffer: 1 << 28 });
  return status === 0 ? stdout : null;
}

describe('a file', () => {
  it('is read whole, plain and as gzip, with its progress', async () => {
    for (const [name, bytes] of [
      ['a.json', Buffer.from(text)],
      ['a.json.gz', gzipSync(text)],
    ] as const) {
      const got = await readAll(file(name, bytes));
      expect(got).toEqual({ text, error: null, readBytes: bytes.length, totalBytes: bytes.length });
    }
  });

  it.each(['xz', 'zstd'])('is read whole as %s, and to the cut where it ends early', async (command) => {
    const bytes = packedBy(command);
    if (!bytes) return;
    expect(await readAll(file(`b.${command}`, bytes))).toMatchObject({ error: null, text });
    const cut = await readAll(file(`cut.${command}`, bytes.subarray(0, bytes.length - 100)));
    expect(text.startsWith(cut.text)).toBe(true);
    expect(cut.error).toBeInstanceOf(SourceDamage);
  });

  it.each([
    ['xz', ['--check=sha256'], 'archive-method'],
    ['xz', ['--x86', '--lzma2'], 'archive-method'],
    ['bzip2', [], 'archive-unsupported'],
  ])('that %s packed with %j is not taken for a damaged one', async (command, args, code) => {
    const bytes = packedBy(command, args);
    if (!bytes) return;
    const read = receive(() => openSource(file('foreign', bytes)));
    expect((await read).outcome).toMatchObject({ outcome: 'failed', error: { code, params: {} } });
  });

  it.each(['xz', 'zstd'])('of several parts by %s is read through', async (command) => {
    const parts = [text.slice(0, 5000), text.slice(5000)].map((part) => packedBy(command, [], part));
    if (parts.includes(null)) return;
    const [first, second] = parts as [Buffer, Buffer];
    expect(await readAll(file('parts', Buffer.concat([first, second])))).toMatchObject({ error: null, text });
    if (command === 'xz') return;
    const skipped = Buffer.from('502a4d180400000061626364', 'hex');
    const around = Buffer.concat([skipped, first, skipped, second, skipped]);
    expect(await readAll(file('skips', around))).toMatchObject({ error: null, text });
  });

  it.each(['xz', 'zstd'])('that is damaged as %s is told from one that ends early', async (command) => {
    const bytes = packedBy(command);
    if (!bytes) return;
    const at = bytes.length >> 1;
    const broken = Buffer.concat([bytes.subarray(0, at), Buffer.alloc(8, 0xff), bytes.subarray(at + 8)]);
    const cut = bytes.subarray(0, at);
    const tail = Buffer.concat([bytes, Buffer.from('something else that ends as a file of xz does: YZ')]);
    for (const [part, code] of [
      [broken, 'archive-damaged'],
      [cut, 'archive-cut-short'],
      [tail, 'archive-damaged'],
    ] as const)
      expect((await readAll(file('part', part))).error).toMatchObject({ code });
  });

  it('of Zstandard is held against its checksum', async () => {
    const bytes = packedBy('zstd', ['--check']);
    if (!bytes) return;
    bytes[bytes.length - 1]! ^= 1;
    const got = await readAll(file('sum.zst', bytes));
    expect(got).toMatchObject({ text, error: { code: 'archive-damaged' } });
  });

  it('of Zstandard that asks for more memory than any report needs is refused', async () => {
    // A window of 2 GB, and one of a single segment of 4 GB.
    for (const hex of ['28b52ffd00a8010000', '28b52ffda0ffffffff010000']) {
      const { outcome } = await receive(() => openSource(file('window.zst', Buffer.from(hex, 'hex'))));
      expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'archive-method' } });
    }
  });

  it('gives what comes before the damage of a gzip', async () => {
    const bytes = gzipSync(text);
    const cut = await readAll(file('cut.gz', bytes.subarray(0, bytes.length >> 1)));
    expect(cut.text.length).toBeGreaterThan(1000);
    expect(text.startsWith(cut.text)).toBe(true);
    expect(cut.error).toMatchObject({ code: 'gzip-cut-short' });
    const broken = Buffer.from(bytes);
    broken.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 50);
    expect((await readAll(file('broken.gz', broken))).error).toMatchObject({ code: 'gzip-damaged' });
  });

  it('gives every byte before the damage of a gzip, wherever it is', async () => {
    // Random text, so that a byte of the archive is about a byte of the report.
    const noise = randomBytes(3 << 20).toString('latin1');
    const bytes = gzipSync(Buffer.from(noise, 'latin1'), { level: 0 });
    for (const at of [bytes.length - 8, bytes.length - 70_000, 1_500_000]) {
      const broken = Buffer.from(bytes);
      // A stored block's length and its complement no longer agree; or the checksum does not.
      let block = 10;
      while (block < at) block += 5 + bytes.readUInt16LE(block + 1);
      const before = at === bytes.length - 8 ? noise.length : 0;
      broken[Math.min(block + 1, bytes.length - 8)]! ^= 1;
      const pieces: Buffer[] = [];
      const read = async (): Promise<void> => {
        for await (const piece of gunzipChunks(() => inChunks(broken, 512 << 10)))
          pieces.push(Buffer.from(piece));
      };
      await expect(read()).rejects.toMatchObject({ code: 'gzip-damaged' });
      const got = Buffer.concat(pieces);
      const whole = Buffer.from(noise, 'latin1');
      expect(got.equals(whole.subarray(0, got.length))).toBe(true);
      // Each stored block costs five bytes of the archive.
      expect(got.length).toBeGreaterThanOrEqual(before || block - 10 - 5 * Math.ceil(block / 16_000));
    }
  });

  it('keeps a whole gzip where garbage follows, and notes it', async () => {
    const got = await readAll(file('tail.gz', Buffer.concat([gzipSync(text), Buffer.from('garbage')])));
    expect(got).toMatchObject({ text, error: { code: 'gzip-damaged' } });
  });

  it('that changes or vanishes while it is read leaves nothing stored', async () => {
    for (const [change, code] of [
      [(place: string) => appendFileSync(place, ' '), 'file-changed'],
      [(place: string) => writeFileSync(place, text.slice(0, 1000)), 'file-changed'],
      [(place: string) => unlinkSync(place), 'file-vanished'],
    ] as const) {
      const place = file('changing.json', text);
      const { outcome, messages } = await receive(
        () => openSource(place),
        (message) => {
          if (message.type === 'begin') change(place);
          return true;
        },
      );
      expect(outcome).toMatchObject({ outcome: 'failed', error: { kind: 'user', code } });
      expect(messages.at(-1)).toMatchObject({ type: 'failed' });
    }
  });

  it.each(['gzip', 'xz', 'zstd'])(
    'that is cut while it is read as %s is not taken for damaged',
    async (command) => {
      // Longer than what is read ahead.
      const bytes = packedBy(command, [], randomBytes(2 << 20).toString('base64'));
      if (!bytes) return;
      const place = file(`changing.${command}`, bytes);
      const source = await openSource(place);
      const read = async (): Promise<void> => {
        for await (const chunk of source.chunks) if (chunk instanceof Uint8Array) truncateSync(place, 1000);
      };
      await expect(read()).rejects.toMatchObject({ code: 'file-changed' });
      await source.close();
    },
  );

  it.skipIf(process.platform === 'win32')('that is a pipe or a device is refused at once', async () => {
    const pipe = path.join(folder, 'pipe.json');
    expect(spawnSync('mkfifo', [pipe]).status).toBe(0);
    for (const place of [pipe, '/dev/zero'])
      await expect(openSource(place)).rejects.toMatchObject({ code: 'file-not-regular' });
  });

  it('that would unpack without end is given up', async () => {
    // 320 MiB of spaces before a report: far beyond what any report shrinks to.
    const blank = gzipSync(Buffer.alloc(64 << 20, 0x20));
    const place = file(
      'bomb.json.gz',
      Buffer.concat([...Array.from({ length: 5 }, () => blank), gzipSync(text)]),
    );
    const { outcome } = await receive(() => openSource(place));
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'archive-bomb' } });
  });
});

describe('an analysis folder', () => {
  it('gives its report, and logs fill its gaps', async () => {
    file(
      'run/reports/report.json',
      text.replace('"processes":[', '"processes":[{"pid":5,"ppid":4,"calls":[]},'),
    );
    file(
      'run/task.json',
      JSON.stringify({ target: 'C:\\samples\\evil.exe', sample: { sha256: 'b'.repeat(64) } }),
    );
    file('run/logs/1.bson', new Uint8Array(0));
    file('run/logs/3.bson', 'no log at all');
    const { outcome, messages } = await receive(() => openSource(path.join(folder, 'run')));
    expect(outcome.outcome).toBe('end');
    const document = messages.flatMap((message) => (message.type === 'end' ? [message.document] : []))[0]!;
    expect(document.report).toMatchObject({
      dialect: 'cuckoo-2',
      calls: 20_000,
      sample: { name: 'evil.exe', sha256: 'b'.repeat(64) },
    });
    expect(document.issues.map(({ code, path: place }) => [code, place])).toEqual([
      ['log-unreadable', 'logs/3.bson'],
    ]);
  });

  it('without report and logs is refused', async () => {
    mkdirSync(path.join(folder, 'nothing'), { recursive: true });
    await expect(openSource(path.join(folder, 'nothing'))).rejects.toMatchObject({ code: 'no-report-found' });
  });
});
