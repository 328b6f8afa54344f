// SPDX-License-Identifier: MIT
/**
 * Checks one fingerprinting rule of a user's own as far as it can be checked before a report is read: its
 * shape, whether it compiles, and whether its examples hold beside the rules that it speaks of.
 * @module
 */
import type { RuleText } from '../rule-file';
import type { Condition } from '../conditions';
import { RuleSet } from './compile';
import { exampleFailures } from './examples';
import { parseFingerprintRule, type FingerprintRule } from './schema';

/** @throws UserError `rule-invalid` with file, line and reason */
export function checkFingerprintRule(text: RuleText, ours: readonly FingerprintRule[]): FingerprintRule {
  const rule = text.check(() => parseFingerprintRule(text.file, text.data));
  const named = namedBy(rule);
  const beside = ours.filter(({ id }) => id !== rule.id && named.has(id));
  text.check(() => RuleSet.check(rule));
  const set = new RuleSet([...beside, rule]);
  const failure = exampleFailures(set, rule)[0];
  if (failure !== undefined) throw text.errorAt('examples', failure);
  return rule;
}

/** Rules that a rule asks about. */
function namedBy(rule: FingerprintRule): Set<string> {
  const conditions = [rule.needs, rule.company.when].filter((one) => one !== undefined);
  return new Set([...rule['yields-to'], ...conditions.flatMap(factsOf)]);
}

function factsOf(condition: Condition): string[] {
  if ('all' in condition) return condition.all.flatMap(factsOf);
  if ('any' in condition) return condition.any.flatMap(factsOf);
  if ('none' in condition) return condition.none.flatMap(factsOf);
  return 'fact' in condition ? [condition.fact].flat() : [];
}
