// SPDX-License-Identifier: MIT
import { describe, expect, test } from 'vitest';
import { grade } from '../../../shared/scoring/grade';
import type { AnswerSheet, FingerprintEntry, GradingContext } from '../../../shared/scoring/types';
import { mark, markIn } from './marks';
import { behaviour, contextFor, emptySheet, finding, pack, withEntries } from './practice-pack';

describe('sandbox fingerprinting', () => {
  test('every finding of the key, answered in the words of the key, earns its points', () => {
    const fingerprints = pack.key.flatMap((key) => (key.kind === 'fingerprint' ? key.findings : []));
    expect(fingerprints).toHaveLength(24);
    const marks = fingerprints.map(({ id }) => [id, mark('3-2-1', behaviour(id)).points]);
    expect(marks).toEqual(fingerprints.map(({ id, novelty }) => [id, novelty === 'novel' ? 4 : 2]));
  });

  test('the reason names the signature that implements a pattern', () => {
    const result = grade(
      pack,
      withEntries(emptySheet, '3-2-1', behaviour('log4-vbox-key')),
      contextFor(emptySheet),
    );
    const question = result.questions.find(({ questionId }) => questionId === '3-2-1')!;
    expect(question).toMatchObject({
      points: 2,
      status: 'given',
      reasons: [{ code: 'finding-known', points: 2, params: { signatures: 'antivm_vbox_keys' } }],
    });
  });

  test('a pattern that only CAPE has earns all points, unless the pack says otherwise', () => {
    const sheet = withEntries(emptySheet, '3-2-1', behaviour('log4-product-id'));
    expect(markIn(sheet, '3-2-1')).toEqual({
      points: 4,
      status: 'given',
      proposed: null,
      codes: ['finding-novel-cape'],
    });
    expect(
      markIn(sheet, '3-2-1', { ...pack, rules: { ...pack.rules, capeCountsAsKnown: true } }).points,
    ).toBe(2);
  });

  test.each<[string, Partial<FingerprintEntry>]>([
    ['an abbreviated hive', { artefact: 'HKLM\\SYSTEM\\CurrentControlSet\\Enum\\USBSTOR' }],
    ['the last part of the key', { artefact: 'USBSTOR' }],
    [
      'no artefact but words of it in the outline',
      { artefact: '', outline: 'USB メモリの接続履歴を調べている' },
    ],
    ['the pid alone', { processName: '' }],
    ['the name alone', { pid: null }],
    ['the path', { processName: 'C:\\Users\\Smith\\AppData\\Local\\Temp\\配布資料\\PLAN_UPDATE.EXE' }],
    ['another API of the same behaviour', { apis: ['RegEnumKeyEx'] }],
    ['the API in the outline alone', { apis: [], outline: 'RegOpenKeyExW で USBSTOR を開く' }],
  ])('is recognised by %s', (_how, changes) => {
    expect(mark('3-2-1', behaviour('log4-usb', changes)).points).toBe(4);
  });

  test('is recognised by its pinned calls alone', () => {
    const { calls: evidence, reportId } = finding('log4-usb');
    const reportSha256 = pack.reports.find(({ id }) => id === reportId)!.sha256;
    const pins = evidence.slice(0, 1).map(({ procId, index }) => ({ reportSha256, procId, index }));
    expect(
      mark('3-2-1', behaviour('log4-usb', { artefact: '', outline: '環境を調べている', apis: [], pins }))
        .points,
    ).toBe(4);
  });

  test.each<[string, Partial<FingerprintEntry>, string]>([
    ['the outline', { outline: ' 　' }, 'outline-missing'],
    ['the log file', { reportId: null }, 'report-missing'],
    ['pid and process name', { pid: null, processName: '' }, 'pid-missing'],
    ['the API', { apis: [] }, 'no-api'],
  ])('without %s it earns nothing', (_what, changes, code) => {
    expect(
      mark(
        '3-2-1',
        behaviour('log4-usb', { ...changes, outline: changes.outline ?? '接続履歴を調べている' }),
      ),
    ).toEqual({ points: 0, status: 'taken', proposed: null, codes: [code] });
  });

  test.each<[string, Partial<FingerprintEntry>, string]>([
    ['a process that is not in the report', { pid: 4711 }, 'process-not-found'],
    ['a pid with another name', { processName: 'notepad.exe' }, 'process-other-name'],
    ['an API that the process does not call', { apis: ['GlobalMemoryStatusEx'] }, 'api-not-in-process'],
    [
      'an artefact that no such call holds',
      { artefact: 'HKLM\\SOFTWARE\\VMware, Inc.\\VMware Tools' },
      'artefact-not-in-process',
    ],
    ['the log of another finding', { reportId: 'log5' }, 'process-not-found'],
  ])('%s earns nothing', (_what, changes, code) => {
    expect(mark('3-2-1', behaviour('log4-usb', changes))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: [code],
    });
  });

  test('the same behaviour counts once over the three questions', () => {
    let sheet = withEntries(emptySheet, '3-2-1', behaviour('log4-usb'));
    sheet = withEntries(
      sheet,
      '3-2-2',
      behaviour('log4-usb', { apis: ['RegEnumKeyExW'], outline: 'もう一度' }),
    );
    sheet = withEntries(sheet, '3-2-3', behaviour('log4-virtio'));
    expect(grade(pack, sheet, contextFor(sheet)).groups[1]).toEqual({ id: '3-2', points: 8, max: 12 });
    expect(markIn(sheet, '3-2-2')).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['finding-twice'],
    });
  });

  test('novelty goes by artefact and API: the product id is new although MachineGuid is not', () => {
    expect(mark('3-2-1', behaviour('log4-machine-guid')).points).toBe(2);
    expect(mark('3-2-1', behaviour('log4-product-id')).points).toBe(4);
    expect(mark('3-2-1', behaviour('log6-disk-clusters')).points).toBe(4);
  });

  test('an answer that fits several findings is for the answerer to mark', () => {
    expect(
      mark(
        '3-2-1',
        behaviour('log4-vbox-key', { artefact: '', outline: 'レジストリで仮想環境を調べている' }),
      ),
    ).toEqual({ points: 0, status: 'self', proposed: 2, codes: ['finding-ambiguous'] });
  });

  test('a finding that the key does not hold is proposed by the snapshot, once', () => {
    const entry = behaviour('log6-memory', {
      apis: ['GetDiskFreeSpaceExW'],
      pid: 2236,
      processName: 'VideoPlayer_setup.exe',
      outline: '容量を調べている',
      artefact: 'C:\\Program Files',
    });
    expect(mark('3-2-1', entry)).toEqual({
      points: 0,
      status: 'self',
      proposed: 2,
      codes: ['not-in-key-known'],
    });
    const novel = behaviour('log4-usb', {
      apis: ['NtQueryAttributesFile', 'GetFileAttributesW'],
      artefact: '請求書_平成29年9月分.xlsx',
      outline: '文書の有無を調べている',
    });
    const sheet = withEntries(withEntries(emptySheet, '3-2-1', novel), '3-2-2', novel);
    expect(markIn(sheet, '3-2-1')).toEqual({
      points: 0,
      status: 'self',
      proposed: 4,
      codes: ['not-in-key-novel'],
    });
    expect(markIn(sheet, '3-2-2')).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['behaviour-twice'],
    });
  });

  test('an API that ordinary programs call is weak by itself', () => {
    expect(
      mark(
        '3-2-1',
        behaviour('log4-usb', { apis: ['GetSystemInfo'], artefact: '', outline: 'CPU の数を調べている' }),
      ),
    ).toEqual({ points: 0, status: 'self', proposed: 0, codes: ['weak'] });
  });

  test('what the rules found counts like the key, and is the same behaviour', () => {
    const { calls: evidence, pid, process } = finding('log4-bios');
    const rule = {
      rule: 'bios-date',
      category: 'hw',
      checks: [81],
      exact: [81],
      artefact: 'HKLM\\HARDWARE\\DESCRIPTION\\System',
      found: true,
      procId: evidence[0]!.procId,
      pid,
      process,
      count: 1,
      strength: 'strong' as const,
      calls: evidence,
      description: { ja: 'BIOS の説明', en: 'BIOS description' },
      knownSignatures: { cuckoo: [], cape: [] },
      namedByReport: [],
      inSampleTree: true,
    };
    const entry = behaviour('log4-bios', { artefact: 'HARDWARE\\DESCRIPTION\\System', outline: '概要' });
    const withRules = (changes: object, sheet: AnswerSheet): GradingContext => ({
      reports: contextFor(sheet).reports.map((log) =>
        log.reportId === 'log4' ? { ...log, fingerprints: [{ ...rule, ...changes }] } : log,
      ),
    });
    const sheet = withEntries(emptySheet, '3-2-1', {
      ...entry,
      apis: ['RegCloseKey'],
      artefact: '',
      outline: '説明キーを閉じている',
    });
    expect(markIn(sheet, '3-2-1', pack, withRules({ artefact: null }, sheet))).toEqual({
      points: 4,
      status: 'given',
      proposed: null,
      codes: ['finding-novel'],
    });
    expect(
      markIn(
        sheet,
        '3-2-1',
        pack,
        withRules({ artefact: null, knownSignatures: { cuckoo: ['antivm_x'], cape: [] } }, sheet),
      ).points,
    ).toBe(2);
    expect(
      markIn(sheet, '3-2-1', pack, withRules({ artefact: null, strength: 'weak' }, sheet)).codes,
    ).toEqual(['weak']);
    expect(
      markIn(sheet, '3-2-1', pack, withRules({ artefact: null, inSampleTree: false }, sheet)).codes,
    ).toEqual(['weak']);
    const both = withEntries(sheet, '3-2-2', behaviour('log4-bios'));
    expect(
      markIn(both, '3-2-2', pack, withRules({ artefact: null, rule: 'bios-version-registry' }, both)).codes,
    ).toEqual(['finding-twice']);
  });
});
