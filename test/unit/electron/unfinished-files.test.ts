// SPDX-License-Identifier: MIT
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { UnfinishedFiles } from '../../../electron/files/unfinished-files';
import { Log } from '../../../electron/log';

let folder: string;
let log: Log;

beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-unfinished-'));
  log = new Log(path.join(folder, 'logs'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the file of an import is known at the next start, until it is forgotten', async () => {
  const list = path.join(folder, 'a.json');
  const first = new UnfinishedFiles(list, log);
  void first.remember('one', '/reports/one.json');
  void first.remember('two', '/reports/two.json');
  await first.forget('one');
  const second = new UnfinishedFiles(list, log);
  expect(['one', 'two', 'three'].map((id) => second.pathOf(id))).toEqual([null, '/reports/two.json', null]);
  await second.forget('two');
  expect(new UnfinishedFiles(list, log).pathOf('two')).toBeNull();
});

test('an import that is resumed with another file is remembered with that', async () => {
  const list = path.join(folder, 'b.json');
  const files = new UnfinishedFiles(list, log);
  await files.remember('one', '/old/report.json');
  await files.remember('one', '/new/report.json');
  expect(JSON.parse(readFileSync(list, 'utf8'))).toEqual([['one', '/new/report.json']]);
});

test('only the latest are kept', async () => {
  const list = path.join(folder, 'c.json');
  const files = new UnfinishedFiles(list, log);
  for (let n = 0; n < 70; n += 1) void files.remember(`import-${n}`, `/${n}`);
  await files.remember('last', '/last');
  const again = new UnfinishedFiles(list, log);
  expect(['import-0', 'import-6', 'import-7', 'last'].map((id) => again.pathOf(id))).toEqual([
    null,
    null,
    '/7',
    '/last',
  ]);
});

test('a list that cannot be read or written costs nothing but the memory of it', async () => {
  const list = path.join(folder, 'd.json');
  for (const text of ['', '{"one":"/a"}', '[["one"]]', '[["one",5]]']) {
    writeFileSync(list, text);
    expect(new UnfinishedFiles(list, log).pathOf('one')).toBeNull();
  }
  const nowhere = new UnfinishedFiles(path.join(folder, 'gone/e.json'), log);
  await nowhere.remember('one', '/a');
  expect(nowhere.pathOf('one')).toBe('/a');
  expect(readdirSync(folder)).not.toContain('gone');
});
