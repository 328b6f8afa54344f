// SPDX-License-Identifier: MIT
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../shared/errors/kinds';
import { logQuestions, reportIdOf } from '../../../shared/scoring/context';
import { grade } from '../../../shared/scoring/grade';
import { parseAnswerSheet, parsePack } from '../../../shared/scoring/schemas';
import {
  answerFor,
  emptyAnswer,
  emptyEntry,
  emptySheet as sheetFor,
  withAnswer,
} from '../../../shared/scoring/sheet';
import type { Pack } from '../../../shared/scoring/types';
import { behaviour, contextFor, emptySheet, modelSheet, pack, withEntries } from './practice-pack';

function fault(read: () => unknown): object {
  try {
    read();
  } catch (error) {
    if (error instanceof UserError) return { code: error.code, path: error.params['path'] };
    throw error;
  }
  return { code: 'none' };
}

describe('packs from files', () => {
  test('the practice pack passes, and nothing is lost', () => {
    expect(parsePack(structuredClone(pack), 'pack.json')).toEqual(pack);
  });

  test.each<[string, (broken: Pack) => void, string]>([
    ['another schema', (broken) => Object.assign(broken, { schema: 'x' }), 'schema'],
    ['a path that leads out', (broken) => (broken.reports[0]!.file = '../secret.json'), 'reports.0.file'],
    ['an absolute path', (broken) => (broken.reports[0]!.file = '/etc/passwd'), 'reports.0.file'],
    ['a drive', (broken) => (broken.reports[0]!.file = 'C:x.json'), 'reports.0.file'],
    ['a hash that is none', (broken) => (broken.reports[0]!.sha256 = 'abc'), 'reports.0.sha256'],
    ['an unknown snapshot', (broken) => (broken.signatureSnapshot = 'none'), 'signatureSnapshot'],
    [
      'a deduction for no group',
      (broken) => broken.rules.deductionGroups.push('9'),
      'rules.deductionGroups.1',
    ],
    ['a question twice', (broken) => broken.questions.push(broken.questions[0]!), 'questions.13.id'],
    ['a question of no group', (broken) => (broken.questions[2]!.group = 'x'), 'questions.2.group'],
    ['a question of no log', (broken) => (broken.questions[2]!.reportId = 'log9'), 'questions.2.reportId'],
    ['a question without key', (broken) => broken.key.splice(0, 1), 'questions.0'],
    ['a key of another kind', (broken) => (broken.questions[1]!.kind = 'execute-calls'), 'key.1.kind'],
    ['too many answers', (broken) => (broken.questions[1]!.expectedAnswers = 2), 'key.1.answers'],
    ['a title in one language', (broken) => Object.assign(broken.title, { en: undefined }), 'title.en'],
  ])('%s is refused, with its path', (_what, breakIt, path) => {
    const broken = structuredClone(pack);
    breakIt(broken);
    expect(fault(() => parsePack(broken, 'pack.json'))).toEqual({ code: 'pack-invalid', path });
  });
});

describe('sheets from files', () => {
  test('what was written by hand may leave out what is empty, and write pids as digits', () => {
    const written = {
      schema: 'kanshiki.answers/1',
      packId: pack.id,
      packVersion: '1.0.0',
      answers: [
        {
          id: '1',
          questionId: '3-1-1',
          entries: [
            {
              kind: 'processes',
              sourcePid: '3972',
              sourceName: 'iexplore.exe',
              targetPid: 384,
              targetName: 'explorer.exe',
            },
          ],
        },
        { id: '2', questionId: '3-1-3', entries: [{ kind: 'calls', apis: ['CreateRemoteThread'] }] },
      ],
    };
    const sheet = parseAnswerSheet(written, 'a.json');
    expect(sheet.answers[0]!.entries[0]).toEqual({
      kind: 'processes',
      sourcePid: 3972,
      sourceName: 'iexplore.exe',
      targetPid: 384,
      targetName: 'explorer.exe',
      pins: [],
    });
    expect(grade(pack, sheet, contextFor(sheet)).total).toBe(2);
  });

  test('the model sheet passes unchanged', () => {
    expect(parseAnswerSheet(JSON.parse(JSON.stringify(modelSheet())), 'a.json')).toEqual(modelSheet());
  });

  test.each<[unknown, string]>([
    [null, ''],
    [{ schema: 'kanshiki.answers/2' }, 'schema'],
    [
      { ...emptySheet, answers: [{ id: '1', questionId: '3-3', entries: [{ kind: 'poem' }] }] },
      'answers.0.entries.0.kind',
    ],
    [
      {
        ...emptySheet,
        answers: [
          { id: '1', questionId: '3-1-1', entries: [{ kind: 'processes', sourcePid: 'x', targetPid: 1 }] },
        ],
      },
      'answers.0.entries.0.sourcePid',
    ],
  ])('what is no sheet is refused: %j', (value, path) => {
    expect(fault(() => parseAnswerSheet(value, 'a.json'))).toEqual({ code: 'answers-invalid', path });
  });
});

describe('forms', () => {
  test('a new sheet has blank answers with as many entries as the question expects', () => {
    const question = pack.questions.find(({ id }) => id === '3-1-8')!;
    const answer = emptyAnswer(question, 'uuid', '山田', 5);
    expect(answer).toEqual({
      id: 'uuid',
      questionId: '3-1-8',
      author: '山田',
      editedAtMs: 5,
      selfMark: null,
      entries: [emptyEntry('memory-calls'), emptyEntry('memory-calls')],
    });
    const sheet = withAnswer(sheetFor(pack), answer);
    expect(answerFor(sheet, '3-1-8')).toBe(answer);
    expect(answerFor(sheet, '3-3')).toBeNull();
    expect(withAnswer(sheet, { ...answer, author: '佐藤' }).answers).toHaveLength(1);
    expect(grade(pack, sheet, contextFor(sheet)).questions.every(({ status }) => status === 'open')).toBe(
      true,
    );
  });
});

describe('what a sheet asks of a log', () => {
  test('artefacts of this log, and pins to it', () => {
    const { sha256 } = pack.reports.find(({ id }) => id === 'log4')!;
    const pins = [
      { reportSha256: sha256, procId: 1, index: 9 },
      { reportSha256: sha256, procId: 1, index: 3 },
      { reportSha256: '0'.repeat(64), procId: 1, index: 4 },
    ];
    const sheet = withEntries(
      withEntries(
        emptySheet,
        '3-2-1',
        behaviour('log4-virtio', { artefact: 'viostor.sys, netkvm.sys', pins }),
      ),
      '3-2-2',
      behaviour('log5-recent'),
    );
    expect(logQuestions(sheet, 'log4', sha256)).toEqual({
      texts: ['netkvm.sys', 'viostor.sys', 'viostor.sys, netkvm.sys'],
      pins: [
        { procId: 1, index: 3 },
        { procId: 1, index: 9 },
      ],
    });
    expect(reportIdOf(pack, sha256)).toBe('log4');
    expect(reportIdOf(pack, '0'.repeat(64))).toBeNull();
  });
});
