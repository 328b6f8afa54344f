// SPDX-License-Identifier: MIT
import { describe, expect, test } from 'vitest';
import type { Pack } from '../../../shared/scoring/types';
import { mark, markIn } from './marks';
import { behaviour, calls, contextFor, emptySheet, pack, withEntries } from './practice-pack';

describe('by which API calls', () => {
  test('an explanation with other parameters counts as long as the pattern is right', () => {
    const entry = calls(
      ['NtAllocateVirtualMemory', 'WriteProcessMemory'],
      '0x00400000 に 1 MB を確保して書き込む。',
    );
    expect(mark('3-1-2', entry)).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pattern-right'],
    });
  });

  test('names may stand in the explanation only, with return values, or as pins', () => {
    expect(
      mark('3-1-2', calls([], 'NtAllocateVirtualMemory=>0でメモリを確保し、WriteProcessMemoryで書き込む。'))
        .points,
    ).toBe(1);
    expect(mark('3-1-3', calls(['createremotethread => 172'])).points).toBe(1);
    const key = pack.key.find((one) => one.kind === 'execute-calls' && one.questionId === '3-1-3');
    const { calls: evidence } = (key as { answers: { calls: { procId: number; index: number }[] }[] })
      .answers[0]!;
    const { sha256 } = pack.reports[0]!;
    const pins = evidence.map(({ procId, index }) => ({ reportSha256: sha256, procId, index }));
    expect(mark('3-1-3', { ...calls([], ''), pins })).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pattern-right', 'explanation-missing'],
    });
    expect(
      mark('3-1-3', {
        ...calls(['CreateRemoteThread']),
        pins: [
          { ...pins[0]!, index: 999_999 },
          { ...pins[0]!, reportSha256: '0'.repeat(64) },
        ],
      }).codes,
    ).toEqual(['pattern-right', 'pin-other-log', 'pin-not-found']);
  });

  test('other APIs of the log may stand beside the pattern', () => {
    expect(
      mark('3-1-5', calls(['NtCreateSection', 'NtMapViewOfSection', 'NtUnmapViewOfSection'])).points,
    ).toBe(1);
  });

  test('a step left out earns nothing', () => {
    expect(mark('3-1-6', calls(['NtSetContextThread']))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['pattern-incomplete'],
    });
    expect(mark('3-1-3', calls(['NtAllocateVirtualMemory']))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['pattern-unknown'],
    });
    expect(mark('3-1-3', calls([], 'スレッドを作って実行する。'))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['no-api'],
    });
  });

  test('an API that does not occur in the log costs one point of the question, however many there are', () => {
    expect(
      mark(
        '3-1-2',
        calls(['NtAllocateVirtualMemory', 'WriteProcessMemory', 'NtCreateThreadEx', 'QueueUserAPC']),
      ),
    ).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['pattern-right', 'api-not-in-log'],
    });
    expect(
      mark(
        '3-1-8',
        calls(['WriteProcessMemory', 'VirtualAllocEx']),
        calls(['NtMapViewOfSection', 'NtInjectCode']),
      ),
    ).toEqual({
      points: 1,
      status: 'taken',
      proposed: null,
      codes: ['pattern-right', 'pattern-right', 'api-not-in-log'],
    });
  });

  test('an invented API in the explanation costs as much', () => {
    expect(mark('3-1-3', calls(['CreateRemoteThread'], 'NtExecuteRemoteCode で実行する。')).points).toBe(0);
    expect(mark('3-1-3', calls(['CreateRemoteThread'], 'CreateEvilThread(0x00ba0000) を呼ぶ。')).points).toBe(
      0,
    );
  });

  test.each([
    'RunPE (Process Hollowing) です。',
    'kernel32.dll を使う。',
    'C:\\Windows\\NtSomething.exe が対象。',
    'send と recv は別。',
    'ShellCode, EntryPoint, PAGE_EXECUTE_READWRITE',
    'ThreadContext',
  ])('words that are no API cost nothing: %s', (explanation) =>
    expect(mark('3-1-3', calls(['CreateRemoteThread'], explanation)).points).toBe(1),
  );

  test('the loss never takes a question below zero', () => {
    expect(mark('3-1-3', calls(['NtNoSuchThing']))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['pattern-unknown', 'api-not-in-log-no-loss'],
    });
  });

  test('the pack says how many points it costs, and where', () => {
    const entries = withEntries(
      emptySheet,
      '3-1-8',
      calls(['WriteProcessMemory', 'NtNoSuchThing']),
      calls(['NtMapViewOfSection']),
    );
    const other = (rules: Partial<Pack['rules']>): Pack => ({ ...pack, rules: { ...pack.rules, ...rules } });
    expect(markIn(entries, '3-1-8', other({ deductionPerQuestion: 2 })).points).toBe(0);
    expect(markIn(entries, '3-1-8', other({ deductionPerQuestion: 0 })).points).toBe(2);
    expect(markIn(entries, '3-1-8', other({ deductionGroups: [] })).points).toBe(2);
    const fingerprint = withEntries(
      emptySheet,
      '3-2-1',
      behaviour('log4-usb', { apis: ['RegOpenKeyExW', 'NtNoSuchThing'] }),
    );
    expect(markIn(fingerprint, '3-2-1').points).toBe(4);
    expect(markIn(fingerprint, '3-2-1', other({ deductionGroups: ['3-2'] })).points).toBe(3);
  });

  test('of the two names of one event the one that the log holds is right, and the other is not in the log', () => {
    expect(mark('3-1-8', calls(['NtWriteVirtualMemory']))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['pattern-unknown', 'api-not-in-log-no-loss'],
    });
    const sheet = withEntries(emptySheet, '3-1-8', calls(['NtWriteVirtualMemory']));
    const context = contextFor(sheet);
    const reports = context.reports.map((log) => ({
      ...log,
      apisByProcId: Object.fromEntries(
        Object.entries(log.apisByProcId).map(([procId, apis]) => [
          procId,
          apis.map((api) => (api === 'WriteProcessMemory' ? 'NtWriteVirtualMemory' : api)),
        ]),
      ),
    }));
    expect(markIn(sheet, '3-1-8', pack, { reports }).points).toBe(1);
    expect(
      markIn(withEntries(emptySheet, '3-1-8', calls(['WriteProcessMemory'])), '3-1-8', pack, { reports })
        .codes,
    ).toEqual(['pattern-unknown', 'api-not-in-log-no-loss']);
  });

  test('a name without its A or W means the logged one, another API of a like name does not', () => {
    expect(mark('3-1-3', calls(['CreateRemoteThread'], 'CreateProcess の後に実行する。')).points).toBe(1);
    expect(mark('3-1-3', calls(['CreateRemoteThread'], 'CreateProcessW の後に実行する。')).points).toBe(0);
    expect(mark('3-1-3', calls(['CreateRemoteThreadEx'])).points).toBe(0);
    expect(mark('3-1-6', calls(['ZwSetContextThread', 'ZwResumeThread'])).points).toBe(1);
  });

  test('the two patterns of log 3 may stand in any order; the same one twice counts once', () => {
    const context = calls(['NtSetContextThread', 'NtResumeThread']);
    const apc = calls(['NtQueueApcThread', 'NtResumeThread']);
    expect(mark('3-1-9', apc, context).points).toBe(2);
    expect(mark('3-1-9', context, context)).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pattern-right', 'pattern-twice'],
    });
    const both = calls(['NtQueueApcThread', 'NtSetContextThread', 'NtResumeThread']);
    expect(mark('3-1-9', both).points).toBe(1);
    expect(mark('3-1-9', both, context).points).toBe(2);
  });
});
