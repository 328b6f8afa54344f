// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { grade } from '../../../shared/scoring/grade';
import { parseAnswerSheet } from '../../../shared/scoring/schemas';
import type { Answer, AnswerEntry, AnswerSheet } from '../../../shared/scoring/types';
import { contextFor, emptySheet, modelSheet, pack } from '../../unit/scoring/practice-pack';

const known = [
  'NtAllocateVirtualMemory',
  'WriteProcessMemory',
  'NtMapViewOfSection',
  'NtSetContextThread',
  'NtResumeThread',
  'NtQueueApcThread',
  'CreateRemoteThread',
  'NtFooBar',
  'RegOpenKeyExA',
  'RegOpenKeyExW',
  'LdrGetDllHandle',
  'FindWindowA',
  '__proto__',
  'constructor',
];
const word = fc.oneof(fc.constantFrom(...known), fc.string({ unit: 'grapheme', maxLength: 20 }));
const text = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }),
  fc.array(word, { maxLength: 4 }).map((words) => words.join(' ')),
);
const pid = fc.oneof(
  fc.constant(null),
  fc.constantFrom(384, 3972, 3548, 4020, 3292, 3428, 3604, 2712, 3356, 2648),
  fc.nat(),
);
const reportIds = pack.reports.map(({ id }) => id);
const pins = fc.array(
  fc.record({
    reportSha256: fc.constantFrom(...pack.reports.map(({ sha256 }) => sha256), '0'.repeat(64)),
    procId: fc.nat(6),
    index: fc.nat(3000),
  }),
  { maxLength: 3 },
);
const artefact = fc.oneof(
  text,
  fc.constantFrom(
    'USBSTOR',
    'HKLM\\SOFTWARE\\Oracle\\VirtualBox Guest Additions',
    '\\??\\PhysicalDrive0',
    'x64dbg',
    '(((((',
    '.*',
  ),
);

const entry: fc.Arbitrary<AnswerEntry> = fc.oneof(
  fc.record({
    kind: fc.constant('processes' as const),
    sourcePid: pid,
    sourceName: text,
    targetPid: pid,
    targetName: text,
    pins,
  }),
  fc.record({
    kind: fc.constant('calls' as const),
    apis: fc.array(word, { maxLength: 5 }),
    explanation: text,
    pins,
  }),
  fc.record({
    kind: fc.constant('fingerprint' as const),
    outline: text,
    reportId: fc.constantFrom(null, ...reportIds, 'nowhere'),
    pid,
    processName: text,
    apis: fc.array(word, { maxLength: 3 }),
    artefact,
    pins,
  }),
  fc.record({ kind: fc.constant('essay' as const), text }),
);
const answer: fc.Arbitrary<Answer> = fc.record({
  id: fc.uuid(),
  questionId: fc.constantFrom(...pack.questions.map(({ id }) => id), 'none'),
  author: text,
  editedAtMs: fc.nat(),
  entries: fc.array(entry, { maxLength: 4 }),
  selfMark: fc.option(fc.record({ points: fc.integer({ min: -9, max: 9 }), note: text })),
});
const sheets: fc.Arbitrary<AnswerSheet> = fc
  .array(answer, { maxLength: 16 })
  .map((answers) => ({ ...emptySheet, answers }));

test('any sheet is marked: points stay in bounds, reasons add up, order of answers does not matter', () => {
  fc.assert(
    fc.property(sheets, (sheet) => {
      const context = contextFor(sheet);
      const result = grade(pack, sheet, context);
      for (const { points, max, automatic, reasons, status } of result.questions) {
        expect(points).toBeGreaterThanOrEqual(0);
        expect(points).toBeLessThanOrEqual(max);
        expect(reasons.reduce((sum, one) => sum + one.points, 0)).toBe(automatic);
        if (status === 'open') expect(points).toBe(0);
        for (const { ja, en } of reasons) expect([ja, en].every((sentence) => sentence !== '')).toBe(true);
      }
      expect(result.total).toBe(result.groups.reduce((sum, group) => sum + group.points, 0));
      expect(grade(pack, { ...sheet, answers: [...sheet.answers].reverse() }, context)).toEqual(result);
      expect(parseAnswerSheet(JSON.parse(JSON.stringify(sheet)), 'sheet')).toEqual(sheet);
    }),
    { numRuns: 120 },
  );
});

test('naming an API that its log does not hold never helps, in any question of 3-1', () => {
  const questions = pack.questions.filter(({ kind }) => kind === 'memory-calls' || kind === 'execute-calls');
  fc.assert(
    fc.property(
      fc.constantFrom(...questions),
      fc.array(fc.constantFrom(...known.slice(0, 7)), { maxLength: 5 }),
      (question, apis) => {
        const sheet = (names: string[]): AnswerSheet => ({
          ...emptySheet,
          answers: [
            {
              id: 'a',
              questionId: question.id,
              author: '',
              editedAtMs: 0,
              selfMark: null,
              entries: [{ kind: 'calls', apis: names, explanation: '', pins: [] }],
            },
          ],
        });
        const points = (names: string[]) =>
          grade(pack, sheet(names), contextFor(sheet(names), [question.reportId!])).total;
        expect(points([...apis, 'NtNoSuchCall'])).toBe(
          Math.max(0, points(apis) - (points(apis) > 0 ? pack.rules.deductionPerQuestion : 0)),
        );
      },
    ),
    { numRuns: 100 },
  );
});

test('taking any one answer out of the model sheet loses exactly its points', () => {
  const sheet = modelSheet();
  const full = grade(pack, sheet, contextFor(sheet));
  for (const gone of sheet.answers) {
    const rest = { ...sheet, answers: sheet.answers.filter((one) => one !== gone) };
    const worth = full.questions.find(({ questionId }) => questionId === gone.questionId)!.points;
    expect(grade(pack, rest, contextFor(rest)).total).toBe(25 - worth);
  }
});
