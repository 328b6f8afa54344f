// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../shared/analysis/create-analyzer';
import { parseCase } from '../../../shared/rules/case-language';
import { analyseCase } from '../../../shared/rules/case-run';
import { builtinTechniqueRules } from '../../../shared/rules/technique-rules';
import { loadUserRules } from '../../../shared/rules/user-rules';

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

/** What is said of a file that is no rule. */
function problem(text: string): unknown {
  const { rejected } = loadUserRules([{ file: 'mine.yaml', text }]);
  return rejected.map(({ code, params }) => ({ code, ...params }))[0];
}

describe('a rule of the user', () => {
  it('stands beside the built-in ones and speaks in its own words', () => {
    const rules = loadUserRules([{ file: 'mine.yaml', text: RULE }]).techniques;
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
    const { techniques: rules, own } = loadUserRules([
      { file: 'a.yaml', text: RULE.replace('id: remote-peek', 'id: windows-hook') },
    ]);
    expect(own).toEqual([{ kind: 'technique', id: 'windows-hook', file: 'a.yaml', replaces: true }]);
    expect(rules).toHaveLength(builtinTechniqueRules().length);
    expect(rules.find(({ id }) => id === 'windows-hook')?.title.en).toBe('Another process is read');
  });

  it('leaves the built-in rules as they are', () => {
    loadUserRules([{ file: 'mine.yaml', text: RULE }]);
    expect(builtinTechniqueRules().some(({ id }) => id === 'remote-peek')).toBe(false);
  });
});

describe('a wrong rule is refused with file, line, place and reason', () => {
  it.each([
    ['no YAML', 'id: [', { file: 'mine.yaml:1' }],
    ['no mapping', '- a', { file: 'mine.yaml:1' }],
    [
      'an unknown kind',
      RULE.replace('fact: read', 'fact: reed'),
      { file: 'mine.yaml:8', reason: expect.stringMatching(/^match\.fact: /) as string },
    ],
    [
      'an unknown flag',
      RULE.replace('fact: read', 'fact: write, is: [pee]'),
      { file: 'mine.yaml:8', reason: 'match.is.0: is no flag of facts' },
    ],
    [
      'a flag of other kinds',
      RULE.replace('fact: read', 'fact: read, is: [pe]'),
      { file: 'mine.yaml:8', reason: 'match.is: "pe" is never known of read' },
    ],
    ['an order without a name', RULE.replace('as: look', 'as: look, after: code'), { file: 'mine.yaml:8' }],
    ['a reason without a text', RULE.replace('peeked:', 'looked:'), { file: 'mine.yaml:9' }],
    ['a reason of nothing', RULE.replace('of: look', 'of: nothing'), { file: 'mine.yaml:9' }],
    ['a key that is none', `${RULE}\ncolour: red\n`, { file: 'mine.yaml:13' }],
    ['no id', RULE.replace('id: remote-peek', 'id: Remote Peek'), { file: 'mine.yaml:2' }],
    [
      'a flag of pairs',
      RULE.replace('{ fact: read, as: look }', '{ pair: [friendly] }'),
      { file: 'mine.yaml:8' },
    ],
    ['an ATT&CK id', RULE.replace('T1055', '1055'), { file: 'mine.yaml:4' }],
  ])('%s', (_, text, expected) => {
    expect(problem(text)).toMatchObject({ code: 'rule-invalid', ...expected });
  });

  it('two files of one id', () => {
    const { own, rejected } = loadUserRules([
      { file: 'a.yaml', text: RULE },
      { file: 'b.yaml', text: RULE },
    ]);
    expect(own.map(({ file }) => file)).toEqual(['a.yaml']);
    expect(rejected.map(({ params }) => params)).toEqual([
      { file: 'b.yaml:2', place: '', reason: '"remote-peek" is the id of a.yaml too' },
    ]);
  });

  it('what is a rule of neither kind', () => {
    expect(problem('id: nothing\n')).toMatchObject({ file: 'mine.yaml:1' });
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
