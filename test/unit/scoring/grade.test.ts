// SPDX-License-Identifier: MIT
import { describe, expect, test } from 'vitest';
import { grade } from '../../../shared/scoring/grade';
import { mark, markIn } from './marks';
import { calls, contextFor, emptySheet, modelSheet, pack, pair, withEntries } from './practice-pack';

describe('the whole sheet', () => {
  test('the key itself earns all 25 points', () => {
    const sheet = modelSheet();
    const result = grade(pack, sheet, contextFor(sheet));
    expect(result.questions.filter(({ points, max }) => points < max)).toEqual([]);
    expect({ total: result.total, max: result.max, groups: result.groups }).toEqual({
      total: 25,
      max: 25,
      groups: [
        { id: '3-1', points: 12, max: 12 },
        { id: '3-2', points: 12, max: 12 },
        { id: '3-3', points: 1, max: 1 },
      ],
    });
  });

  test('an empty sheet earns nothing and every question is open', () => {
    const result = grade(pack, emptySheet, contextFor(emptySheet));
    expect(result.total).toBe(0);
    expect(result.questions.map(({ status }) => status)).toEqual(pack.questions.map(() => 'open'));
  });

  test('every reason is worded in both languages and points add up to the mark', () => {
    const sheet = withEntries(
      modelSheet(),
      '3-1-8',
      calls(['WriteProcessMemory', 'NtInjectEverything']),
      calls(['NtMapViewOfSection']),
    );
    for (const question of grade(pack, sheet, contextFor(sheet)).questions) {
      expect(question.reasons.reduce((sum, { points }) => sum + points, 0)).toBe(question.points);
      for (const { ja, en } of question.reasons) {
        expect(ja).toMatch(/[ぁ-ん]/);
        expect(en).toMatch(/^[\x20-\x7e–…]+$|"/);
      }
    }
  });

  test('without any log the key alone marks, and nothing is taken', () => {
    const sheet = withEntries(
      modelSheet(),
      '3-1-2',
      calls(['NtAllocateVirtualMemory', 'WriteProcessMemory', 'NtNoSuchThing']),
    );
    expect(markIn(sheet, '3-1-2', pack, { reports: [] })).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pattern-right', 'log-missing'],
    });
    expect(grade(pack, modelSheet(), { reports: [] }).total).toBe(25);
  });

  test('of two answers to a question the one edited last counts', () => {
    const one = withEntries(emptySheet, '3-3', { kind: 'essay', text: 'x' }).answers[0]!;
    const blank = { ...one, id: 'later', editedAtMs: 2, entries: [{ kind: 'essay' as const, text: '  ' }] };
    expect(markIn({ ...emptySheet, answers: [blank, one] }, '3-3').points).toBe(0);
    expect(markIn({ ...emptySheet, answers: [{ ...blank, editedAtMs: 0 }, one] }, '3-3').points).toBe(1);
  });
});

describe('who injected into whom', () => {
  test.each([
    ['as logged', 'iexplore.exe', 'explorer.exe'],
    [
      'as path with quotes',
      '"C:\\Program Files\\Internet Explorer\\iexplore.exe"',
      'C:\\Windows\\Explorer.EXE',
    ],
    ['in other case, without the ending', 'IEXPLORE', 'Explorer'],
    ['with a yen sign for the backslash', 'C:¥Program Files¥Internet Explorer¥iexplore.exe', 'explorer.exe'],
    ['with arguments', 'iexplore.exe -nohome', 'explorer.exe'],
  ])('names may be written %s', (_how, source, target) => {
    expect(mark('3-1-1', pair(3972, source, 384, target))).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pair-right'],
    });
  });

  test('a name shortened as in the published answer is the same name', () => {
    expect(
      mark(
        '3-1-4',
        pair(
          3548,
          'C:\\Users\\Smith\\AppData\\Local\\Temp\\7140e68ebe1(..)d3e8401e873bb937.exe',
          4020,
          'svchost.exe',
        ),
      ).points,
    ).toBe(1);
    expect(mark('3-1-4', pair(3548, '7140e68ebe1…bb938.exe', 4020, 'svchost.exe')).codes).toEqual([
      'pair-wrong-name',
    ]);
    expect(mark('3-1-4', pair(3548, '..', 4020, 'svchost.exe')).points).toBe(0);
  });

  test.each([
    ['a wrong pid', pair(3972, 'iexplore.exe', 385, 'explorer.exe'), ['pair-wrong-pid']],
    ['a wrong name', pair(3972, 'iexplore.exe', 384, 'svchost.exe'), ['pair-wrong-name']],
    ['a name left out', pair(3972, '', 384, 'explorer.exe'), ['pair-incomplete']],
    ['a pid left out', pair(null, 'iexplore.exe', 384, 'explorer.exe'), ['pair-incomplete']],
    ['both the wrong way round', pair(384, 'explorer.exe', 3972, 'iexplore.exe'), ['pair-reversed']],
    ['two faults', pair(3973, 'iexplore.exe', 384, 'x.exe'), ['pair-wrong-pid', 'pair-wrong-name']],
  ])('%s earns nothing and says why', (_what, entry, codes) => {
    expect(mark('3-1-1', entry)).toEqual({ points: 0, status: 'taken', proposed: null, codes });
  });

  test('the two pairs of log 3 may stand in any order, one of them earns one point, and twice the same counts once', () => {
    const name = 'cda34f6e5a38e87359569861659e47b0c218d53fa96b7e80f24f9f4b50b719a3.exe';
    const first = pair(3292, name, 3428, name);
    const second = pair(3428, name, 3604, 'svchost.exe');
    expect(mark('3-1-7', second, first)).toEqual({
      points: 2,
      status: 'given',
      proposed: null,
      codes: ['pair-right', 'pair-right'],
    });
    expect(mark('3-1-7', second)).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pair-right'],
    });
    expect(mark('3-1-7', second, second)).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pair-right', 'pair-twice'],
    });
    expect(mark('3-1-7', first, pair(3428, name, 3605, 'svchost.exe'))).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['pair-right', 'pair-wrong-pid'],
    });
  });

  test('more pairs than there is room for are not marked', () => {
    expect(mark('3-1-1', pair(1, 'a', 2, 'b'), pair(3972, 'iexplore.exe', 384, 'explorer.exe'))).toEqual({
      points: 0,
      status: 'taken',
      proposed: null,
      codes: ['pair-wrong-pid', 'pair-wrong-pid', 'entries-ignored'],
    });
  });
});

describe('the essay', () => {
  test('anything written earns the point', () => {
    expect(mark('3-3', { kind: 'essay', text: 'あ' })).toEqual({
      points: 1,
      status: 'given',
      proposed: null,
      codes: ['essay-written'],
    });
  });

  test.each(['   ', '\n\t', '　　', '\u200b\ufeff', '\u3164\u2800\u115f', '\u0301'])(
    'blanks are nothing: %j',
    (text) => {
      expect(mark('3-3', { kind: 'essay', text })).toEqual({
        points: 0,
        status: 'taken',
        proposed: null,
        codes: ['essay-blank'],
      });
    },
  );
});

describe('self-marking', () => {
  function selfMarked(points: number, note = '') {
    const sheet = withEntries(emptySheet, '3-1-2', calls(['NtMapViewOfSection']));
    const answers = sheet.answers.map((answer) => ({ ...answer, selfMark: { points, note } }));
    const result = grade(pack, { ...sheet, answers }, contextFor(sheet)).questions[1]!;
    return {
      points: result.points,
      automatic: result.automatic,
      status: result.status,
      codes: result.reasons.map(({ code }) => code),
    };
  }

  test('overrides the automatic mark and keeps its reasons', () => {
    expect(selfMarked(1, '採点者に確認')).toEqual({
      points: 1,
      automatic: 0,
      status: 'self',
      codes: ['pattern-unknown', 'self-marked-note'],
    });
    expect(selfMarked(0)).toEqual({
      points: 0,
      automatic: 0,
      status: 'self',
      codes: ['pattern-unknown', 'self-marked'],
    });
  });

  test('never leaves what the question can give', () => {
    expect(selfMarked(5)).toMatchObject({
      points: 1,
      codes: ['pattern-unknown', 'self-limited', 'self-marked'],
    });
    expect(selfMarked(-3)).toMatchObject({ points: 0 });
  });
});
