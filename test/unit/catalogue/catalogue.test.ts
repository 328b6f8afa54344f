// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { allApis, apiArg, apiInfo } from '../../../shared/analysis/catalogue';
import { createTranslator, hasMessage } from '../../../shared/i18n/translate';

test('an entry holds role, arguments, return value, ATT&CK ids and texts', () => {
  expect(apiInfo('NtUnmapViewOfSection')).toEqual({
    api: 'NtUnmapViewOfSection',
    also: ['NtUnmapViewOfSectionEx'],
    category: 'section',
    role: 'unmap',
    tag: null,
    args: [
      { name: 'process_handle', kind: 'process-handle', out: false },
      { name: 'base_address', kind: 'address', out: false },
      { name: 'region_size', kind: 'size', out: false },
      { name: 'flags', kind: 'hex', out: false },
      { name: 'process_identifier', kind: 'pid', out: false },
    ],
    returns: 'ntstatus',
    attack: ['T1055.012'],
    title: { en: 'Unmapping a view', ja: 'ビューのアンマップ' },
    description: {
      en: 'Removes a view from a process, for instance the image of a hollowed process.',
      ja: 'プロセスからビューを取り除きます(Process Hollowing で元のイメージを外す場合など)。',
    },
  });
});

test('Zw, A, W and Ex spellings share an entry', () => {
  expect(apiInfo('ZwMapViewOfSection')).toBe(apiInfo('NtMapViewOfSection'));
  expect(apiInfo('NtAllocateVirtualMemoryEx')).toBe(apiInfo('NtAllocateVirtualMemory'));
  expect(apiInfo('RegOpenKeyExA')).toBe(apiInfo('RegOpenKeyExW'));
});

test('a spelling that no entry lists finds its A or W sibling', () => {
  expect(apiInfo('WNetOpenEnumA')?.api).toBe('WNetUseConnectionW');
  expect(apiInfo('GetSystemInfoW')?.api).toBe('GetSystemInfo');
});

test('an unknown API has no entry', () => {
  expect(apiInfo('NtMadeUp')).toBeNull();
  expect(apiInfo('constructor')).toBeNull();
  expect(apiArg('NtMadeUp', 'handle')).toBeNull();
});

test('the contest tags stand on the APIs of its script', () => {
  const tagged: Record<string, string[]> = {};
  for (const info of allApis()) if (info.tag) (tagged[info.tag] ??= []).push(info.api);
  for (const apis of Object.values(tagged)) apis.sort();
  expect(tagged).toEqual({
    PROC: ['CreateProcessInternalW', 'NtCreateUserProcess'],
    MEM: ['NtAllocateVirtualMemory', 'NtMapViewOfSection', 'NtProtectVirtualMemory'],
    WRITE: ['NtWriteVirtualMemory', 'WriteProcessMemory'],
    EXEC: ['CreateRemoteThread', 'NtQueueApcThread', 'NtResumeThread', 'NtSetContextThread'],
  });
});

test('the APIs of the injection techniques have the roles the rules ask for', () => {
  const role = (api: string) => apiInfo(api)?.role;
  expect({
    NtOpenProcess: role('NtOpenProcess'),
    CreateProcessW: role('CreateProcessW'),
    VirtualProtectEx: role('VirtualProtectEx'),
    NtWow64WriteVirtualMemory64: role('NtWow64WriteVirtualMemory64'),
    NtCreateSection: role('NtCreateSection'),
    RtlCreateUserThread: role('RtlCreateUserThread'),
    NtQueueApcThreadEx: role('NtQueueApcThreadEx'),
    SetWindowsHookExW: role('SetWindowsHookExW'),
    SetWindowLongPtrA: role('SetWindowLongPtrA'),
    NtRollbackTransaction: role('NtRollbackTransaction'),
    NtDuplicateObject: role('NtDuplicateObject'),
    NtClose: role('NtClose'),
  }).toEqual({
    NtOpenProcess: 'open-process',
    CreateProcessW: 'create-process',
    VirtualProtectEx: 'protect',
    NtWow64WriteVirtualMemory64: 'write',
    NtCreateSection: 'create-section',
    RtlCreateUserThread: 'create-thread',
    NtQueueApcThreadEx: 'queue-apc',
    SetWindowsHookExW: 'window-hook',
    SetWindowLongPtrA: 'window-data',
    NtRollbackTransaction: 'rollback-transaction',
    NtDuplicateObject: 'duplicate',
    NtClose: 'close',
  });
});

test('every entry has a title and a sentence in Japanese and in English', () => {
  const wrong = allApis().filter(
    ({ title, description }) =>
      !/[ぁ-んァ-ヶ一-龠]/.test(description.ja) ||
      /[ぁ-んァ-ヶ一-龠]/.test(title.en + description.en) ||
      title.ja === '' ||
      !description.ja.endsWith('。') ||
      !description.en.endsWith('.'),
  );
  expect(wrong.map((info) => info.api)).toEqual([]);
});

test('every category has a name in both languages', () => {
  const categories = [...new Set(allApis().map((info) => info.category))].sort();
  expect(categories.filter((name) => !hasMessage('ja', `apis.category.${name}`))).toEqual([]);
  expect(createTranslator('ja')('apis.category.memory')).toBe('メモリ');
});
