// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import type { WordHit } from '../../../../renderer/db/contract';
import { compareEntries, dictionaryOf, entriesOf } from '../../../../renderer/model/findings-dictionary';
import { builtinFingerprintRules } from '../../../../shared/rules/fingerprint/rules';
import type { FingerprintRule } from '../../../../shared/rules/fingerprint/schema';
import { documentOf, processOf } from '../documents';
import { findingOf } from '../findings-documents';

const rule = (id: string, category: string, match: FingerprintRule['match']): FingerprintRule =>
  ({ id, category, match }) as FingerprintRule;

describe('the dictionary', () => {
  it('takes what names a thing from rules about products, once a word', () => {
    const words = dictionaryOf(
      [
        rule('files', 'virtualbox', [{ file: ['**\\drivers\\VBoxMouse.sys', '**\\VBoxHook.dll'] }]),
        rule('modules', 'virtualbox', [{ module: 'VBoxHook.dll' }, { call: 'GetTickCount' }]),
        rule('processes', 'tools', [{ window: { contains: 'Wireshark' } }, { command: 'tasklist' }]),
        rule('size', 'hardware', [{ value: 'HKLM\\HARDWARE\\DiskSize' }]),
      ],
      ['QEMU', 'xen', '仮想'],
    );
    expect([...words]).toEqual([
      ['qemu', []],
      ['vboxhook.dll', ['files', 'modules']],
      ['vboxmouse.sys', ['files']],
      ['wireshark', ['processes']],
    ]);
  });

  it('of our rules knows the products, and no words of every day', () => {
    const words = dictionaryOf(builtinFingerprintRules());
    for (const word of ['vbox', 'sbiedll.dll', 'wireshark', 'vmtoolsd.exe', 'cuckoo'])
      expect(words.has(word), word).toBe(true);
    for (const word of ['device', 'hardware', 'uninstall', 'driver'])
      expect(words.has(word), word).toBe(false);
    for (const word of words.keys()) expect(word).toMatch(/^[\x20-\x40\x5b-\x7e]{4,}$/);
  });
});

describe('what the dictionary meets', () => {
  const hit = (word: string, procId: number, api: string, calls: number, first: number): WordHit => ({
    word,
    procId,
    api,
    calls,
    first,
  });
  const document = documentOf({
    processes: [processOf(0, { inSampleTree: true }), processOf(1)],
    fingerprints: [findingOf('files', { artefact: 'C:\\Windows\\VBoxHook.dll' })],
  });

  it('is one entry a word and process, and known where a finding says the same', () => {
    const entries = entriesOf(4, document, [
      hit('vboxhook.dll', 0, 'NtOpenFile', 2, 9),
      hit('vboxhook.dll', 0, 'LdrLoadDll', 5, 3),
      hit('vboxhook.dll', 1, 'LdrLoadDll', 1, 3),
    ]);
    expect(
      entries.map(({ procId, calls, covered, inSampleTree, hits }) => [
        procId,
        calls,
        covered,
        inSampleTree,
        hits[0]!.api,
      ]),
    ).toEqual([
      [0, 7, true, true, 'LdrLoadDll'],
      [1, 1, false, false, 'LdrLoadDll'],
    ]);
  });

  it('leaves a word out that only stands in a longer one', () => {
    const entries = entriesOf(4, document, [
      hit('vmware', 0, 'RegOpenKeyExW', 1, 1),
      hit('vmware tools', 0, 'RegOpenKeyExW', 1, 1),
      hit('qemu', 0, 'NtOpenFile', 2, 5),
      hit('qemu-ga', 0, 'NtOpenFile', 1, 5),
    ]);
    expect(entries.map(({ word }) => word)).toEqual(['vmware tools', 'qemu', 'qemu-ga']);
  });

  it('is sorted by what tells most: unknown before known, rare before frequent, the tree before others', () => {
    const entries = entriesOf(4, document, [
      hit('common', 0, 'A', 50, 1),
      hit('outside', 1, 'A', 1, 1),
      hit('vboxhook.dll', 0, 'A', 1, 3),
      hit('rare', 0, 'A', 1, 2),
    ]);
    expect(entries.sort(compareEntries).map(({ word }) => word)).toEqual([
      'rare',
      'common',
      'vboxhook.dll',
      'outside',
    ]);
  });
});
