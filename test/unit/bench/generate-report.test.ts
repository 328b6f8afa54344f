// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { generateReport } from '../../bench/generate-report.mjs';

interface Call {
  api: string;
  arguments: Record<string, string | number>;
  return_value: number;
}
interface Report {
  behavior: { processes: { pid: number; calls: Call[] }[] };
}

const MEBIBYTES = 4;
const folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-generate-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const file = path.join(folder, 'report.json');
const made = generateReport(file, MEBIBYTES);
const bytes = readFileSync(file);
const report = JSON.parse(bytes.toString()) as Report;

test('the same size and seed give the same bytes, another seed gives others', () => {
  const hash = (seed?: number): string => {
    const other = path.join(folder, 'other.json');
    generateReport(other, 1, seed);
    return createHash('sha256').update(readFileSync(other)).digest('hex');
  };
  expect(hash()).toBe(hash());
  expect(hash(2)).not.toBe(hash());
});

test('the report has the wanted size and tells its number of calls', () => {
  const calls = report.behavior.processes.reduce((sum, process) => sum + process.calls.length, 0);
  expect(made).toEqual({ file, bytes: bytes.length, calls });
  expect(bytes.length / (MEBIBYTES * 1024 * 1024)).toBeCloseTo(1, 0);
});

test('a handle is opened before it is used', () => {
  const given: Record<string, string[]> = {
    RegOpenKeyExW: ['key_handle'],
    NtCreateFile: ['file_handle'],
    NtOpenProcess: ['process_handle'],
    CreateProcessInternalW: ['process_handle', 'thread_handle'],
  };
  const used = ['key_handle', 'file_handle', 'process_handle', 'thread_handle', 'handle'];
  const unknown = report.behavior.processes.flatMap(({ pid, calls }) => {
    const open = new Set<unknown>(['0xffffffff']);
    return calls.flatMap(({ api, arguments: args }, at) => {
      for (const name of given[api] ?? []) open.add(args[name]);
      const strange = used.filter((name) => name in args && !open.has(args[name]));
      return strange.map((name) => `${pid} call ${at} ${api} ${name}=${args[name]}`);
    });
  });
  expect(unknown).toEqual([]);
});
