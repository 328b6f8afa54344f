// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { isBlankEntry, scoreOf } from '../../../../renderer/model/score';
import { emptyEntry } from '../../../../shared/scoring/sheet';
import type {
  Answer,
  AnswerSheet,
  GradeResult,
  Pack,
  Question,
  QuestionGrade,
} from '../../../../shared/scoring/types';

const text = { ja: '', en: '' };
const question = (id: string, points: number): Question => ({
  id,
  group: 'g',
  kind: 'essay',
  points,
  reportId: null,
  title: text,
  prompt: text,
  criteria: text,
  expectedAnswers: 1,
});
const pack = { questions: [question('a', 1), question('b', 2), question('c', 4)] } as Pack;

function answer(questionId: string, editedAtMs: number, given: Partial<Answer> = {}): Answer {
  return {
    id: questionId,
    questionId,
    author: '',
    editedAtMs,
    entries: [{ kind: 'essay', text: 'x' }],
    selfMark: null,
    ...given,
  };
}

function sheetOf(...answers: Answer[]): AnswerSheet {
  return { schema: 'kanshiki.answers/1', packId: 'p', packVersion: '1', answers };
}

function gradeOf(...grades: Partial<QuestionGrade>[]): GradeResult {
  return {
    schema: 'kanshiki.grade/1',
    packId: 'p',
    packVersion: '1',
    total: 0,
    max: 7,
    groups: [],
    questions: grades.map((grade) => ({
      questionId: 'a',
      group: 'g',
      points: 0,
      max: 1,
      status: 'open',
      proposed: null,
      automatic: 0,
      reasons: [],
      ...grade,
    })),
  };
}

describe('the score', () => {
  it('is zero of all points while nothing is written', () => {
    expect(scoreOf(pack, sheetOf(), null, null)).toEqual({
      total: 0,
      max: 7,
      stale: false,
      segments: [
        { questionId: 'a', max: 1, points: 0, state: 'open' },
        { questionId: 'b', max: 2, points: 0, state: 'open' },
        { questionId: 'c', max: 4, points: 0, state: 'open' },
      ],
    });
  });

  it('counts what was marked, and not what was changed since', () => {
    const sheet = sheetOf(answer('a', 10), answer('b', 30), answer('c', 10));
    const grade = gradeOf(
      { questionId: 'a', points: 1, status: 'given' },
      { questionId: 'b', points: 2, status: 'given' },
      { questionId: 'c', points: 2, status: 'taken' },
    );
    const score = scoreOf(pack, sheet, grade, 20);
    expect([score.total, score.stale]).toEqual([3, true]);
    expect(score.segments.map(({ state }) => state)).toEqual(['given', 'written', 'taken']);
  });

  it('tells a mark of ones own from one that is still waited for', () => {
    const sheet = sheetOf(answer('a', 10, { selfMark: { points: 1, note: '' } }), answer('b', 10));
    const grade = gradeOf(
      { questionId: 'a', points: 1, status: 'self' },
      { questionId: 'b', points: 0, status: 'self', proposed: 2 },
    );
    expect(scoreOf(pack, sheet, grade, 20).segments.map(({ state }) => state)).toEqual([
      'self',
      'waiting',
      'open',
    ]);
  });

  it('gives nothing for an answer that was emptied after it was marked', () => {
    const sheet = sheetOf(answer('a', 30, { entries: [{ kind: 'essay', text: '' }] }));
    const grade = gradeOf({ questionId: 'a', points: 1, status: 'given' });
    expect(scoreOf(pack, sheet, grade, 20).segments[0]).toEqual({
      questionId: 'a',
      max: 1,
      points: 0,
      state: 'open',
    });
  });
});

describe('an entry', () => {
  it('is blank as the form gives it, of every kind', () => {
    const kinds = ['processes', 'memory-calls', 'execute-calls', 'fingerprint', 'essay'] as const;
    expect(kinds.map((kind) => isBlankEntry(emptyEntry(kind)))).toEqual([true, true, true, true, true]);
  });

  it('is not blank with pid 0', () => {
    expect(isBlankEntry({ ...emptyEntry('processes'), sourcePid: 0 } as never)).toBe(false);
  });
});
