// SPDX-License-Identifier: MIT
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkReadable, fileError } from '../../../electron/files/check-readable';
import { OpenedFiles } from '../../../electron/files/opened-files';
import { safeFileName } from '../../../electron/files/safe-file-name';
import { writeWhole } from '../../../electron/files/write-whole';
import { toErrorData } from '../../../shared/errors/kinds';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-files-'));
  mkdirSync(path.join(folder, 'case/reports'), { recursive: true });
  writeFileSync(path.join(folder, 'case/reports/report.json'), '{}');
  writeFileSync(path.join(folder, 'empty.json'), '');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Code and parameters of the error that a promise ends with, or null. */
const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => null,
    (error: unknown) => {
      const { code, params } = toErrorData(error);
      return { code, params };
    },
  );

test('a file gets a token and keeps it, with the folders above it but no path', async () => {
  const files = new OpenedFiles();
  const file = path.join(folder, 'case/reports/report.json');
  const opened = await files.register(file);
  expect(opened).toEqual({ token: opened.token, name: 'report.json', folder: 'case/reports', bytes: 2 });
  expect(opened.token).toMatch(/^[0-9a-f-]{36}$/);
  expect((await files.register(file)).token).toBe(opened.token);
  expect(files.pathOf(opened.token)).toBe(file);
});

test('a token that was never given out opens nothing', () => {
  const files = new OpenedFiles();
  expect(() => files.pathOf('7f4d3a52-2b3c-4a6e-9a50-8d4d5ad4b1aa')).toThrow('file-unknown');
});

test('a file that is not there is registered all the same: reading it says what is wrong', async () => {
  const opened = await new OpenedFiles().register(path.join(folder, 'gone.json'));
  expect({ name: opened.name, bytes: opened.bytes }).toEqual({ name: 'gone.json', bytes: 0 });
});

test('a folder is opened as what it is: one analysis, or the reports found below it', async () => {
  const root = mkdtempSync(path.join(folder, 'given-'));
  const write = (name: string): void => {
    mkdirSync(path.dirname(path.join(root, name)), { recursive: true });
    writeFileSync(path.join(root, name), '{}');
  };
  [
    'run/reports/report.json',
    'run/logs/1.bson',
    'run/shots/0.jpg',
    'b/c.json.gz',
    'a.json',
    'notes.txt',
  ].forEach(write);
  mkdirSync(path.join(root, 'none'));
  const names = async (...given: string[]): Promise<[string, string | undefined][]> => {
    const opened = await new OpenedFiles().registerAll(given.map((name) => path.join(root, name)));
    return opened.map(({ name, found }) => [name, found]);
  };
  expect(await names('.')).toEqual([
    ['a.json', path.basename(root)],
    ['c.json.gz', path.basename(root)],
    ['run', path.basename(root)],
  ]);
  expect(await names('run', 'a.json', 'none', 'gone')).toEqual([
    ['run', undefined],
    ['a.json', undefined],
    ['none', undefined],
    ['gone', undefined],
  ]);
});

test('what cannot be read as a file is told apart', async () => {
  const check = (name: string) => failure(checkReadable(path.join(folder, name)));
  expect(await check('case/reports/report.json')).toBeNull();
  expect(await check('gone.json')).toEqual({ code: 'file-not-found', params: { name: 'gone.json' } });
  expect(await check('gone/report.json')).toEqual({
    code: 'file-not-found',
    params: { name: 'report.json' },
  });
  expect(await check('case')).toBeNull();
  expect(await check('empty.json')).toEqual({ code: 'file-empty', params: { name: 'empty.json' } });
});

test.skipIf(process.platform === 'win32')('a pipe is no regular file', async () => {
  execFileSync('mkfifo', [path.join(folder, 'pipe')]);
  expect(await failure(checkReadable(path.join(folder, 'pipe')))).toEqual({
    code: 'file-not-regular',
    params: { name: 'pipe' },
  });
});

test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)(
  'a file without rights is refused',
  async () => {
    const file = path.join(folder, 'secret.json');
    writeFileSync(file, '{}');
    chmodSync(file, 0);
    expect(await failure(checkReadable(file))).toEqual({
      code: 'file-not-readable',
      params: { name: 'secret.json' },
    });
  },
);

test('failures of the file system keep their reason', () => {
  const codes = ['ENOENT', 'EACCES', 'EPERM', 'ENOSPC', 'EROFS', 'EIO'].map((code) => {
    const error = fileError(Object.assign(new Error(code), { code }), 'a.json');
    return [code, error.code, error.params];
  });
  const name = 'a.json';
  expect(codes).toEqual([
    ['ENOENT', 'file-not-found', { name }],
    ['EACCES', 'file-not-readable', { name }],
    ['EPERM', 'file-not-readable', { name }],
    ['ENOSPC', 'disk-full', { name }],
    ['EROFS', 'file-not-writable', { name }],
    ['EIO', 'file-failed', { name, reason: 'EIO' }],
  ]);
});

test('a file is written whole, and a failed write leaves nothing', async () => {
  const target = mkdtempSync(path.join(folder, 'write-'));
  await writeWhole(path.join(target, 'a.png'), Uint8Array.of(1, 2, 3));
  expect([...readFileSync(path.join(target, 'a.png'))]).toEqual([1, 2, 3]);
  mkdirSync(path.join(target, 'b.png/full'), { recursive: true });
  expect((await failure(writeWhole(path.join(target, 'b.png'), Uint8Array.of(1))))?.code).toBe('file-failed');
  expect(readdirSync(target).sort()).toEqual(['a.png', 'b.png']);
});

test('suggested names lose what file systems refuse', () => {
  expect(['graph.png', '../../etc/passwd', 'a:b*c?.png', '...', '検体 グラフ.png'].map(safeFileName)).toEqual(
    ['graph.png', '-..-etc-passwd', 'a-b-c-.png', 'kanshiki.png', '検体 グラフ.png'],
  );
});
