// SPDX-License-Identifier: MIT
import { beforeAll, expect, test } from 'vitest';
import type { LiveCalls } from '../../../renderer/db/live-calls';
import { findWords } from '../../../renderer/db/word-search';
import { call, liveReport } from './live-report';

let calls: LiveCalls;

beforeAll(async () => {
  ({ calls } = await liveReport([
    {
      pid: 1000,
      calls: [
        call('NtClose', { handle: '0x00000040' }),
        call('RegOpenKeyExW', { regkey: 'HKLM\\SOFTWARE\\VMware, Inc.\\VMware Tools' }),
        call('NtCreateFile', { filepath: 'C:\\vmware\\日本語.sys' }),
        call('RegOpenKeyExW', { regkey: 'HKLM\\SOFTWARE\\vmWARE' }),
        // The name stands in a key, not in an argument's text.
        call('NtOpenFile', { vmware: 'x' }),
        call('LdrLoadDll', { module_name: 'C:/Program Files/Some Vendor/a very long library.dll' }),
      ],
    },
    { pid: 1004, calls: [call('RegOpenKeyExW', { regkey: 'HKLM\\SOFTWARE\\VMware' })] },
  ]));
});

test('words are found in argument texts of one process, by API, whatever the case', async () => {
  const hits = await findWords(calls, 0, ['vmware', 'virtualbox', 'vmware tools']);
  expect(hits.sort((a, b) => a.first - b.first || (a.word < b.word ? -1 : 1))).toEqual([
    { word: 'vmware', procId: 0, api: 'RegOpenKeyExW', calls: 2, first: 1 },
    { word: 'vmware tools', procId: 0, api: 'RegOpenKeyExW', calls: 1, first: 1 },
    { word: 'vmware', procId: 0, api: 'NtCreateFile', calls: 1, first: 2 },
  ]);
});

test('a long word is compared as a whole, and slashes count as backslashes', async () => {
  expect(
    await findWords(calls, 0, [
      'some vendor\\a very long library.dll',
      'other vendor\\a very long library.dll',
    ]),
  ).toEqual([
    { word: 'some vendor\\a very long library.dll', procId: 0, api: 'LdrLoadDll', calls: 1, first: 5 },
  ]);
});

test('a word is found where a name begins, not in the middle of another', async () => {
  const found = async (word: string) => (await findWords(calls, 0, [word])).length;
  expect([await found('are'), await found('mware'), await found('.sys'), await found('inc.')]).toEqual([
    0, 0, 1, 1,
  ]);
});

test('nothing is found for no words, and in a process without calls', async () => {
  expect([await findWords(calls, 0, []), await findWords(calls, 7, ['vmware'])]).toEqual([[], []]);
});
