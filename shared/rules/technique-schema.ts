// SPDX-License-Identifier: MIT
/**
 * The shape of a technique rule: what docs/detection.md tells rule authors, checked.
 * @module
 */
import * as v from 'valibot';
import { FACT_FLAGS, FACT_STEPS, PAIR_FLAGS, type FactFlag, type FactKind } from '../analysis/facts';
import type { Condition } from './conditions';

const kind = v.picklist(Object.keys(FACT_STEPS) as FactKind[], 'is no kind of fact');
const flags = v.pipe(
  v.array(v.picklist(Object.keys(FACT_FLAGS) as FactFlag[], 'is no flag of facts')),
  v.minLength(1),
);
const pairFlags = v.pipe(v.array(v.picklist(PAIR_FLAGS, 'is no flag of pairs')), v.minLength(1));
const label = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'is no label: small letters, digits, hyphens'));

const pattern = v.strictObject({
  fact: v.union([kind, v.pipe(v.array(kind), v.minLength(1))]),
  is: v.optional(flags),
  'is-any': v.optional(flags),
  not: v.optional(flags),
  ok: v.optional(v.union([v.boolean(), v.literal('any')])),
  after: v.optional(label),
  as: v.optional(label),
  min: v.optional(v.pipe(v.number(), v.integer(), v.minValue(2))),
});

const parts = v.pipe(v.array(v.lazy(() => conditionSchema)), v.minLength(1));

/** Which alternative is meant follows from the key, so that an error names the place inside it. */
const conditionSchema: v.GenericSchema<Condition> = v.lazy((input) => {
  const keys = input !== null && typeof input === 'object' ? Object.keys(input) : [];
  if (keys.includes('all')) return v.strictObject({ all: parts });
  if (keys.includes('any')) return v.strictObject({ any: parts });
  if (keys.includes('none')) return v.strictObject({ none: parts });
  if (keys.includes('pair')) return v.strictObject({ pair: pairFlags });
  if (keys.includes('not-pair')) return v.strictObject({ 'not-pair': pairFlags });
  return pattern;
}) as v.GenericSchema<Condition>;

const text = v.pipe(v.string(), v.minLength(1));
const texts = v.strictObject({ en: text, ja: text });

/** A reason in words: its code, and of which fact of the match it speaks. */
const reason = v.union([label, v.strictObject({ code: label, of: label })]);

export const techniqueRuleSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be small letters, digits and hyphens')),
  title: texts,
  attack: v.pipe(v.string(), v.regex(/^T\d{4}(\.\d{3})?$/, 'is no ATT&CK technique id')),
  verdict: v.picklist(['injection', 'attempt', 'suspicious'], 'is none of injection, attempt, suspicious'),
  /** Rules of higher priority explain calls first; what they used is not explained again. */
  priority: v.pipe(v.number(), v.integer()),
  confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
  match: conditionSchema,
  /** All that shaped the target is evidence, or only the calls that the rule matched on. */
  evidence: v.optional(v.picklist(['dealing', 'matched']), 'dealing'),
  /** Reasons that hold whenever the rule matches. */
  why: v.pipe(v.array(reason), v.minLength(1)),
  /** Further evidence: raises (or lowers) confidence and adds a reason. */
  raise: v.optional(
    v.array(
      v.strictObject({
        when: conditionSchema,
        by: v.pipe(v.number(), v.minValue(-1), v.maxValue(1)),
        why: label,
      }),
    ),
    [],
  ),
  /** Texts of reasons that Kanshiki has none for, by code. */
  reasons: v.optional(v.record(label, texts), {}),
  notes: v.optional(v.string()),
});

export type TechniqueRule = v.InferOutput<typeof techniqueRuleSchema>;
