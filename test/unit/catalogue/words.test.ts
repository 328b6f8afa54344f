// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { argLabel, argWords, parseNumberText, returnWords } from '../../../shared/analysis/catalogue/words';
import { createTranslator } from '../../../shared/i18n/translate';

const en = createTranslator('en');
const ja = createTranslator('ja');

test.each([
  ['NtAllocateVirtualMemory', 'process_handle', '0xffffffff', 'the process itself'],
  ['NtAllocateVirtualMemory', 'process_handle', '0xffffffffffffffff', 'the process itself'],
  ['NtAllocateVirtualMemory', 'process_handle', '0x000000fc', null],
  ['NtGetContextThread', 'thread_handle', '0xfffffffe', 'the calling thread'],
  ['NtAllocateVirtualMemory', 'protection', '64', 'PAGE_EXECUTE_READWRITE'],
  ['NtAllocateVirtualMemory', 'protection', '0x00000040', 'PAGE_EXECUTE_READWRITE'],
  ['NtAllocateVirtualMemory', 'allocation_type', '12288', 'MEM_COMMIT|MEM_RESERVE'],
  ['NtAllocateVirtualMemory', 'region_size', '122880', '122,880 bytes (0x1e000)'],
  ['NtAllocateVirtualMemory', 'base_address', '0x00ba0000', null],
  ['NtMapViewOfSection', 'base_address', '2097152', '0x200000'],
  ['CreateProcessInternalW', 'creation_flags', '4', 'CREATE_SUSPENDED'],
  ['NtCreateUserProcess', 'process_identifier', '140707423585340', '1084'],
  ['NtDelayExecution', 'milliseconds', '18446744073709551615', 'infinite'],
  ['NtDelayExecution', 'milliseconds', '30000', '30 s'],
  ['NtDelayExecution', 'milliseconds', '900000', '15 min'],
  ['NtDelayExecution', 'milliseconds', '30', null],
  ['RegOpenKeyExW', 'base_handle', '0xffffffff80000002', 'HKEY_LOCAL_MACHINE'],
  ['NtTerminateProcess', 'status_code', '0xffffffffc0000005', 'STATUS_ACCESS_VIOLATION'],
  ['NtTerminateProcess', 'status_code', '1', null],
  ['CreateProcessInternalW', 'inherit_handles', '0', 'no'],
  ['NtSetContextThread', 'registers', '{"eip": 2228760, "eax": "0x220000"}', 'eip 0x220218, eax 0x220000'],
  ['NtSetContextThread', 'registers', 'not json', null],
  ['CoCreateInstance', 'clsid', '{72C24DD5-D70A-438B-8A42-98424B88AFB8}', 'WScript.Shell'],
  ['SHGetKnownFolderPath', 'folder_id', 'b97d20bb-f46a-4c97-ba10-5e3608430854', 'Startup'],
  ['CoCreateInstance', 'clsid', 'ffffffff-0000-0000-0000-000000000000', null],
  ['NtMadeUp', 'protection', '64', null],
])('%s %s %s is %s', (api, name, text, words) => {
  expect(argWords(api, name, text, null, en)).toBe(words);
});

test('prose is in the language of the reader, names are not', () => {
  expect(argWords('NtWriteVirtualMemory', 'process_handle', '0xffffffff', null, ja)).toBe('自プロセス');
  expect(argWords('NtAllocateVirtualMemory', 'region_size', '4096', null, ja)).toBe('4,096 バイト(0x1000)');
  expect(argWords('NtAllocateVirtualMemory', 'protection', '64', null, ja)).toBe('PAGE_EXECUTE_READWRITE');
});

test('our words come before the words of a monitor that mislabels', () => {
  expect(argWords('NtQuerySystemInformation', 'information_class', '0', 'FILE_SUPERSEDE', en)).toBe(
    'SystemBasicInformation',
  );
});

test('the words of the monitor stand where ours know the value only in part, or not at all', () => {
  expect(argWords('NtProtectVirtualMemory', 'protection', '0x840', 'PAGE_X|PAGE_Y', en)).toBe(
    'PAGE_X|PAGE_Y',
  );
  expect(argWords('NtMadeUp', 'mode', '3', 'MODE_THREE', en)).toBe('MODE_THREE');
  expect(argWords('NtMadeUp', 'mode', '3', '', en)).toBeNull();
  expect(argWords('NtMadeUp', 'mode', '3', '3', en)).toBeNull();
});

test.each([
  ['NtOpenFile', 0xc0000034n, false, 'STATUS_OBJECT_NAME_NOT_FOUND'],
  ['NtOpenFile', 0xffffffffc0000034n, false, 'STATUS_OBJECT_NAME_NOT_FOUND'],
  ['NtOpenFile', 0n, true, 'STATUS_SUCCESS'],
  ['RegOpenKeyExW', 2n, false, 'ERROR_FILE_NOT_FOUND'],
  ['CoCreateInstance', 0x80040154n, false, 'REGDB_E_CLASSNOTREG'],
  ['CoCreateInstance', 0x800704c7n, false, 'ERROR_CANCELLED'],
  ['NtDeviceIoControlFile', 0xffffffffc00700bbn, false, 'ERROR_SEM_NOT_FOUND'],
  ['WriteProcessMemory', 1n, true, 'TRUE'],
  ['IsDebuggerPresent', 0n, false, 'FALSE'],
  ['CreateToolhelp32Snapshot', 0xffffffffn, false, 'INVALID_HANDLE_VALUE'],
  ['CreateRemoteThread', 0n, false, 'NULL'],
  ['CreateRemoteThread', 172n, true, null],
  ['connect', 0xffffffffn, false, 'SOCKET_ERROR'],
  ['GetSystemMetrics', 1024n, true, null],
  ['NtMadeUp', 0xc0000022n, false, 'STATUS_ACCESS_DENIED'],
  ['MadeUp', 0xc0000022n, false, null],
  ['NtOpenFile', null, false, null],
])('%s returning %s (%s) says %s', (api, value, ok, words) => {
  expect(returnWords(api, value, ok)).toBe(words);
});

test('numbers are read as reports write them, and nothing else is a number', () => {
  expect(['64', '-1', '0x40', '0xFFFFFFFFFFFFFFFF', '18446744073709551615'].map(parseNumberText)).toEqual([
    64n,
    0xffffffffffffffffn,
    64n,
    0xffffffffffffffffn,
    0xffffffffffffffffn,
  ]);
  expect(['', '0x', 'abc', '1.5', ' 1', '0x1g', '123456789012345678901'].map(parseNumberText)).toEqual(
    Array(7).fill(null),
  );
});

test('an argument has a label, or keeps its name', () => {
  expect(argLabel('base_address', 'ja')).toBe('ベースアドレス');
  expect(argLabel('no_such_argument', 'en')).toBe('no_such_argument');
});
