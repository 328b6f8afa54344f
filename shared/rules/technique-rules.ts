// SPDX-License-Identifier: MIT
/**
 * Technique rules: ours, checked when they are first asked for, and the user's, merged with ours, with errors
 * that name file, place and reason. See docs/detection.md for how to write one.
 * @module
 */
import * as v from 'valibot';
import documents from 'virtual:data/techniques';
import { FACT_FLAGS, type FactFlag, type FactKind } from '../analysis/facts';
import { UserError } from '../errors/kinds';
import { LANGUAGES, hasMessage } from '../i18n/translate';
import type { Condition, Pattern } from './conditions';
import { techniqueRuleSchema, type TechniqueRule } from './technique-schema';

export type { TechniqueRule } from './technique-schema';

/** @throws UserError `rule-invalid` naming file, place in the rule and reason. */
export function parseTechniqueRule(file: string, data: unknown): TechniqueRule {
  const result = v.safeParse(techniqueRuleSchema, data);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalid(file, v.getDotPath(issue) ?? '', issue.message);
  }
  const rule = result.output;
  checkCondition(file, 'match', rule.match, new Set());
  rule.raise.forEach(({ when, why }, at) => {
    checkCondition(file, `raise.${at}.when`, when, new Set());
    checkReason(file, `raise.${at}.why`, why, rule);
  });
  const labels = labelsOf(rule.match);
  rule.why.forEach((entry, at) => {
    const { code, of } = typeof entry === 'string' ? { code: entry, of: null } : entry;
    checkReason(file, `why.${at}`, code, rule);
    if (of !== null && !labels.has(of))
      throw invalid(file, `why.${at}.of`, `no fact of the match is named "${of}"`);
  });
  return rule;
}

function invalid(file: string, place: string, reason: string): UserError {
  return new UserError('rule-invalid', {
    file,
    place,
    reason: place === '' ? reason : `${place}: ${reason}`,
  });
}

function checkReason(file: string, place: string, code: string, rule: TechniqueRule): void {
  const isKnown =
    Object.hasOwn(rule.reasons, code) || LANGUAGES.every((language) => hasMessage(language, `why.${code}`));
  if (!isKnown) throw invalid(file, place, `there is no text for "${code}"; give it under "reasons"`);
}

/** Flags must be possible for the kind, and `after` must name an earlier fact. Returns the labels bound. */
function checkCondition(file: string, place: string, condition: Condition, bound: Set<string>): Set<string> {
  if ('all' in condition) {
    let known = bound;
    condition.all.forEach((part, at) => (known = checkCondition(file, `${place}.all.${at}`, part, known)));
    return known;
  }
  if ('any' in condition) {
    const branches = condition.any.map((part, at) => checkCondition(file, `${place}.any.${at}`, part, bound));
    return new Set([...branches[0]!].filter((name) => branches.every((branch) => branch.has(name))));
  }
  if ('none' in condition) {
    condition.none.forEach((part, at) => checkCondition(file, `${place}.none.${at}`, part, bound));
    return bound;
  }
  if ('pair' in condition || 'not-pair' in condition) return bound;
  checkPattern(file, place, condition, bound);
  return condition.as === undefined ? bound : new Set([...bound, condition.as]);
}

function checkPattern(file: string, place: string, pattern: Pattern, bound: ReadonlySet<string>): void {
  const kinds = [pattern.fact].flat() as FactKind[];
  for (const key of ['is', 'is-any', 'not'] as const)
    for (const flag of pattern[key] ?? []) {
      const possible: readonly FactKind[] = FACT_FLAGS[flag as FactFlag];
      if (!kinds.some((kind) => possible.includes(kind)))
        throw invalid(file, `${place}.${key}`, `"${flag}" is never known of ${kinds.join(', ')}`);
    }
  if (pattern.after !== undefined && !bound.has(pattern.after))
    throw invalid(file, `${place}.after`, `no earlier fact is named "${pattern.after}"`);
}

/** Every label that a condition may bind. */
function labelsOf(condition: Condition): Set<string> {
  if ('all' in condition) return new Set(condition.all.flatMap((part) => [...labelsOf(part)]));
  if ('any' in condition) return new Set(condition.any.flatMap((part) => [...labelsOf(part)]));
  return new Set('fact' in condition && condition.as !== undefined ? [condition.as] : []);
}

/** Highest priority first, then by id: the order in which rules explain calls. */
export function sortRules(rules: readonly TechniqueRule[]): TechniqueRule[] {
  return [...rules].sort((a, b) => b.priority - a.priority || (a.id < b.id ? -1 : 1));
}

let builtin: TechniqueRule[] | null = null;

export function builtinTechniqueRules(): TechniqueRule[] {
  builtin ??= sortRules(documents.map(({ file, data }) => parseTechniqueRule(file, data)));
  return builtin;
}
