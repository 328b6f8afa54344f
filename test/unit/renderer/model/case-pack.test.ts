// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { casePack } from '../../../../renderer/model/case-pack';
import { buildReportModel } from '../../../../renderer/model/report-model';
import { grade } from '../../../../shared/scoring/grade';
import { emptyAnswer, emptySheet, withAnswer } from '../../../../shared/scoring/sheet';
import type { Pack, Question } from '../../../../shared/scoring/types';
import { documentOf, injection, processOf } from '../documents';

const text = { ja: '', en: '' };
const question = (id: string, kind: Question['kind'], reportId: string | null): Question => ({
  id,
  group: 'g',
  kind,
  points: 1,
  reportId,
  title: text,
  prompt: text,
  criteria: text,
  expectedAnswers: 1,
});

const rubric: Pack = {
  schema: 'kanshiki.pack/1',
  id: 'rubric',
  version: '1',
  title: text,
  summary: text,
  notes: [],
  signatureSnapshot: 'cuckoo-2017',
  rules: { deductionPerQuestion: 1, deductionGroups: ['g'], knownPatternPoints: 2, capeCountsAsKnown: false },
  reports: [
    { id: 'log1', file: '', label: text, sha256: '', bytes: 0 },
    { id: 'log2', file: '', label: text, sha256: '', bytes: 0 },
  ],
  groups: [{ id: 'g', title: text, prompt: text }],
  questions: [
    question('1', 'processes', 'log1'),
    question('2', 'memory-calls', 'log1'),
    question('3', 'processes', 'log2'),
    question('4', 'fingerprint', null),
    question('5', 'essay', null),
  ],
  key: [],
};

const model = buildReportModel(
  documentOf({
    processes: [processOf(0), processOf(1)],
    edges: [injection(0, 1), injection(1, 0, { verdict: 'attempt' })],
  }),
);
const pack = casePack(rubric, [{ sha256: 'f'.repeat(64), bytes: 9, label: 'x/report.json', model }]);

describe('the sheet of own reports', () => {
  it('asks the same questions about the reports of the case', () => {
    expect(pack.questions).toBe(rubric.questions);
    expect(pack.reports).toEqual([
      {
        id: 'log1',
        file: 'x/report.json',
        label: { ja: 'x/report.json', en: 'x/report.json' },
        sha256: 'f'.repeat(64),
        bytes: 9,
      },
    ]);
  });

  it('takes proven injections as the key, attempts not, and has none for a log that is missing', () => {
    expect(pack.key.map((key) => (key.kind === 'fingerprint' ? key.questionIds : key.questionId))).toEqual([
      '1',
      '2',
      ['4'],
    ]);
    expect(pack.key[0]).toMatchObject({
      answers: [{ source: { pid: 1000, names: ['p0.exe'] }, target: { pid: 1001, names: ['p1.exe'] } }],
    });
    expect(pack.key[1]).toMatchObject({
      answers: [{ steps: [['NtAllocateVirtualMemory'], ['WriteProcessMemory']] }],
    });
  });

  it('gives the point for the pair that the analyzer found', () => {
    const [first] = pack.questions;
    const answer = emptyAnswer(first!, 'id', '', 1);
    const entry = {
      kind: 'processes',
      sourcePid: 1000,
      sourceName: 'p0.exe',
      targetPid: 1001,
      targetName: 'p1.exe',
      pins: [],
    } as const;
    const sheet = withAnswer(emptySheet(pack), { ...answer, entries: [{ ...entry, pins: [] }] });
    const [mark] = grade(pack, sheet, { reports: [] }).questions;
    expect([mark?.points, mark?.status]).toEqual([1, 'given']);
  });
});
