// SPDX-License-Identifier: MIT
/**
 * Technique rules: their shape, checked here for ours at build and for the user's at load, with errors that
 * name file, place and reason. See docs/detection.md for how to write one.
 * @module
 */
import * as v from 'valibot';
import documents from 'virtual:data/techniques';
import { FACT_STEPS } from '../analysis/facts';
import { UserError } from '../errors/kinds';
import type { Condition } from './conditions';

const kinds = Object.keys(FACT_STEPS);
const kind = v.picklist(kinds);
const flags = v.array(v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)));

const conditionSchema: v.GenericSchema<Condition> = v.union([
  v.strictObject({ all: v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1)) }),
  v.strictObject({ any: v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1)) }),
  v.strictObject({ none: v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1)) }),
  v.strictObject({ pair: flags }),
  v.strictObject({ 'not-pair': flags }),
  v.strictObject({
    fact: v.union([kind, v.array(kind)]),
    is: v.optional(flags),
    'is-any': v.optional(flags),
    not: v.optional(flags),
    ok: v.optional(v.union([v.boolean(), v.literal('any')])),
    after: v.optional(v.string()),
    as: v.optional(v.string()),
    min: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1))),
  }),
]) as v.GenericSchema<Condition>;

const text = v.strictObject({ en: v.pipe(v.string(), v.minLength(1)), ja: v.pipe(v.string(), v.minLength(1)) });

const ruleSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
  title: text,
  attack: v.pipe(v.string(), v.regex(/^T\d{4}(\.\d{3})?$/)),
  verdict: v.picklist(['injection', 'attempt', 'suspicious']),
  /** Rules of higher priority explain calls first; what they used is not explained again. */
  priority: v.pipe(v.number(), v.integer()),
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  match: conditionSchema,
  /** Codes of reasons (messages `why`) that hold whenever the rule matches. */
  why: v.pipe(v.array(v.string()), v.minLength(1)),
  /** Further evidence: raises (or lowers) confidence and adds a reason. */
  raise: v.optional(
    v.array(v.strictObject({ when: conditionSchema, by: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)), why: v.string() })),
    [],
  ),
  notes: v.optional(v.string()),
});

export type TechniqueRule = v.InferOutput<typeof ruleSchema>;

/** @throws UserError `rule-invalid` naming file, place in the rule and reason. */
export function parseTechniqueRule(file: string, data: unknown): TechniqueRule {
  const result = v.safeParse(ruleSchema, data);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new UserError('rule-invalid', {
    file,
    place: v.getDotPath(issue) ?? '',
    reason: issue.message,
  });
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
