// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../shared/analysis/create-analyzer';
import { UserError } from '../../../shared/errors/kinds';
import { parseCase } from '../../../shared/rules/case-language';
import { analyseCase } from '../../../shared/rules/case-run';
import { builtinTechniqueRules, loadTechniqueRules } from '../../../shared/rules/technique-rules';

const RULE = `
id: remote-peek
title: { en: Another process is read, ja: 他プロセスの読み取り }
attack: T1055
verdict: suspicious
priority: 1
confidence: 0.3
match: { fact: read, as: look }
why: [{ code: peeked, of: look }]
reasons:
  peeked: { en: '{api} (call {call}) read {target}.', ja: '{api}(コール {call})が {target} を読み取りました。' }
`;

function problem(text: string): unknown {
  try {
    loadTechniqueRules([{ file: 'mine.yaml', text }]);
    return null;
  } catch (error) {
    return error instanceof UserError ? { code: error.code, ...error.params } : error;
  }
}

describe('a rule of the user', () => {
  it('stands beside the built-in ones and speaks in its own words', () => {
    const rules = loadTechniqueRules([{ file: 'mine.yaml', text: RULE }]);
    expect(rules).toHaveLength(builtinTechniqueRules().length + 1);
    const test = parseCase(
      'x',
      'process 1 a.exe\n  ReadProcessMemory process_handle=0x50 process_identifier=7 base_address=0x1000 buffer="x"',
    );
    const { edges, rules: hash } = analyseCase(test, createAnalyzer({ rules }));
    expect(edges).toMatchObject([
      {
        technique: 'remote-peek',
        verdict: 'suspicious',
        why: [
          {
            code: 'peeked',
            en: 'ReadProcessMemory (call 0) read 7.',
            ja: 'ReadProcessMemory(コール 0)が 7 を読み取りました。',
          },
        ],
      },
    ]);
    expect(hash).not.toBe(analyseCase(test).rules);
  });

  it('takes the place of the built-in rule of its id', () => {
    const rules = loadTechniqueRules([
      { file: 'a.yaml', text: RULE.replace('id: remote-peek', 'id: windows-hook') },
    ]);
    expect(rules).toHaveLength(builtinTechniqueRules().length);
    expect(rules.find(({ id }) => id === 'windows-hook')?.title.en).toBe('Another process is read');
  });

  it('leaves the built-in rules as they are', () => {
    loadTechniqueRules([{ file: 'mine.yaml', text: RULE }]);
    expect(builtinTechniqueRules().some(({ id }) => id === 'remote-peek')).toBe(false);
  });
});

describe('a wrong rule is refused with file, place and reason', () => {
  it.each([
    ['no YAML', 'id: [', { place: '' }],
    ['no mapping', '- a', { place: 'id' }],
    ['an unknown kind', RULE.replace('fact: read', 'fact: reed'), { place: 'match.fact' }],
    [
      'an unknown flag',
      RULE.replace('fact: read', 'fact: write, is: [pee]'),
      { place: 'match.is.0', reason: 'match.is.0: is no flag of facts' },
    ],
    [
      'a flag of other kinds',
      RULE.replace('fact: read', 'fact: read, is: [pe]'),
      { place: 'match.is', reason: 'match.is: "pe" is never known of read' },
    ],
    ['an order without a name', RULE.replace('as: look', 'as: look, after: code'), { place: 'match.after' }],
    ['a reason without a text', RULE.replace('peeked:', 'looked:'), { place: 'why.0' }],
    ['a reason of nothing', RULE.replace('of: look', 'of: nothing'), { place: 'why.0.of' }],
    ['a key that is none', `${RULE}\ncolour: red\n`, { place: 'colour' }],
    ['no id', RULE.replace('id: remote-peek', 'id: Remote Peek'), { place: 'id' }],
    [
      'a flag of pairs',
      RULE.replace('{ fact: read, as: look }', '{ pair: [friendly] }'),
      { place: 'match.pair.0' },
    ],
    ['an ATT&CK id', RULE.replace('T1055', '1055'), { place: 'attack' }],
  ])('%s', (_, text, expected) => {
    expect(problem(text)).toMatchObject({ code: 'rule-invalid', file: 'mine.yaml', ...expected });
  });

  it('two files of one id', () => {
    expect(() =>
      loadTechniqueRules([
        { file: 'a.yaml', text: RULE },
        { file: 'b.yaml', text: RULE },
      ]),
    ).toThrow(/a\.yaml/);
  });
});

describe('the built-in rules', () => {
  it('say of each technique what, how sure, and by which reasons', () => {
    const ids = builtinTechniqueRules().map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const { verdict, attack, title, why } of builtinTechniqueRules()) {
      expect(verdict === 'injection' ? attack.startsWith('T1055') : true).toBe(true);
      expect(title.ja.length * title.en.length * why.length).toBeGreaterThan(0);
    }
  });
});
