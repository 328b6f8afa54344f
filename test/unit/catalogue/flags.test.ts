// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { flagSets, flagValue, flagWords, knownFlagWords } from '../../../shared/analysis/catalogue/flags';

test.each([
  ['memory-protection', 0x40n, 'PAGE_EXECUTE_READWRITE'],
  ['memory-protection', 0x140n, 'PAGE_EXECUTE_READWRITE|PAGE_GUARD'],
  ['allocation-type', 12288n, 'MEM_COMMIT|MEM_RESERVE'],
  ['process-creation', 0x4n, 'CREATE_SUSPENDED'],
  ['process-creation', 0x08000404n, 'CREATE_SUSPENDED|CREATE_UNICODE_ENVIRONMENT|CREATE_NO_WINDOW'],
  ['process-access', 0x1fffffn, 'PROCESS_ALL_ACCESS'],
  ['process-access', 0x1f0fffn, 'PROCESS_ALL_ACCESS'],
  [
    'process-access',
    0x43an,
    'PROCESS_CREATE_THREAD|PROCESS_VM_OPERATION|PROCESS_VM_READ|PROCESS_VM_WRITE|PROCESS_QUERY_INFORMATION',
  ],
  ['thread-access', 0x100010n, 'THREAD_SET_CONTEXT|SYNCHRONIZE'],
  ['registry-access', 0x20019n, 'KEY_READ'],
  ['registry-access', 0x2001fn, 'KEY_READ|KEY_WRITE'],
  ['registry-access', 0xf023fn, 'KEY_ALL_ACCESS|KEY_WOW64_32KEY'],
  ['file-access', 0xc0100080n, 'GENERIC_READ|GENERIC_WRITE|FILE_READ_ATTRIBUTES|SYNCHRONIZE'],
  ['registry-root', 0x80000002n, 'HKEY_LOCAL_MACHINE'],
  ['registry-type', 4n, 'REG_DWORD'],
  ['ntstatus', 0xc0000034n, 'STATUS_OBJECT_NAME_NOT_FOUND'],
  ['win32-error', 2n, 'ERROR_FILE_NOT_FOUND'],
  ['special-folder', 0x801an, 'CSIDL_APPDATA|CSIDL_FLAG_CREATE'],
  [
    'error-mode',
    32775n,
    'SEM_FAILCRITICALERRORS|SEM_NOGPFAULTERRORBOX|SEM_NOALIGNMENTFAULTEXCEPT|SEM_NOOPENFILEERRORBOX',
  ],
  ['io-control-code', 0x70000n, 'IOCTL_DISK_GET_DRIVE_GEOMETRY'],
  ['system-information-class', 35n, 'SystemKernelDebuggerInformation'],
  ['process-information-class', 7n, 'ProcessDebugPort'],
  ['thread-information-class', 17n, 'ThreadHideFromDebugger'],
  ['windows-hook', 14n, 'WH_MOUSE_LL'],
  ['system-metric', 0x1000n, 'SM_REMOTESESSION'],
  ['address-family', 2n, 'AF_INET'],
])('%s %i is %s', (set, value, words) => {
  expect(flagWords(set, value)).toBe(words);
});

test('bits without a word follow in hex', () => {
  expect(flagWords('memory-protection', 0x40000840n)).toBe(
    'PAGE_EXECUTE_READWRITE|PAGE_TARGETS_INVALID|0x800',
  );
});

test('a value without any word is hex alone, and has no known words', () => {
  expect(flagWords('ntstatus', 0xc0dec0den)).toBe('0xc0dec0de');
  expect(knownFlagWords('ntstatus', 0xc0dec0den)).toBeNull();
  expect(flagWords('no-such-set', 5n)).toBe('0x5');
});

test('sign extension and junk above 32 bits are dropped', () => {
  expect(flagWords('ntstatus', 0xffffffffc0000034n)).toBe('STATUS_OBJECT_NAME_NOT_FOUND');
  expect(flagWords('registry-root', 0xffffffff80000002n)).toBe('HKEY_LOCAL_MACHINE');
});

test('a word leads back to its value', () => {
  expect(flagValue('memory-protection', 'PAGE_EXECUTE_READWRITE')).toBe(0x40n);
  expect(flagValue('special-folder', 'CSIDL_FLAG_CREATE')).toBe(0x8000n);
  expect(flagValue('registry-root', 'PAGE_EXECUTE')).toBeNull();
});

test('every set has words', () => {
  expect(flagSets().length).toBeGreaterThan(50);
});
