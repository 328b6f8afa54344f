// SPDX-License-Identifier: MIT
/**
 * The rules that come with Kanshiki, checked and compiled at first use, and the set with a user's own.
 * @module
 */
import documents from 'virtual:data/fingerprints';
import { RuleSet } from './compile';
import { parseFingerprintRule, type FingerprintRule } from './schema';

let builtin: FingerprintRule[] | null = null;
let compiled: RuleSet | null = null;

/** Our rules, by id. */
export function builtinFingerprintRules(): readonly FingerprintRule[] {
  builtin ??= documents
    .map(({ file, data }) => parseFingerprintRule(file, data))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  return builtin;
}

export function builtinRuleSet(): RuleSet {
  compiled ??= new RuleSet(builtinFingerprintRules());
  return compiled;
}
