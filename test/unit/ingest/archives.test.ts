// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OpenedFiles } from '../../../electron/files/opened-files';
import { archivedReports, reportsIn } from '../../../electron/files/report-files';
import { openSource } from '../../../electron/ingest/open-source';
import { readAll, zip } from './reading-source';
import { receive } from './receiving';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-archives-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const text = JSON.stringify({
  info: { started: 1.5 },
  behavior: { processes: [] },
  pad: 'x'.repeat(200_000),
});

async function archive(
  name: string,
  entries: Record<string, string | Uint8Array>,
  options: object = {},
): Promise<string> {
  const place = path.join(folder, name);
  writeFileSync(place, await zip(entries, options));
  return place;
}

const found = async (place: string): Promise<[string, string][]> =>
  (await reportsIn(place, '')).map((report) => [path.relative(place, report.path), report.name]);

describe('an archive', () => {
  it('of one report is that report, whatever else is in it', async () => {
    const place = await archive('one.zip', { 'readme.txt': 'x', 'deep/er/any.json': text });
    expect(await found(place)).toEqual([['', '']]);
    expect(await readAll(place)).toMatchObject({ text, error: null });
  });

  it('of several reports is each of them, as a folder is', async () => {
    const place = await archive('several.zip', {
      'b.json': text,
      'a/log.bson': 'x',
      'c.json.gz': gzipSync(text),
    });
    expect(await found(place)).toEqual([
      ['a/log.bson', 'a/log.bson'],
      ['b.json', 'b.json'],
      ['c.json.gz', 'c.json.gz'],
    ]);
    expect(await readAll(path.join(place, 'b.json'))).toMatchObject({ text, error: null });
    expect((await readAll(path.join(place, 'a/log.bson'))).text).toBe('x');
    await expect(openSource(place)).rejects.toMatchObject({ code: 'archive-several', params: { count: 3 } });
    await expect(openSource(path.join(place, 'd.json'))).rejects.toMatchObject({ code: 'file-not-found' });
    await expect(openSource(path.join(place, 'a'))).rejects.toMatchObject({ code: 'file-not-found' });
  });

  it('may hold analyses: each is one report, with all that belongs to it', () => {
    const names = [
      '1/reports/report.json',
      '1/logs/20.bson',
      '1/logs/3.bson',
      '1/files/x.json',
      '2/logs/1.bson.gz',
    ];
    expect(archivedReports([...names, '1/sub/reports/report.json', 'other.json'])).toEqual([
      { inner: '1', analysis: ['reports/report.json', 'logs/3.bson', 'logs/20.bson'] },
      { inner: '2', analysis: ['logs/1.bson.gz'] },
      { inner: 'other.json', analysis: null },
    ]);
    expect(archivedReports(['reports/report.json.gz', 'other.json'])).toEqual([
      { inner: '', analysis: ['reports/report.json.gz'] },
    ]);
  });

  it('of an analysis is read as the folder would be: logs fill gaps, and task.json knows the sample', async () => {
    const place = await archive(
      'analysis.zip',
      {
        'run/reports/report.json': text,
        'run/task.json': JSON.stringify({
          target: 'C:\\samples\\evil.exe',
          sample: { sha256: 'b'.repeat(64) },
        }),
        'run/logs/1.bson': '',
        'run/logs/3.bson': 'no log at all',
        'run/files/dropped.json': '{}',
      },
      { password: 'infected' },
    );
    const { outcome, messages } = await receive(() => openSource(place));
    expect(outcome.outcome).toBe('end');
    const document = messages.flatMap((message) => (message.type === 'end' ? [message.document] : []))[0]!;
    expect(document.report.sample).toEqual({ name: 'evil.exe', sha256: 'b'.repeat(64) });
    expect(document.issues.map(({ code, path: at }) => [code, at])).toContainEqual([
      'log-unreadable',
      'logs/3.bson',
    ]);
  });

  it.each([
    ['gzip', 'gz'],
    ['xz', 'xz'],
    ['zstd', 'zst'],
  ])('may hold a report compressed by %s', async (command, ending) => {
    const { status, stdout } = spawnSync(command, ['-c'], { input: text, maxBuffer: 1 << 28 });
    if (status !== 0) return;
    const place = await archive(`${command}.zip`, { [`report.json.${ending}`]: stdout });
    expect(await readAll(place)).toMatchObject({ text, error: null });
  });

  it('gives what comes before the damage of a report compressed in it', async () => {
    const whole = gzipSync(text, { level: 0 });
    const place = await archive('cut.zip', { 'report.json.gz': whole.subarray(0, whole.length >> 1) });
    const got = await readAll(place);
    expect(got.error).toMatchObject({ code: 'gzip-cut-short' });
    expect(got.text.length).toBeGreaterThan(whole.length / 3);
    expect(text.startsWith(got.text)).toBe(true);
  });

  it('inside an archive is refused by name', async () => {
    const inner = await zip({ 'report.json': text });
    const place = await archive('outer.zip', { 'inner.zip': inner });
    expect((await readAll(place)).error).toMatchObject({
      code: 'archive-nested',
      params: { name: 'inner.zip' },
    });
  });

  it('is a bomb however often it is packed', async () => {
    const blank = gzipSync(Buffer.alloc(64 << 20, 0x20));
    const place = await archive('bomb.zip', {
      'a.json.gz': Buffer.concat(Array.from({ length: 5 }, () => blank)),
    });
    const { outcome } = await receive(() => openSource(place));
    expect(outcome).toMatchObject({ outcome: 'failed', error: { code: 'archive-bomb' } });
  });

  it.each([
    ['the old encryption', { zipCrypto: true }],
    ['AES', { encryptionStrength: 3 }],
  ])('may have %s: the customary password first, then the given one', async (_, options) => {
    const customary = await archive('d.zip', { 'report.json': text }, { ...options, password: 'infected' });
    expect(await readAll(customary)).toMatchObject({ text, error: null });
    const own = await archive('e.zip', { 'report.json': text }, { ...options, password: 'secret' });
    expect((await readAll(own)).error).toMatchObject({ code: 'archive-password', params: { name: 'e.zip' } });
    expect(await readAll(own, { password: 'secret' })).toMatchObject({ text, error: null });
  });

  it('may have one byte of check that lets the customary password pass by chance', async () => {
    // One archive of the old encryption in 256 is such a one; the password is "secret".
    const place = path.join(folder, 'chance.zip');
    writeFileSync(
      place,
      Buffer.from(
        'UEsDBBQACQAIAJqTfV0AAAAAAAAAAAAAAAALAAAAcmVwb3J0Lmpzb24xjquhdO207SQxceDs7Z3cq4pGKUlVZaMSu1BLBwiQE5LPGgAA' +
          'AAwAAABQSwECAAMUAAkACACak31dkBOSzxoAAAAMAAAACwAAAAAAAAAAAAAApIEAAAAAcmVwb3J0Lmpzb25QSwUGAAAAAAEAAQA5AAAA' +
          'UwAAAAAA',
        'base64',
      ),
    );
    expect((await readAll(place)).error).toMatchObject({ code: 'archive-password' });
    expect(await readAll(place, { password: 'secret' })).toMatchObject({ text: '{"info": {}}', error: null });
  });

  it('without a report, or that is no whole archive, says so', async () => {
    const place = await archive('f.zip', { 'readme.txt': 'x' });
    await expect(openSource(place)).rejects.toMatchObject({ code: 'archive-without-report' });
    const bytes = await zip({ 'report.json': text });
    writeFileSync(path.join(folder, 'g.zip'), bytes.subarray(0, bytes.length >> 1));
    await expect(openSource(path.join(folder, 'g.zip'))).rejects.toMatchObject({ code: 'archive-damaged' });
  });

  it('that is empty, or a part of one, is an archive all the same', async () => {
    const empty = Buffer.alloc(22);
    empty.write('PK\u0005\u0006');
    writeFileSync(path.join(folder, 'empty.zip'), empty);
    await expect(openSource(path.join(folder, 'empty.zip'))).rejects.toMatchObject({
      code: 'archive-without-report',
    });
    writeFileSync(path.join(folder, 'split.z01'), 'PK\u0007\u0008PK\u0003\u0004');
    await expect(openSource(path.join(folder, 'split.z01'))).rejects.toMatchObject({
      code: 'archive-damaged',
    });
  });

  it('that changes while it is read leaves nothing stored', async () => {
    const place = await archive('changing.zip', { 'report.json': text });
    const { outcome } = await receive(
      () => openSource(place),
      (message) => {
        if (message.type === 'begin') appendFileSync(place, ' ');
        return true;
      },
    );
    expect(outcome).toMatchObject({ outcome: 'failed', error: { kind: 'user', code: 'file-changed' } });
  });
});

/** Gives the entries the bytes of other names, as only foreign packers write them. */
async function foreignZip(names: readonly Buffer[]): Promise<Buffer> {
  const stand = names.map((name, at) => String(at).padStart(name.length, '#'));
  const bytes = Buffer.from(await zip(Object.fromEntries(stand.map((name) => [name, text]))));
  for (const [at, name] of names.entries())
    for (let found = bytes.indexOf(stand[at]!); found >= 0; found = bytes.indexOf(stand[at]!, found))
      name.copy(bytes, found);
  // No longer marked as UTF-8.
  for (const [signature, offset] of [
    ['PK\u0003\u0004', 7],
    ['PK\u0001\u0002', 9],
  ] as const)
    for (let found = bytes.indexOf(signature); found >= 0; found = bytes.indexOf(signature, found + 1))
      bytes[found + offset]! &= ~0x08;
  return bytes;
}

it('odd names in an archive are made harmless, and each entry stays to be had', async () => {
  const names = [
    Buffer.from('../../up.json'),
    Buffer.from('/etc/root.json'),
    Buffer.from('C:\\a\\win.json'),
    Buffer.from('./a/./win.json'),
    Buffer.from('nul\u0000\n.json'),
    // 報告.json as Windows writes it in Japan, and as a Mac does.
    Buffer.from('95f18d902e6a736f6e', 'hex'),
    Buffer.from('報告 2.json'),
    Buffer.from('folder.json\\'),
  ];
  const place = path.join(folder, 'odd.zip');
  writeFileSync(place, await foreignZip(names));
  const files = await new OpenedFiles().registerAll([place]);
  expect(
    files.map(({ name, folder: above, found: by }) => [above.replace(/^.*odd/, 'odd'), name, by]),
  ).toEqual([
    ['odd.zip/a', 'win (2).json', 'odd.zip'],
    ['odd.zip/a', 'win.json', 'odd.zip'],
    ['odd.zip/etc', 'root.json', 'odd.zip'],
    ['odd.zip', 'nul.json', 'odd.zip'],
    ['odd.zip', 'up.json', 'odd.zip'],
    ['odd.zip', '報告 2.json', 'odd.zip'],
    ['odd.zip', '報告.json', 'odd.zip'],
  ]);
  expect(new Set(files.map(({ archive: holds }) => holds)).size).toBe(1);
  for (const report of await reportsIn(place, ''))
    expect(await readAll(report.path)).toMatchObject({ text, error: null });
});
