// SPDX-License-Identifier: MIT
import { describe, expect, test } from 'vitest';
import {
  CAPE_SNAPSHOT,
  CUCKOO_SNAPSHOT,
  hasSnapshot,
  knownSignatures,
} from '../../../shared/scoring/known-signatures';
import { pack } from './practice-pack';

const cuckoo = (api: string, artefact: string | null, args?: Record<string, string | number>) =>
  knownSignatures(CUCKOO_SNAPSHOT, { api, artefact, ...(args ? { args } : {}) }).map(({ name, certain }) =>
    certain ? name : `${name}?`,
  );
const cape = (api: string, artefact: string | null) =>
  knownSignatures(CAPE_SNAPSHOT, { api, artefact }).map(({ name }) => name);

describe('what Cuckoo of autumn 2017 implements', () => {
  test.each<[string, string | null, string[]]>([
    [
      'RegOpenKeyExA',
      'HKEY_LOCAL_MACHINE\\SOFTWARE\\Oracle\\VirtualBox Guest Additions',
      ['antivm_vbox_keys'],
    ],
    ['RegOpenKeyExW', 'HKLM\\HARDWARE\\ACPI\\DSDT\\VBOX__', ['antivm_vbox_acpi', 'antivm_vbox_keys']],
    ['RegQueryValueExW', 'HKLM\\SOFTWARE\\Microsoft\\Cryptography\\MachineGuid', ['recon_fingerprint']],
    ['NtQueryValueKey', 'HKLM\\HARDWARE\\Description\\System\\SystemBiosVersion', ['antivm_generic_bios']],
    ['NtCreateFile', '\\??\\VBoxMiniRdrDN', ['antivm_vbox_devices']],
    ['NtCreateFile', '\\??\\HGFS', ['antivm_shared_device', 'antivm_vmware_files']],
    ['NtCreateFile', '\\??\\PhysicalDrive0', ['antivm_generic_disk']],
    ['FindWindowA', 'OLLYDBG', ['antidbg_windows']],
    ['FindWindowW', 'vboxtraytoolwnd', ['antivm_vbox_window']],
    ['LdrGetDllHandle', 'SbieDll.dll', ['antivm_sandboxie']],
    ['NtOpenMutant', 'Sandboxie_SingleInstanceMutex_Control', ['antivm_sandboxie']],
    ['IWbemServices_ExecQuery', 'SELECT * FROM Win32_BIOS', ['wmi_antivm']],
    ['NtDelayExecution', null, ['antisandbox_sleep']],
    ['GetDiskFreeSpaceExW', null, ['antivm_disk_size']],
    ['LdrGetProcedureAddress', 'wine_get_unix_file_name', ['antiemu_wine']],
    [
      'RegQueryValueExA',
      'HKLM\\SOFTWARE\\Microsoft\\Windows\\CurrentVersion\\Uninstall\\Foo\\DisplayName',
      ['recon_programs'],
    ],
  ])('%s of %s', (api, artefact, names) => expect(cuckoo(api, artefact)).toEqual(names));

  test.each<[string, string | null]>([
    // By artefact, not by family.
    ['RegQueryValueExW', 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProductId'],
    ['RegQueryValueExW', 'HKLM\\SYSTEM\\ControlSet001\\Control\\SystemInformation\\SystemProductName'],
    ['RegOpenKeyExW', 'HKLM\\SYSTEM\\ControlSet001\\Enum\\USBSTOR'],
    ['FindWindowA', 'x64dbg'],
    ['LdrGetDllHandle', 'cmdvrt32.dll'],
    ['IWbemServices_ExecQuery', 'SELECT * FROM MSAcpi_ThermalZoneTemperature'],
    // By API: the same artefact through another kind of call.
    ['FindWindowA', 'SbieDll.dll'],
    ['GetDiskFreeSpaceW', null],
    ['GetSystemInfo', null],
    // No artefact, no pattern.
    ['RegOpenKeyExA', null],
    ['RegOpenKeyExA', ''],
    ['NtCreateFile', 'a'.repeat(5000) + 'VBoxGuest'],
  ])('nothing: %s of %s', (api, artefact) => expect(cuckoo(api, artefact)).toEqual([]));

  test('a signature that depends on an argument is certain only when that is known', () => {
    expect(cuckoo('SetWindowsHookExA', null)).toEqual(['antisandbox_mouse_hook?']);
    expect(cuckoo('SetWindowsHookExA', 'WH_MOUSE_LL')).toEqual(['antisandbox_mouse_hook']);
    expect(cuckoo('SetWindowsHookExA', null, { hook_identifier: 14 })).toEqual(['antisandbox_mouse_hook']);
    expect(cuckoo('SetWindowsHookExA', null, { hook_identifier: 13 })).toEqual([]);
    expect(cuckoo('NtQuerySystemInformation', null, { information_class: 76 })).toEqual(['antivm_firmware']);
    expect(cuckoo('NtQuerySystemInformation', null, { information_class: 5 })).toEqual([]);
    expect(cuckoo('WNetGetProviderNameW', null, { net_type: '0x00250000' })).toEqual([
      'antivm_vbox_provname',
    ]);
  });
});

test('CAPE knows more', () => {
  expect(
    cape('RegQueryValueExW', 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProductId'),
  ).toEqual(['recon_fingerprint']);
  expect(cape('FindWindowA', 'x64dbg')).toEqual(['antidebug_windows']);
  expect(cape('GetCursorPos', null)).toEqual(['mouse_movement_detect']);
  expect(
    cape('FindFirstFileExW', 'C:\\Users\\Smith\\AppData\\Roaming\\Microsoft\\Windows\\Recent\\*'),
  ).toEqual(['detect_virtualization_via_recent_files']);
});

test('signatures of other things decide nothing', () => {
  expect(cuckoo('CreateRemoteThread', null)).toEqual([]);
  expect(cuckoo('NtAllocateVirtualMemory', null)).toEqual([]);
  expect(hasSnapshot('cuckoo-2016')).toBe(false);
  expect(() => knownSignatures('cuckoo-2016', { api: 'X', artefact: null })).toThrow(RangeError);
});

test('the key of the practice pack says of every finding what the tables say', () => {
  const findings = pack.key.flatMap((key) => (key.kind === 'fingerprint' ? key.findings : []));
  const hints: Record<string, Record<string, number>> = { 'log5-mouse-hook': { hook_identifier: 14 } };
  const fromTables = findings.map(({ id, apis, artefacts, signatures }) => {
    const names = (snapshot: string) => {
      const found = apis.flatMap((api) =>
        (artefacts.length > 0 ? artefacts : [null]).flatMap((artefact) =>
          knownSignatures(snapshot, { api, artefact, ...(hints[id] ? { args: hints[id] } : {}) }),
        ),
      );
      return [...new Set(found.filter(({ certain }) => certain).map(({ name }) => name))].sort();
    };
    return { id, cuckoo: names(pack.signatureSnapshot), cape: names(CAPE_SNAPSHOT), said: signatures };
  });
  expect(fromTables.filter(({ cuckoo: found, said }) => String(found) !== String(said.cuckoo))).toEqual([]);
  expect(findings.map(({ novelty }) => novelty)).toEqual(
    fromTables.map(({ cuckoo: found }) => (found.length > 0 ? 'known' : 'novel')),
  );
  expect(fromTables.filter(({ cape: found, said }) => String(found) !== String(said.cape))).toEqual([]);
});
