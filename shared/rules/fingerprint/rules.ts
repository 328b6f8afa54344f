// SPDX-License-Identifier: MIT
/**
 * The rules that come with Kanshiki, compiled at first use. The tests check them against the schema.
 * @module
 */
import documents from 'virtual:data/fingerprints';
import { RuleSet } from './compile';
import { builtinRule, type FingerprintRule } from './schema';

let builtin: FingerprintRule[] | null = null;
let compiled: RuleSet | null = null;

/** Our rules, by id. */
export function builtinFingerprintRules(): readonly FingerprintRule[] {
  builtin ??= documents.map(({ data }) => builtinRule(data)).sort((a, b) => (a.id < b.id ? -1 : 1));
  return builtin;
}

export function builtinRuleSet(): RuleSet {
  compiled ??= new RuleSet(builtinFingerprintRules());
  return compiled;
}
