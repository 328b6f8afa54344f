// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { INVOKE_CHANNELS, PUSH_CHANNELS } from '../../../shared/ipc/channel-names';
import {
  ARGUMENT_SCHEMAS,
  argumentBytes,
  checkArguments,
  MAX_ARGUMENT_BYTES,
  MAX_PICTURE_BYTES,
} from '../../../shared/ipc/schemas';

const TOKEN = '7f4d3a52-2b3c-4a6e-9a50-8d4d5ad4b1aa';
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

test('every channel has a schema, and no schema stands without a channel', () => {
  expect(Object.keys(ARGUMENT_SCHEMAS).sort()).toEqual([...INVOKE_CHANNELS].sort());
  expect([...PUSH_CHANNELS].sort()).toEqual(['files:opened', 'menu:command', 'rules:changed']);
});

test('good arguments pass as they are', () => {
  for (const password of [null, 'secret'])
    expect(checkArguments('ingest:start', [TOKEN, 'import-1', password])).toEqual([
      TOKEN,
      'import-1',
      password,
    ]);
  expect(checkArguments('report:register', [['/a/report.json']])).toEqual([['/a/report.json']]);
  expect(checkArguments('export:save-png', ['a.png', PNG])).toEqual(['a.png', PNG]);
  expect(checkArguments('app:appearance', ['dark', 'ja'])).toEqual(['dark', 'ja']);
});

test('arguments of another shape are refused without repeating them', () => {
  const bad: [Parameters<typeof checkArguments>[0], unknown[]][] = [
    ['app:info', ['extra']],
    ['ingest:start', ['../../etc/passwd', 'import-1', null]],
    ['ingest:start', [TOKEN, 'a b', null]],
    ['ingest:start', [TOKEN, 'import-1', 'x'.repeat(1025)]],
    ['ingest:start', [TOKEN]],
    ['ingest:source', ['/etc/passwd']],
    ['ingest:forget', ['']],
    ['report:choose', ['all']],
    ['report:register', ['/a']],
    ['report:register', [[5]]],
    ['report:register', [['']]],
    ['report:register', [Array.from({ length: 65 }, () => '/a')]],
    ['export:copy-png', [Uint8Array.of(0x47, 0x49, 0x46, 0x38)]],
    ['export:copy-png', ['secret']],
    ['app:appearance', ['pink', 'ja']],
  ];
  for (const [channel, args] of bad) {
    expect(() => checkArguments(channel, args), JSON.stringify([channel, args])).toThrow(
      `${channel}: bad arguments`,
    );
  }
  expect(() => checkArguments('export:copy-png', ['secret'])).not.toThrow('secret');
});

test('arguments that are too large are refused before they are looked at', () => {
  const long = 'x'.repeat(MAX_ARGUMENT_BYTES);
  expect(() => checkArguments('report:register', [[long]])).toThrow('report:register: arguments too large');
  const picture = new Uint8Array(MAX_PICTURE_BYTES + MAX_ARGUMENT_BYTES + 1);
  expect(() => checkArguments('export:copy-png', [picture])).toThrow('export:copy-png: arguments too large');
});

test('sizes are counted through arrays, objects and circles, and no further than asked', () => {
  const circle: unknown[] = [];
  circle.push(circle);
  expect(argumentBytes([], 1000)).toBe(8);
  expect(argumentBytes(['abcd'], 1000)).toBe(24);
  expect(argumentBytes({ key: new Uint8Array(100) }, 1000)).toBe(8 + 8 + 6 + 8 + 100);
  expect(argumentBytes(circle, 1000)).toBeGreaterThan(1000);
});
