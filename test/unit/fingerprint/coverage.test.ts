// SPDX-License-Identifier: MIT
/**
 * Every known check has a class, every provable one is proven by an example of a rule, and the table of
 * docs/fingerprinting.md says so. `KANSHIKI_UPDATE_DOCS=1` writes the table anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format, resolveConfig } from 'prettier';
import { expect, it } from 'vitest';
import { readCoverage, rulesByRow, withTable } from '../../../build/docs/fingerprint-table.mjs';
import { findingsOf } from '../../../shared/rules/fingerprint/examples';
import { builtinFingerprintRules, builtinRuleSet } from '../../../shared/rules/fingerprint/rules';

const { rows } = readCoverage();
const page = path.resolve(import.meta.dirname, '../../../docs/fingerprinting.md');

function rowsOfClass(name: string): number[] {
  return rows.filter((row) => row.class === name).map(({ row }) => row);
}

/** Rows that findings made of the rules' own examples name, and those that they prove. */
function shownByExamples(): { exact: Set<number>; checks: Set<number> } {
  const shown = { exact: new Set<number>(), checks: new Set<number>() };
  for (const { id, examples } of builtinFingerprintRules())
    for (const finding of examples.finds.flatMap((calls) => findingsOf(builtinRuleSet(), calls))) {
      if (finding.rule !== id) continue;
      for (const row of finding.exact) shown.exact.add(row);
      for (const row of finding.checks) shown.checks.add(row);
    }
  return shown;
}

it('gives every known check one class, with how it is proven or why it is not', () => {
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 145 }, (_, at) => at + 1));
  const vague = rows.filter(({ class: name, by, reason }) =>
    name === 'exact'
      ? !['call', 'name', 'value', 'order'].includes(by ?? '') || reason !== undefined
      : !['group', 'none'].includes(name) || by !== undefined || (reason ?? '').length < 20,
  );
  expect(vague).toEqual([]);
});

it('proves every check of the class "exact" in an example', () => {
  const { exact } = shownByExamples();
  expect(rowsOfClass('exact').filter((row) => !exact.has(row))).toEqual([]);
});

it('names every check of a group, and those in no log, in an example', () => {
  const { checks } = shownByExamples();
  expect([...rowsOfClass('group'), ...rowsOfClass('none')].filter((row) => !checks.has(row))).toEqual([]);
});

it('lets a rule name only checks that are known', () => {
  expect([...rulesByRow().keys()].filter((row) => row > rows.length)).toEqual([]);
});

it('keeps the table of docs/fingerprinting.md as the rules have it', async () => {
  const text = readFileSync(page, 'utf8');
  const options = { ...(await resolveConfig(page)), parser: 'markdown' };
  const fresh = await format(withTable(text), options);
  if (process.env['KANSHIKI_UPDATE_DOCS']) writeFileSync(page, fresh);
  else expect(text).toBe(fresh);
});
