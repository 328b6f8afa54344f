// SPDX-License-Identifier: MIT
/** Taking any condition out of any technique rule breaks a case: no condition is there without need or proof. */
import { describe, expect, it } from 'vitest';
import { documentOf, type Prepared } from '../../shared/analysis/build-document';
import { createAnalyzer } from '../../shared/analysis/create-analyzer';
import type { Case } from '../../shared/rules/case-language';
import { differences, feedCase, reportOf } from '../../shared/rules/case-run';
import { builtinTechniqueRules, type TechniqueRule } from '../../shared/rules/technique-rules';
import { techniqueCases } from './case-files';
import { mutantsOf } from './mutants';

const rules = builtinTechniqueRules();
const cases = techniqueCases().map((test) => ({ test, prepared: prepare(test) }));

/** What rules are applied to does not depend on them: it is found once. */
function prepare(test: Case): Prepared {
  const analyzer = createAnalyzer();
  feedCase(test, analyzer);
  const prepared = analyzer.prepare(reportOf(test));
  const pairs = prepared.pairs.map(({ source, make }) => {
    const made = make();
    return { source, make: () => made };
  });
  return { ...prepared, pairs };
}

/** Those that name the rule come first: they are the likeliest to break. */
function likeliestFirst(rule: TechniqueRule): typeof cases {
  const names = ({ test }: { test: Case }): boolean =>
    test.expected.some((edge) => edge.technique === rule.id);
  return [...cases.filter(names), ...cases.filter((one) => !names(one))];
}

describe('every condition of every technique rule is needed by a case', () => {
  it('all cases hold for the rules as they are', () => {
    expect(cases.flatMap(({ test, prepared }) => differences(test, documentOf(prepared, rules)))).toEqual([]);
  });
  for (const rule of rules)
    it(rule.id, () => {
      const order = likeliestFirst(rule);
      const survivors = mutantsOf(rule).filter((mutant) => {
        const changed = rules.map((one) => (one === rule ? mutant.rule : one));
        return order.every(
          ({ test, prepared }) => differences(test, documentOf(prepared, changed)).length === 0,
        );
      });
      expect(survivors.map((mutant) => mutant.name)).toEqual([]);
    });
});
