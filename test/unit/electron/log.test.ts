// SPDX-License-Identifier: MIT
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Log } from '../../../electron/log';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-log-'));
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

test('an entry has its time, level, text and the stack of an error', () => {
  const log = new Log(path.join(folder, 'logs'));
  log.write('info', 'start');
  log.write('warn', 'page', new Error('broken'));
  const lines = readFileSync(path.join(folder, 'logs/kanshiki.log'), 'utf8').split('\n');
  expect(lines[0]).toMatch(/^\d{4}-\d\d-\d\dT\S+Z info start$/);
  expect(lines[1]).toMatch(/ warn page: Error: broken$/);
  expect(lines[2]).toMatch(/^\s+at /);
});

test('the file is turned over at 1 MiB, and two old ones are kept', () => {
  const file = path.join(folder, 'kanshiki.log');
  const log = new Log(folder);
  for (const mark of ['1', '2', '3', '4']) {
    writeFileSync(file, mark.repeat(1 << 20));
    log.write('info', mark);
  }
  expect(statSync(file).size).toBeLessThan(100);
  expect([1, 2].map((n) => readFileSync(`${file}.${n}`, 'utf8')[0])).toEqual(['4', '3']);
  expect(existsSync(`${file}.3`)).toBe(false);
});

test('a log that cannot be written costs nothing but the line', () => {
  writeFileSync(path.join(folder, 'file'), '');
  const log = new Log(path.join(folder, 'file/logs'));
  expect(() => log.write('info', 'lost')).not.toThrow();
});
