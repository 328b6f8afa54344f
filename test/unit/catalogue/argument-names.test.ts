// SPDX-License-Identifier: MIT
import { describe, expect, test } from 'vitest';
import { allApis, apiInfo, normalArgName } from '../../../shared/analysis/catalogue';

/**
 * The argument field table of the injection techniques: for each API the spellings of Cuckoo 1.x, 2.x and CAPE
 * that mean the same, written `1.x | 2.x | CAPE`; the 2.x spelling is the normal name.
 */
const TABLE: Record<string, string[]> = {
  CreateProcessInternalW: [
    'ApplicationName | filepath | ApplicationName',
    '- | filepath_r | -',
    'CommandLine | command_line | CommandLine',
    'CreationFlags | creation_flags | CreationFlags',
    'ProcessId | process_identifier | ProcessId',
    'ThreadId | thread_identifier | ThreadId',
    'ProcessHandle | process_handle | ProcessHandle',
    'ThreadHandle | thread_handle | ThreadHandle',
    '- | inherit_handles | -',
    '- | current_directory | -',
    '- | track | -',
    '- | parent_handle | ParentHandle',
    '- | stack_pivoted | StackPivoted',
  ],
  CreateProcessWithLogonW: ['- | command_line | CommandLine', '- | process_identifier | ProcessId'],
  NtCreateUserProcess: [
    'ProcessHandle | process_handle | ProcessHandle',
    'ThreadHandle | thread_handle | ThreadHandle',
    'ImagePathName | filepath | ImagePathName',
    'CommandLine | command_line | CommandLine',
    '- | process_identifier | ProcessId',
    '- | thread_identifier | ThreadId',
    '- | flags_process | -',
    '- | flags_thread | -',
    'ProcessFileName | process_file_name | ProcessFileName',
  ],
  NtCreateProcessEx: [
    'ProcessHandle | process_handle | ProcessHandle',
    'FileName | filepath | FileName',
    '- | parent_process_handle | ParentHandle',
    '- | section_handle | SectionHandle',
    '- | section_handle | SectionHandleEx',
    '- | process_identifier | ProcessId',
  ],
  RtlCreateUserProcess: ['FileName | filepath | FileName', '- | parent_process_handle | ParentHandle'],
  NtOpenProcess: [
    'ProcessHandle | process_handle | ProcessHandle',
    'DesiredAccess | desired_access | DesiredAccess',
    'ProcessIdentifier | process_identifier | ProcessIdentifier',
    '- | process_name | ProcessName',
  ],
  NtOpenThread: [
    'ThreadHandle | thread_handle | ThreadHandle',
    'DesiredAccess | access | DesiredAccess',
    '- | process_identifier | ProcessId',
    '- | thread_identifier | ThreadId',
  ],
  NtAllocateVirtualMemory: [
    'ProcessHandle | process_handle | ProcessHandle',
    'BaseAddress | base_address | BaseAddress',
    'RegionSize | region_size | RegionSize',
    'Protection | protection | Protection',
    '- | allocation_type | -',
    '- | process_identifier | -',
  ],
  NtProtectVirtualMemory: [
    'NewAccessProtection | protection | NewAccessProtection',
    '- | length | NumberOfBytesProtected',
    '- | memory_type | MemoryType',
    '- | old_protection | OldAccessProtection',
    '- | module_name | ModuleName',
  ],
  VirtualProtectEx: [
    'ProcessHandle | process_handle | ProcessHandle',
    'Address | base_address | Address',
    'Size | length | Size',
    'Protection | protection | Protection',
    '- | memory_type | MemType',
    '- | old_protection | OldProtection',
  ],
  WriteProcessMemory: [
    'ProcessHandle | process_handle | ProcessHandle',
    'BaseAddress | base_address | BaseAddress',
    'Buffer | buffer | Buffer',
    '- | buffer_length | BufferLength',
    '- | process_identifier | -',
  ],
  NtWriteVirtualMemory: ['Buffer | buffer | Buffer', '- | buffer_length | BufferLength'],
  NtWow64WriteVirtualMemory64: ['- | base_address | BaseAddress', '- | buffer_length | BufferLength'],
  NtReadVirtualMemory: ['Buffer | buffer | Buffer', '- | size | Size'],
  ZwMapViewOfSection: [
    'SectionHandle | section_handle | SectionHandle',
    'ProcessHandle | process_handle | ProcessHandle',
    'BaseAddress | base_address | BaseAddress',
    'SectionOffset | section_offset | SectionOffset',
  ],
  NtMapViewOfSection: [
    '- | view_size | ViewSize',
    '- | win32_protect | Win32Protect',
    '- | commit_size | -',
    '- | module_name | ModuleName',
  ],
  NtUnmapViewOfSectionEx: [
    '- | process_handle | ProcessHandle',
    '- | base_address | BaseAddress',
    '- | region_size | RegionSize',
  ],
  NtCreateSection: [
    'SectionHandle | section_handle | SectionHandle',
    'DesiredAccess | desired_access | DesiredAccess',
    'ObjectAttributes | section_name | ObjectAttributes',
    'FileHandle | file_handle | FileHandle',
    '- | object_handle | -',
    '- | protection | -',
  ],
  NtOpenSection: ['ObjectAttributes | section_name | ObjectAttributes'],
  CreateRemoteThread: [
    'ProcessHandle | process_handle | ProcessHandle',
    'StartRoutine | function_address | StartRoutine',
    'Parameter | parameter | Parameter',
    'CreationFlags | flags | CreationFlags',
    'ThreadId | thread_identifier | ThreadId',
    '- | process_identifier | ProcessId',
  ],
  CreateRemoteThreadEx: ['- | function_address | StartRoutine', '- | flags | CreationFlags'],
  NtCreateThreadEx: [
    'ThreadHandle | thread_handle | ThreadHandle',
    'ProcessHandle | process_handle | ProcessHandle',
    'StartAddress | function_address | StartAddress',
    'CreateSuspended | suspended | -',
    '- | parameter | Parameter',
    '- | create_flags | CreateFlags',
    '- | thread_identifier | ThreadId',
    '- | process_identifier | ProcessId',
    '- | module_name | Module',
  ],
  NtCreateThread: ['- | suspended | CreateSuspended', '- | thread_identifier | ThreadId'],
  RtlCreateUserThread: [
    'ProcessHandle | process_handle | ProcessHandle',
    'CreateSuspended | suspended | CreateSuspended',
    'StartAddress | function_address | StartAddress',
    'StartParameter | parameter | StartParameter',
    'ThreadHandle | thread_handle | ThreadHandle',
    'ThreadIdentifier | thread_identifier | ThreadId',
  ],
  NtSetContextThread: [
    'ThreadHandle | thread_handle | ThreadHandle',
    '- | process_identifier | -',
    '- | registers | -',
    '- | hollowed_instruction_pointer | HollowedInstructionPointer',
    '- | current_instruction_pointer | CurrentInstructionPointer',
    '- | instruction_pointer | InstructionPointer',
  ],
  NtGetContextThread: ['ThreadHandle | thread_handle | ThreadHandle', '- | process_identifier | ProcessId'],
  NtQueueApcThread: [
    '- | thread_handle | ThreadHandle',
    '- | function_address | ApcRoutine',
    '- | parameter | -',
    '- | process_identifier | ProcessId',
    '- | thread_identifier | ThreadId',
  ],
  NtResumeThread: [
    'ThreadHandle | thread_handle | ThreadHandle',
    'SuspendCount | suspend_count | SuspendCount',
    '- | process_identifier | ProcessId',
    '- | thread_identifier | ThreadId',
  ],
  NtSuspendThread: ['SuspendCount | previous_suspend_count | SuspendCount', '- | alert | Alert'],
  SetWindowsHookExA: [
    'HookIdentifier | hook_identifier | HookIdentifier',
    'ProcedureAddress | callback_function | ProcedureAddress',
    'ModuleAddress | module_address | ModuleAddress',
    'ThreadId | thread_identifier | ThreadId',
  ],
  SetWindowLongPtrW: ['- | window_handle | WindowHandle', '- | index | Index', '- | new_long | NewLong'],
  SendNotifyMessageA: ['- | window_handle | WindowHandle', '- | message | Message'],
  PostThreadMessageW: ['- | process_identifier | ProcessId', '- | thread_identifier | ThreadId'],
  NtAddAtomEx: ['- | atom_name | AtomName', '- | atom | Atom'],
  NtRollbackTransaction: ['- | transaction_handle | TransactionHandle'],
  RtlSetCurrentTransaction: ['- | transaction_handle | TransactionHandle'],
  NtDuplicateObject: [
    '- | source_process_handle | SourceProcessHandle',
    '- | source_handle | SourceHandle',
    '- | target_process_handle | TargetProcessHandle',
    '- | target_handle | TargetHandle',
    '- | source_process_identifier | -',
    '- | target_process_identifier | -',
    '- | options | Options',
  ],
};

describe.each(Object.entries(TABLE))('%s', (api, rows) => {
  const cells = rows.map((row) => row.split('|').map((cell) => cell.trim()));

  test.each(cells)('%s, %s and %s are one argument', (first, normal, cape) => {
    const spelt = [first, normal, cape].filter((cell) => cell !== '-');
    expect(spelt.map((name) => normalArgName(api, name))).toEqual(spelt.map(() => normal));
  });

  test('names each of them in its entry', () => {
    const names = apiInfo(api)?.args.map((arg) => arg.name) ?? [];
    expect(names).toEqual(expect.arrayContaining(cells.map(([, normal]) => normal)));
  });
});

test('Win32 names of the VirusTotal-style fork have normal names', () => {
  expect(normalArgName('CreateToolhelp32Snapshot', 'th32ProcessID')).toBe('process_identifier');
  expect(normalArgName('VirtualAllocEx', 'lpAddress')).toBe('base_address');
  expect(normalArgName('VirtualAllocEx', 'dwSize')).toBe('region_size');
  expect(normalArgName('VirtualProtectEx', 'dwSize')).toBe('length');
});

test('the misspelt ids of the published contest text are read', () => {
  expect(normalArgName('NtAllocateVirtualMemory', 'process_identifer')).toBe('process_identifier');
  expect(normalArgName('CreateProcessInternalW', 'thread_identifer')).toBe('thread_identifier');
});

test('an API or argument that nobody knows is snake_case', () => {
  expect(normalArgName('NtMadeUp', 'ProcessHandle')).toBe('process_handle');
  expect(normalArgName('NtMadeUp', 'TotalPhysicalMB')).toBe('total_physical_mb');
  expect(normalArgName('NtMadeUp', 'Return Address')).toBe('return_address');
  expect(normalArgName('NtMadeUp', 'already_snake')).toBe('already_snake');
  expect(normalArgName('NtMadeUp', 'constructor')).toBe('constructor');
  expect(normalArgName('__proto__', '__proto__')).toBe('__proto__');
});

test('registry names of all dialects meet', () => {
  const names = (api: string, raw: string[]) => raw.map((name) => normalArgName(api, name));
  expect(names('RegQueryValueExA', ['Handle', 'ValueName', 'FullName', 'Data', 'Type'])).toEqual([
    'key_handle',
    'regkey_r',
    'regkey',
    'value',
    'reg_type',
  ]);
  expect(names('RegOpenKeyExW', ['Registry', 'SubKey', 'Handle', 'FullName', 'Access'])).toEqual([
    'base_handle',
    'regkey_r',
    'key_handle',
    'regkey',
    'access',
  ]);
  expect(names('NtQueryValueKey', ['KeyHandle', 'ValueName', 'Information', 'Type'])).toEqual([
    'key_handle',
    'key_name',
    'value',
    'reg_type',
  ]);
  expect(names('NtOpenKeyEx', ['DesiredAccess', 'ObjectAttributes', 'access'])).toEqual([
    'desired_access',
    'regkey',
    'desired_access',
  ]);
});

test('a normal name stays itself in every API', () => {
  const changed = allApis().flatMap((info) =>
    [info.api, ...info.also].flatMap((api) =>
      info.args.map((arg) => arg.name).filter((name) => normalArgName(api, name) !== name),
    ),
  );
  expect(changed).toEqual([]);
});
