// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import type { Measured } from '../../bench/measure';
import { median } from '../../bench/statistics';
import { asMarkdown, asText, tableOf } from '../../bench/table';

const run = (ms: number) => ({ ms, cpuMs: ms, peakMB: 100, code: 0, complaint: '' });
const measured: Measured = {
  input: { name: '256 MB', dialect: 'cuckoo-2', mebibytes: 256, real: null },
  bytes: 270e6,
  calls: 470_000,
  rounds: [
    { ruby: run(9000), headless: run(1500), app: null },
    { ruby: run(12_000), headless: run(1000), app: null },
    { ruby: run(10_000), headless: run(2500), app: null },
  ],
  floors: [{ name: 'jq', attempt: { skipped: 'not installed' } }],
};

test('the median is the middle value, the mean of two, and nothing of nothing', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([])]).toEqual([2, 2.5, NaN]);
});

test('ratios are of runs side by side, and a cell names what its median reaches', () => {
  const rows = tableOf([measured], true);
  expect(rows.find(([name]) => name === 'Headless analyze, times the script')).toEqual([
    'Headless analyze, times the script',
    '6.00x (4.00–12) goal',
    '4 / 6 / 9',
  ]);
  expect(rows.find(([name]) => name === 'Floor: jq, MB/s')).toEqual(['Floor: jq, MB/s', 'not installed', '']);
  expect(rows.some(([name]) => name!.startsWith('Import'))).toBe(false);
});

test('a table is the same in text and in Markdown', () => {
  const rows = [
    ['', '1 GB', 'bounds'],
    ['Rate, MB/s', '150', ''],
  ];
  expect(asText(rows)).toBe('            1 GB  bounds\n------------------------\nRate, MB/s   150');
  expect(asMarkdown(rows)).toBe('|  | 1 GB | bounds |\n| --- | --: | --: |\n| Rate, MB/s | 150 |  |');
});
