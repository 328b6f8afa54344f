// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import type { CallDetails } from '../../../../renderer/db/contract';
import { buildReportModel } from '../../../../renderer/model/report-model';
import { fillFrom, type Desk, type Material } from '../../../../renderer/model/use-selection';
import { MARK } from '../../../../shared/model/call';
import { emptyEntry } from '../../../../shared/scoring/sheet';
import type { AnswerEntry, Question } from '../../../../shared/scoring/types';
import { documentOf, injection, processOf } from '../documents';

const text = { ja: '', en: '' };
const question = (
  id: string,
  kind: Question['kind'],
  reportId: string | null,
  expectedAnswers = 1,
): Question => ({
  id,
  group: 'g',
  kind,
  points: 1,
  reportId,
  title: text,
  prompt: text,
  criteria: text,
  expectedAnswers,
});

const QUESTIONS = [
  question('1', 'processes', 'log1', 2),
  question('2', 'memory-calls', 'log1'),
  question('3', 'execute-calls', 'log1'),
  question('4', 'processes', 'log2'),
  question('5', 'fingerprint', null),
];

function desk(written: Record<string, AnswerEntry[]> = {}, current: Desk['current'] = null): Desk {
  return {
    questions: QUESTIONS,
    entries: ({ id, kind, expectedAnswers }) =>
      written[id] ?? Array.from({ length: expectedAnswers }, () => emptyEntry(kind)),
    current,
    explain: (_, steps) => steps.join(),
  };
}

const edge = injection(0, 1);
const model = buildReportModel(documentOf({ processes: [processOf(0), processOf(1)], edges: [edge] }));
const material: Material = { logId: 'log1', sha256: 'f', model, edge: null, call: null, process: null };
const pin = (index: number) => ({ reportSha256: 'f', procId: 0, index });

function details(given: Partial<CallDetails>): CallDetails {
  return {
    procId: 0,
    index: 7,
    api: 'RegOpenKeyExA',
    category: 'registry',
    ok: true,
    marks: 0,
    foreign: false,
    target: null,
    tid: 1,
    timeMs: 0,
    returnValue: '0x00000000',
    repeated: 0,
    args: [],
    extra: [],
    ...given,
  };
}

describe('an injection edge as an answer', () => {
  it('fills all three questions of its log with processes, calls, words and pins', () => {
    expect(fillFrom({ ...material, edge }, desk())).toEqual([
      {
        questionId: '1',
        at: 0,
        entry: {
          kind: 'processes',
          sourcePid: 1000,
          sourceName: 'p0.exe',
          targetPid: 1001,
          targetName: 'p1.exe',
          pins: [pin(1)],
        },
      },
      {
        questionId: '2',
        at: 0,
        entry: {
          kind: 'calls',
          apis: ['NtAllocateVirtualMemory', 'WriteProcessMemory'],
          explanation: 'allocate,map,protect,write',
          pins: [pin(50), pin(51)],
        },
      },
      {
        questionId: '3',
        at: 0,
        entry: {
          kind: 'calls',
          apis: ['NtSetContextThread', 'NtResumeThread'],
          explanation: 'context,execute',
          pins: [pin(53), pin(54)],
        },
      },
    ]);
  });

  it('takes the next free entry beside another answer, and leaves a full question alone', () => {
    const other: AnswerEntry = {
      kind: 'processes',
      sourcePid: 5,
      sourceName: '',
      targetPid: 6,
      targetName: '',
      pins: [],
    };
    const calls: AnswerEntry = { kind: 'calls', apis: ['X'], explanation: 'mine', pins: [] };
    const fills = fillFrom(
      { ...material, edge },
      desk({ 1: [other, emptyEntry('processes')], 2: [calls], 3: [calls] }),
    );
    expect(fills.map(({ questionId, at }) => [questionId, at])).toEqual([['1', 1]]);
  });

  it('replaces what stands in the entry that is open, but not its explanation', () => {
    const calls: AnswerEntry = { kind: 'calls', apis: ['X'], explanation: 'mine', pins: [] };
    const fills = fillFrom({ ...material, edge }, desk({ 2: [calls] }, { questionId: '2', at: 0 }));
    expect(fills.find(({ questionId }) => questionId === '2')?.entry).toMatchObject({
      apis: ['NtAllocateVirtualMemory', 'WriteProcessMemory'],
      explanation: 'mine',
    });
  });

  it('fills nothing for a report that no question asks about', () => {
    expect(fillFrom({ ...material, logId: null, edge }, desk())).toEqual([]);
  });
});

describe('a call as an answer', () => {
  it('goes to fingerprinting with everything that is asked there', () => {
    const call = details({ args: [{ rawName: 'regkey', name: 'regkey', text: 'HKLM\\x', words: null }] });
    expect(fillFrom({ ...material, call }, desk())).toEqual([
      {
        questionId: '5',
        at: 0,
        entry: {
          kind: 'fingerprint',
          outline: '',
          reportId: 'log1',
          pid: 1000,
          processName: 'p0.exe',
          apis: ['RegOpenKeyExA'],
          artefact: expect.any(String) as string,
          pins: [pin(7)],
        },
      },
    ]);
  });

  it('joins the calls of the question that is open, once', () => {
    const call = details({
      api: 'WriteProcessMemory',
      marks: MARK.WRITE,
      foreign: true,
      target: 1,
      index: 51,
    });
    const calls: AnswerEntry = {
      kind: 'calls',
      apis: ['WriteProcessMemory'],
      explanation: '',
      pins: [pin(51)],
    };
    const [fill] = fillFrom({ ...material, call }, desk({ 2: [calls] }, { questionId: '2', at: 0 }));
    expect(fill?.entry).toEqual(calls);
  });

  it('that runs code in another process goes to the question about that', () => {
    const call = details({ api: 'NtResumeThread', marks: MARK.EXEC, foreign: true, target: 1 });
    expect(fillFrom({ ...material, call }, desk()).map(({ questionId }) => questionId)).toEqual(['3']);
  });
});

describe('a process as an answer', () => {
  it('is first the injecting, then the injected one', () => {
    const [first] = fillFrom({ ...material, process: 0 }, desk({}, { questionId: '1', at: 0 }));
    expect(first?.entry).toMatchObject({ sourcePid: 1000, targetPid: null });
    const [second] = fillFrom(
      { ...material, process: 1 },
      desk({ 1: [first!.entry] }, { questionId: '1', at: 0 }),
    );
    expect(second?.entry).toMatchObject({ sourcePid: 1000, targetPid: 1001, targetName: 'p1.exe' });
  });
});
