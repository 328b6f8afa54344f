// SPDX-License-Identifier: MIT
/**
 * A user's own rules beside ours, from the texts of a folder: of either kind, told apart by what they say. Each
 * is checked by itself, so that a bad one is named with file, line and reason and keeps none of the others
 * away. A rule with the id of one of ours takes its place.
 * @module
 */
import { UserError } from '../errors/kinds';
import type { AnalyzerOptions } from '../analysis/create-analyzer';
import { RuleSet } from './fingerprint/compile';
import { checkFingerprintRule } from './fingerprint/load';
import { builtinFingerprintRules } from './fingerprint/rules';
import type { FingerprintRule } from './fingerprint/schema';
import { RuleText, type RuleFile } from './rule-file';
import { rulesHash } from './rules-hash';
import { builtinTechniqueRules, parseTechniqueRule, sortRules, type TechniqueRule } from './technique-rules';

export type RuleKind = 'technique' | 'fingerprint';

/** A rule of the user's that is in force. */
export interface OwnRule {
  kind: RuleKind;
  id: string;
  file: string;
  /** It stands in the place of one of ours. */
  replaces: boolean;
}

export interface UserRules {
  /** Ours and the user's. */
  techniques: readonly TechniqueRule[];
  fingerprints: readonly FingerprintRule[];
  own: readonly OwnRule[];
  /** One for each file that was left out: `rule-invalid` with file, line and reason. */
  rejected: readonly UserError[];
}

type Parsed = { kind: 'technique'; rule: TechniqueRule } | { kind: 'fingerprint'; rule: FingerprintRule };

export function loadUserRules(files: readonly RuleFile[]): UserRules {
  if (files.length === 0)
    return {
      techniques: builtinTechniqueRules(),
      fingerprints: builtinFingerprintRules(),
      own: [],
      rejected: [],
    };
  const techniques = new Map(builtinTechniqueRules().map((rule) => [rule.id, rule]));
  const fingerprints = new Map(builtinFingerprintRules().map((rule) => [rule.id, rule]));
  const own: OwnRule[] = [];
  const rejected: UserError[] = [];
  for (const { file, text } of files) {
    try {
      const ruleText = new RuleText(file, text);
      const { kind, rule } = parse(ruleText);
      const other = own.find((one) => one.kind === kind && one.id === rule.id);
      if (other) throw ruleText.errorAt('id', `"${rule.id}" is the id of ${other.file} too`);
      const replaces = (kind === 'technique' ? techniques : fingerprints).has(rule.id);
      own.push({ kind, id: rule.id, file, replaces });
      if (kind === 'technique') techniques.set(rule.id, rule);
      else fingerprints.set(rule.id, rule);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      rejected.push(error);
    }
  }
  return {
    techniques: sortRules([...techniques.values()]),
    fingerprints: [...fingerprints.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
    own,
    rejected,
  };
}

/** What an analyzer must be given for these rules; nothing where they are ours alone. */
export function analyzerOptionsOf({ techniques, fingerprints, own }: UserRules): AnalyzerOptions {
  return own.length === 0 ? {} : { rules: techniques, fingerprintRules: new RuleSet(fingerprints) };
}

/** The hash that results made with these rules carry. */
export function userRulesHash({ techniques, fingerprints }: UserRules): string {
  return rulesHash(techniques, fingerprints);
}

function parse(text: RuleText): Parsed {
  const { data } = text;
  const has = (key: string): boolean => data !== null && typeof data === 'object' && key in data;
  if (has('category') || has('examples'))
    return { kind: 'fingerprint', rule: checkFingerprintRule(text, builtinFingerprintRules()) };
  if (has('verdict') || has('confidence') || has('why'))
    return { kind: 'technique', rule: text.check(() => parseTechniqueRule(text.file, data)) };
  throw text.errorAt(
    'id',
    'is no rule: one of fingerprinting has a category and examples, one of a technique a verdict',
  );
}
