// SPDX-License-Identifier: MIT
import { beforeAll, expect, test } from 'vitest';
import { countApis } from '../../../renderer/db/api-counts';
import { readDetails, readScreen } from '../../../renderer/db/call-details';
import { rowsOfView } from '../../../renderer/db/call-rows';
import { CallView, rowOfIndex } from '../../../renderer/db/call-view';
import type { CallFilter } from '../../../renderer/db/contract';
import type { LiveCalls } from '../../../renderer/db/live-calls';
import { readLogFacts } from '../../../renderer/db/log-facts';
import { searchView } from '../../../renderer/db/view-search';
import { MARK } from '../../../shared/model/call';
import { call, liveReport } from './live-report';

let calls: LiveCalls;

beforeAll(async () => {
  ({ calls } = await liveReport([
    {
      pid: 1000,
      calls: [
        call('NtOpenProcess', {
          process_handle: '0x00000040',
          process_identifier: 1004,
          desired_access: '0x1fffff',
        }),
        call(
          'WriteProcessMemory',
          {
            process_handle: '0x00000040',
            process_identifier: 1004,
            base_address: '0x00400000',
            buffer: 'MZ',
          },
          { time: 1496211111.75 },
        ),
        call(
          'RegOpenKeyExW',
          { regkey: 'HKLM\\SOFTWARE\\VMware' },
          { category: 'registry', status: 0, return_value: 2 },
        ),
        call('WriteProcessMemory', {
          process_handle: '0xffffffff',
          base_address: '0x00500000',
          buffer: 'own',
        }),
      ],
    },
    {
      pid: 1004,
      calls: [
        call('IsDebuggerPresent', {}, { category: 'system', tid: 4000000000 }),
        call('RegOpenKeyExW', { regkey: 'HKCU\\日本語\\Run' }, { category: 'registry' }),
        call('NtClose', { handle: '0x00000044' }, { status: 0, return_value: 0xc0000008 }),
      ],
    },
  ]));
});

/** Positions of calls that a filter leaves, as `procId:index`. */
async function found(filter: Partial<CallFilter>): Promise<string[]> {
  const view = new CallView(calls, { procId: null, ...filter });
  await view.applyColumns();
  if (filter.textContains)
    await searchView(view, filter.textContains, new AbortController().signal, () => undefined);
  return (await rowsOfView(view, 0, 100)).map(({ procId, index }) => `${procId}:${index}`);
}

test('without conditions all calls stand in report order', async () => {
  expect(await found({})).toEqual(['0:0', '0:1', '0:2', '0:3', '1:0', '1:1', '1:2']);
  expect(await found({ procId: 1 })).toEqual(['1:0', '1:1', '1:2']);
  expect(await found({ procId: 7 })).toEqual([]);
});

test('conditions narrow together', async () => {
  expect(await found({ apiContains: 'regopen' })).toEqual(['0:2', '1:1']);
  expect(await found({ apis: ['NtClose', 'IsDebuggerPresent'] })).toEqual(['1:0', '1:2']);
  expect(await found({ status: 'fail' })).toEqual(['0:2', '1:2']);
  expect(await found({ category: 'registry', status: 'ok' })).toEqual(['1:1']);
  expect(await found({ category: 'no such category' })).toEqual([]);
  expect(await found({ apiContains: 'regopen', procId: 0 })).toEqual(['0:2']);
});

test('what touches another process is told from what touches the own one', async () => {
  expect(await found({ foreignOnly: true })).toEqual(['0:0', '0:1']);
  expect(await found({ marks: MARK.WRITE })).toEqual(['0:1']);
});

test('a text is found in arguments only, in any case and script', async () => {
  expect(await found({ textContains: 'vmware' })).toEqual(['0:2']);
  expect(await found({ textContains: 'hklm\\software' })).toEqual(['0:2']);
  expect(await found({ textContains: '日本' })).toEqual(['1:1']);
  expect(await found({ textContains: 'regkey' })).toEqual([]);
  expect(await found({ textContains: 'mz', apiContains: 'write' })).toEqual(['0:1']);
});

test('a row tells what the report says', async () => {
  const view = new CallView(calls, { procId: null });
  expect(await rowsOfView(view, 1, 2)).toEqual([
    {
      procId: 0,
      index: 1,
      api: 'WriteProcessMemory',
      category: 'process',
      ok: true,
      marks: MARK.WRITE,
      foreign: true,
      target: 1,
      tid: 100,
      timeMs: 1496211111750,
      returnValue: '0x00000000',
      repeated: 0,
    },
    {
      procId: 0,
      index: 2,
      api: 'RegOpenKeyExW',
      category: 'registry',
      ok: false,
      marks: 0,
      foreign: false,
      target: null,
      tid: 100,
      timeMs: 1496211111500,
      returnValue: '0x00000002',
      repeated: 0,
    },
  ]);
  expect(await rowsOfView(view, 6, 10)).toHaveLength(1);
  expect(await rowsOfView(view, 99, 10)).toEqual([]);
});

test('a call on the own process through a pseudo-handle carries no tag of foreign memory', async () => {
  const view = new CallView(calls, { procId: 0 });
  const [own] = await rowsOfView(view, 3, 1);
  expect({ marks: own!.marks, foreign: own!.foreign }).toEqual({ marks: 0, foreign: false });
});

test('a call is found by its identity, in a filtered view too', async () => {
  const view = new CallView(calls, { procId: null, status: 'fail' });
  await view.applyColumns();
  expect([
    view.positionOf(0, 2),
    view.positionOf(1, 2),
    view.positionOf(0, 0),
    view.positionOf(9, 0),
  ]).toEqual([0, 1, -1, -1]);
  expect(await rowOfIndex(calls, 1, 2)).toBe(2);
  expect(await rowOfIndex(calls, 1, 3)).toBe(-1);
  expect(await rowOfIndex(calls, 5, 0)).toBe(-1);
});

test('details give arguments in order, and null for a call that is not there', async () => {
  const [written, none, named] = await readDetails(calls, [
    { procId: 0, index: 1 },
    { procId: 0, index: 4 },
    { procId: 1, index: 1 },
  ]);
  expect(written!.args.map(({ rawName, name, text }) => [rawName, name, text])).toEqual([
    ['process_handle', 'process_handle', '0x00000040'],
    ['process_identifier', 'process_identifier', '1004'],
    ['base_address', 'base_address', '0x00400000'],
    ['buffer', 'buffer', 'MZ'],
  ]);
  expect(none).toBeNull();
  expect([named!.api, named!.args[0]!.text]).toEqual(['RegOpenKeyExW', 'HKCU\\日本語\\Run']);
});

test('APIs are counted, most frequent first', async () => {
  expect(await countApis(calls, null)).toEqual([
    { api: 'RegOpenKeyExW', category: 'registry', calls: 2 },
    { api: 'WriteProcessMemory', category: 'process', calls: 2 },
    { api: 'IsDebuggerPresent', category: 'system', calls: 1 },
    { api: 'NtClose', category: 'process', calls: 1 },
    { api: 'NtOpenProcess', category: 'process', calls: 1 },
  ]);
  expect(await countApis(calls, 1)).toHaveLength(3);
});

test('marking learns which APIs were called, where texts stand and which pins hold', async () => {
  expect(
    await readLogFacts(calls, {
      texts: ['vmware', 'nowhere'],
      pins: [
        { procId: 1, index: 0 },
        { procId: 1, index: 99 },
      ],
    }),
  ).toEqual({
    apisByProcId: {
      0: ['NtOpenProcess', 'RegOpenKeyExW', 'WriteProcessMemory'],
      1: ['IsDebuggerPresent', 'NtClose', 'RegOpenKeyExW'],
    },
    textHits: { vmware: [{ procId: 0, api: 'RegOpenKeyExW' }], nowhere: [] },
    pinnedCalls: [{ procId: 1, index: 0, api: 'IsDebuggerPresent' }],
  });
});

test('before targets are resolved, every call on some process counts as touching another', async () => {
  const { targets } = calls;
  calls.targets = null;
  const rows = await found({ foreignOnly: true });
  const view = new CallView(calls, { procId: 0 });
  const [first] = await rowsOfView(view, 0, 1);
  calls.targets = targets;
  expect(rows).toEqual(['0:0', '0:1']);
  expect({ foreign: first!.foreign, target: first!.target }).toEqual({ foreign: false, target: null });
});

test('a screen brings the arguments of the rows that are seen, across processes', async () => {
  const view = new CallView(calls, { procId: null });
  const whole = await rowsOfView(view, 2, 4);
  const seen = await readDetails(calls, [
    { procId: 0, index: 3 },
    { procId: 1, index: 0 },
  ]);
  const screen = await readScreen(view, { from: 2, count: 4 }, { from: 3, count: 2 });
  expect(screen).toEqual({ rows: whole, details: seen });
});

test('rows that are seen beyond the page, or not at all, bring no arguments', async () => {
  const view = new CallView(calls, { procId: null });
  const rows = await rowsOfView(view, 2, 2);
  const page = { from: 2, count: 2 };
  expect(await readScreen(view, page, { from: 4, count: 3 })).toEqual({ rows, details: [] });
  expect(await readScreen(view, page, { from: 2, count: 0 })).toEqual({ rows, details: [] });
  expect(await readScreen(view, { from: 90, count: 9 }, { from: 90, count: 9 })).toEqual({
    rows: [],
    details: [],
  });
});
