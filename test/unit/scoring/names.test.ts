// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ApiSet, namesInFields, namesInText, sameEvent } from '../../../shared/scoring/api-names';
import {
  artefactKindOf,
  artefactNeedle,
  artefactNeedles,
  isSameArtefact,
  normalArtefact,
} from '../../../shared/scoring/artefacts';
import { assign } from '../../../shared/scoring/assign';
import { isSameProcessName } from '../../../shared/scoring/process-names';

describe('API names', () => {
  const log = new ApiSet([
    'CreateProcessInternalW',
    'RegOpenKeyExA',
    'NtResumeThread',
    'CreateRemoteThreadEx',
    'send',
  ]);

  test.each([
    ['CreateProcessInternalW', 'CreateProcessInternalW'],
    ['createprocess', 'CreateProcessInternalW'],
    ['RegOpenKeyEx', 'RegOpenKeyExA'],
    ['ZwResumeThread', 'NtResumeThread'],
    ['RegOpenKeyExW', null],
    ['RegOpenKey', null],
    ['CreateRemoteThread', null],
    ['CreateProcessW', null],
  ])('%s means %s of the log', (written, logged) => expect(log.find(written)).toBe(logged));

  test('a field may hold several names, with return values and brackets', () => {
    expect(namesInFields(['NtResumeThread=>0, NtSetContextThread()', 'ntresumethread', '→', 'API'])).toEqual([
      'NtResumeThread',
      'NtSetContextThread',
      'API',
    ]);
  });

  test('a text names what is surely an API', () => {
    const text =
      'CreateProcessでcmd.exeを起動し(NtFooBar)、kernel32.LoadLibraryAやCreateEvilThreadを使いsendする。C:\\NtDir\\x ProcessHollowing NTAPI';
    expect(namesInText(text, log)).toEqual(['CreateProcess', 'NtFooBar', 'LoadLibraryA', 'CreateEvilThread']);
  });

  test('names of the same event are known', () => {
    expect(sameEvent('NtWriteVirtualMemory')).toEqual(['NtWriteVirtualMemory', 'WriteProcessMemory']);
    expect(sameEvent('NtResumeThread')).toEqual(['NtResumeThread']);
  });
});

describe('process names', () => {
  test.each([
    ['a.exe', 'C:\\x\\A.EXE', true],
    ['"C:\\other\\a.exe" /s', 'C:\\x\\a.exe', true],
    ['ａ.exe', 'a.exe', true],
    ['請求書.exe', 'C:\\Temp\\請求書.exe', true],
    ['cda34f…9a3.exe', 'cda34f6e5a38e9a3.exe', true],
    ['cda34f..9a4', 'cda34f6e5a38e9a3.exe', false],
    ['*', 'a.exe', false],
    ['', 'a.exe', false],
    ['b.exe', 'a.exe', false],
    ['exe', 'a.exe', false],
  ])('%s and %s: %s', (written, actual, same) => expect(isSameProcessName(written, actual)).toBe(same));

  test('any name is the same as itself, in any case, as path and in quotes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9_ぁ-ん-]{1,30}$/), (name) => {
        for (const written of [
          name,
          `${name}.exe`,
          `C:\\Users\\x\\${name}.exe`,
          `"${name}.exe"`,
          `${name.toUpperCase()}.EXE`,
        ])
          expect(isSameProcessName(written, `D:\\dir\\${name}.exe`)).toBe(true);
      }),
    );
  });
});

describe('artefacts', () => {
  test('are brought into one form', () => {
    expect(normalArtefact(' "HKLM\\SOFTWARE\\\\Foo" ')).toBe('HKEY_LOCAL_MACHINE\\SOFTWARE\\Foo');
    expect(normalArtefact('hkcu¥Software¥Wine')).toBe('HKEY_CURRENT_USER\\Software\\Wine');
    expect(normalArtefact('\\\\.\\VBoxGuest')).toBe('\\\\.\\VBoxGuest');
    expect(artefactNeedle('HKLM\\SYSTEM\\CurrentControlSet\\Enum\\USBSTOR\\')).toBe('enum\\usbstor');
    expect(artefactNeedle('\\??\\PhysicalDrive0')).toBe('physicaldrive0');
    expect(artefactNeedle('x')).toBe('');
    expect(artefactNeedles('viostor.sys、netkvm.sys')).toEqual([
      'viostor.sys、netkvm.sys',
      'viostor.sys',
      'netkvm.sys',
    ]);
  });

  test.each([
    ['USBSTOR', '\\Enum\\USBSTOR', true],
    ['HKLM\\SYSTEM\\ControlSet001\\Enum\\USBSTOR', '\\Enum\\USBSTOR', true],
    ['DigitalProductId', '\\CurrentVersion\\ProductId', false],
    ['ProductId', '\\CurrentVersion\\DigitalProductId', false],
    ['.dll', 'SxIn.dll', false],
    ['', 'SxIn.dll', false],
  ])('%s and %s: %s', (written, expected, same) => expect(isSameArtefact(written, expected)).toBe(same));

  test('the API says what kind it names', () => {
    expect(
      [
        'RegOpenKeyExA',
        'NtQueryValueKey',
        'NtCreateFile',
        'LdrLoadDll',
        'FindWindowExA',
        'NtOpenMutant',
        'IWbemServices_ExecQuery',
        'NtDelayExecution',
      ].map(artefactKindOf),
    ).toEqual(['registry', 'registry', 'file', 'library', 'window', 'mutex', 'wmi', null]);
  });
});

test('assignment gives each answer to one entry and as many as possible', () => {
  expect(assign([[0, 1], [0]])).toEqual([1, 0]);
  expect(assign([[0], [0]])).toEqual([0, null]);
  expect(assign([[], [1]])).toEqual([null, 1]);
  fc.assert(
    fc.property(fc.array(fc.uniqueArray(fc.nat(4), { maxLength: 5 }), { maxLength: 5 }), (candidates) => {
      const given = assign(candidates);
      const used = given.filter((answer) => answer !== null);
      expect(new Set(used).size).toBe(used.length);
      given.forEach((answer, entry) => answer === null || expect(candidates[entry]).toContain(answer));
      expect(used.length).toBe(bruteForce(candidates, 0, new Set()));
    }),
  );
});

function bruteForce(candidates: number[][], entry: number, used: Set<number>): number {
  if (entry === candidates.length) return 0;
  let best = bruteForce(candidates, entry + 1, used);
  for (const answer of candidates[entry]!)
    if (!used.has(answer))
      best = Math.max(best, 1 + bruteForce(candidates, entry + 1, new Set([...used, answer])));
  return best;
}
