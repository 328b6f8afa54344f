// SPDX-License-Identifier: MIT
/** A wrong rule is named with file, place and reason; a user's own rule with its line, too. */
import { describe, expect, it } from 'vitest';
import documents from 'virtual:data/fingerprints';
import { UserError } from '../../../shared/errors/kinds';
import { RuleSet } from '../../../shared/rules/fingerprint/compile';
import { findingsOf } from '../../../shared/rules/fingerprint/examples';
import { builtinFingerprintRules } from '../../../shared/rules/fingerprint/rules';
import { parseFingerprintRule } from '../../../shared/rules/fingerprint/schema';
import { loadUserRules } from '../../../shared/rules/user-rules';

const RULE = `id: my-sandbox
category: sandbox
title: { en: My sandbox, ja: 自作サンドボックス }
description: { en: Looks for my sandbox., ja: 自作サンドボックスを探します。 }
attack: [T1497.001]
match:
  - file: '**\\my-sandbox-agent.exe'
examples:
  finds: ['NtQueryAttributesFile filepath="C:\\my-sandbox-agent.exe"']
  ignores: ['NtQueryAttributesFile filepath="C:\\notepad.exe"']
`;

function rejected(text: string): Record<string, unknown>[] {
  return loadUserRules([{ file: 'mine.yaml', text }]).rejected.map(({ params }) => params);
}

describe("a user's own rule", () => {
  it('is taken beside ours', () => {
    const { fingerprints: rules, rejected: bad } = loadUserRules([{ file: 'mine.yaml', text: RULE }]);
    expect(bad).toEqual([]);
    expect(rules).toHaveLength(builtinFingerprintRules().length + 1);
    const found = findingsOf(new RuleSet(rules), 'NtQueryAttributesFile filepath="D:\\my-sandbox-agent.exe"');
    expect(found.map(({ rule }) => rule)).toContain('my-sandbox');
  });

  it('takes the place of ours where it has its id', () => {
    const text = RULE.replace('my-sandbox\n', 'cuckoo-files\n');
    const { fingerprints: rules, rejected: bad } = loadUserRules([{ file: 'mine.yaml', text }]);
    expect(bad).toEqual([]);
    expect(rules).toHaveLength(builtinFingerprintRules().length);
  });

  it('is named with line and reason where YAML, a field or an example is wrong', () => {
    const line = (text: string): string | undefined => String(rejected(text)[0]?.['file']);
    expect(line(RULE.replace('title: {', 'title: {{'))).toMatch(/^mine\.yaml:\d+$/);
    expect(line(RULE.replace('attack: [T1497.001]', 'attack: [X1]'))).toBe('mine.yaml:5');
    expect(line(RULE.replace('my-sandbox-agent.exe"\'', 'other.exe"\''))).toMatch(/^mine\.yaml:(8|9)$/);
  });

  it('may yield to one of ours', () => {
    const text = RULE.replace('examples:', 'yields-to: [bait-files]\nexamples:');
    expect(rejected(text)).toEqual([]);
    expect(rejected(text.replace('my-sandbox-agent.exe"\'', 'a\\foobar.bmp"\''))).toHaveLength(1);
  });

  it('keeps none of the others away when it is wrong', () => {
    const { fingerprints: rules, rejected: bad } = loadUserRules([
      { file: 'bad.yaml', text: 'id: 1' },
      { file: 'mine.yaml', text: RULE },
    ]);
    expect(bad).toHaveLength(1);
    expect(rules.map(({ id }) => id)).toContain('my-sandbox');
  });

  it('may not share its id with another file', () => {
    const { rejected: bad } = loadUserRules([
      { file: 'a.yaml', text: RULE },
      { file: 'b.yaml', text: RULE },
    ]);
    expect(bad.map(({ params }) => params['file'])).toEqual(['b.yaml:1']);
  });
});

describe('our own rules', () => {
  it('fit the schema, which fills in what they leave out as the app does', () => {
    const parsed = documents.map(({ file, data }) => parseFingerprintRule(file, data));
    expect(builtinFingerprintRules()).toEqual(parsed.sort((a, b) => (a.id < b.id ? -1 : 1)));
  });

  it('compile to the last entry', () => {
    expect(builtinFingerprintRules().forEach((rule) => RuleSet.check(rule))).toBeUndefined();
  });
});

describe('the shape of a rule', () => {
  const good = structuredClone(builtinFingerprintRules()[0]!) as unknown as Record<string, unknown>;
  const reasonOf = (change: Record<string, unknown>): unknown => {
    try {
      parseFingerprintRule('x.yaml', { ...good, ...change });
    } catch (error) {
      if (error instanceof UserError) return error.params['reason'];
      throw error;
    }
    return null;
  };

  it('knows no other fields', () => {
    expect(reasonOf({ colour: 'red' })).toContain('colour');
  });

  it('wants a literal in every pattern, so that no rule is asked about every call', () => {
    expect(reasonOf({ match: [{ file: '**\\*' }] })).toContain('three characters');
  });

  it('wants expressions that RE2 takes, and lists that there are', () => {
    expect(reasonOf({ match: [{ file: { regex: '(a', literal: 'abc' } }] })).toContain('RE2');
    expect(rejected(RULE.replace("agent.exe'\n", "agent.exe'\n    answer: { data: no-list }\n"))).toEqual([
      { file: 'mine.yaml:8', place: '', reason: 'match.0.answer.data: there is no list "no-list"' },
    ]);
  });

  it('wants exactly one trigger in an entry', () => {
    expect(reasonOf({ match: [{ file: '**\\abc', mutex: 'abc' }] })).toContain('exactly one of');
  });

  it('proves only rows that it can mean', () => {
    expect(reasonOf({ checks: [1], exact: [2] })).toContain('only rows of checks');
  });
});
