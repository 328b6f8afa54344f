// SPDX-License-Identifier: MIT
/**
 * Fingerprinting rules: their shape, checked here for ours and for the user's alike, with errors that name
 * file, place and reason. docs/fingerprinting.md says how to write one.
 * @module
 */
import { RE2JS } from 're2js';
import * as v from 'valibot';
import { API_ROLES } from '../../analysis/catalogue/roles';
import { UserError } from '../../errors/kinds';
import { conditionSchema } from './condition-schema';
import { segmentLiteral } from './glob';

/** What kind of thing a call names. One pattern language serves all of them. */
export const SUBJECT_KINDS = [
  /** A registry key, its values and what lies below it. */
  'key',
  /** One registry value, by `KEY\VALUE`. */
  'value',
  /** A file or device by its whole path. */
  'file',
  /** A directory and what lies in it. */
  'directory',
  'module',
  'function',
  'window',
  'mutex',
  'event',
  /** An object directory of the kernel. */
  'object',
  'section',
  'service',
  /** A process opened by name. */
  'process',
  'command',
  'wmi',
  /** A COM class or a script's object, by CLSID or ProgID. */
  'com',
  'environment',
  'host',
  'script',
  /** A string that was compared with another. */
  'comparison',
] as const;
export type SubjectKind = (typeof SUBJECT_KINDS)[number];

const id = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by "-"'));
const words = v.pipe(v.string(), v.minLength(1));
const both = v.strictObject({ en: words, ja: words });
const rows = v.array(v.pipe(v.number(), v.integer(), v.minValue(1)));
const names = v.union([words, v.pipe(v.array(words), v.minLength(1))]);
/** Numbers may stand as text where they need 64 bits or read better in hexadecimal. */
const wide = v.union([
  v.pipe(v.number(), v.integer()),
  v.pipe(v.string(), v.regex(/^(0x[0-9a-fA-F]+|\d+)$/, 'must be a number')),
]);
const count = v.pipe(v.number(), v.integer(), v.minValue(1));

function isExpression(text: string): boolean {
  try {
    RE2JS.compile(text, RE2JS.CASE_INSENSITIVE);
    return true;
  } catch {
    return false;
  }
}

const textPattern = v.union([
  v.strictObject({ contains: words }),
  /** All of these occur in the text. */
  v.strictObject({ all: v.pipe(v.array(words), v.minLength(1)) }),
  /** RE2 syntax, anywhere in the text, whatever the case. */
  v.strictObject({
    regex: v.pipe(words, v.check(isExpression, 'is no expression of RE2')),
    literal: v.optional(words),
  }),
]);
const glob = v.pipe(
  v.string(),
  v.check((text) => segmentLiteral(text) !== '', 'needs three characters in a row that are no wildcard'),
  v.check((text) => text.split('**').length <= 3, 'may hold "**" twice at most'),
);
const pattern = v.union([glob, textPattern]);
const patterns = v.union([pattern, v.pipe(v.array(pattern), v.minLength(1))]);

/** A further condition on an argument, on the return value, or on what stands behind a handle. */
const predicate = v.union([
  v.strictObject({
    arg: names,
    in: v.optional(v.pipe(v.array(wide), v.minLength(1))),
    min: v.optional(wide),
    max: v.optional(wide),
    /** All of these bits are set. */
    bits: v.optional(wide),
    /** One of these bits is set. */
    'any-bits': v.optional(wide),
    /** The argument's text fits one of the patterns (globs without `**`). */
    text: v.optional(v.union([words, textPattern, v.array(v.union([words, textPattern]))])),
    /** Absent counts as fulfilled. */
    optional: v.optional(v.boolean()),
  }),
  v.strictObject({
    return: v.strictObject({ in: v.optional(v.array(wide)), min: v.optional(wide), max: v.optional(wide) }),
  }),
  /** The file or device behind a handle. */
  v.strictObject({ 'path-of': names, is: patterns }),
  /** The thread handle is the caller's own. */
  v.strictObject({ 'own-thread': names }),
]);

/** How a finding says what the malware was told. */
const answer = v.union([
  /**
   * `exists`: found when it was there, be it out of reach. `succeeded`: when the call did. `returned`: when it gave
   * back something. `none`: the log does not say.
   */
  v.picklist(['exists', 'succeeded', 'returned', 'none']),
  /**
   * Found when the value read holds one of the names (a list by its id, or these); absent or clean: not found.
   * What a name proves counts where it is among the rule's or the entry's checks.
   */
  v.strictObject({
    data: v.union([id, v.array(v.strictObject({ text: words, exact: v.optional(rows) }))]),
    arg: v.optional(names),
  }),
  /** Found when the number lies in the range that gives a sandbox away. */
  v.strictObject({
    arg: v.optional(names),
    return: v.optional(v.literal(true)),
    max: v.optional(wide),
    min: v.optional(wide),
  }),
]);

const subjects = {
  key: v.optional(patterns),
  value: v.optional(patterns),
  file: v.optional(patterns),
  directory: v.optional(patterns),
  module: v.optional(patterns),
  function: v.optional(patterns),
  window: v.optional(patterns),
  mutex: v.optional(patterns),
  event: v.optional(patterns),
  object: v.optional(patterns),
  section: v.optional(patterns),
  service: v.optional(patterns),
  process: v.optional(patterns),
  command: v.optional(patterns),
  wmi: v.optional(patterns),
  com: v.optional(patterns),
  environment: v.optional(patterns),
  host: v.optional(patterns),
  script: v.optional(patterns),
  comparison: v.optional(patterns),
} satisfies Record<SubjectKind, unknown>;

const matchEntries = {
  ...subjects,
  /** API names without `A`/`W`; the names of one entry are alternatives. */
  call: v.optional(names),
  role: v.optional(v.picklist(API_ROLES)),
  /** The same API so many times in a row, whatever it is. */
  run: v.optional(count),
  /** Only calls of these APIs. */
  api: v.optional(names),
  /** The call succeeded or failed. */
  ok: v.optional(v.boolean()),
  where: v.optional(v.pipe(v.array(predicate), v.minLength(1))),
  answer: v.optional(answer),
  /** What is shown: text with `{api}`, `{subject}`, `{key}`, `{image}`, `{arg:NAME}`, `{number:NAME}`, `{path:HANDLE}`. */
  artefact: v.optional(words),
  /** Rows beyond the rule's own that this entry may mean, and those it proves. */
  checks: v.optional(rows),
  exact: v.optional(rows),
};

function oneTrigger(entry: Readonly<Record<string, unknown>>): boolean {
  return [...SUBJECT_KINDS, 'call', 'role', 'run'].filter((name) => entry[name] !== undefined).length === 1;
}
const ONE_TRIGGER = `needs exactly one of ${SUBJECT_KINDS.join(', ')}, call, role, run`;
const matchEntry = v.pipe(
  v.strictObject(matchEntries),
  v.check((entry) => oneTrigger(entry), ONE_TRIGGER),
);
const stepEntry = v.pipe(
  v.strictObject({
    ...matchEntries,
    /** The same API as the call of that earlier step (counted from 0). */
    'same-api-as': v.optional(v.pipe(v.number(), v.integer(), v.minValue(0))),
  }),
  v.check((entry) => oneTrigger(entry), ONE_TRIGGER),
);

export const ruleSchema = v.pipe(
  v.strictObject({
    id,
    category: id,
    title: both,
    /** What the behaviour is and what it tells the malware, in one sentence. */
    description: both,
    /** How to stop giving this away. */
    hide: v.optional(both),
    strength: v.optional(v.picklist(['strong', 'weak']), 'strong'),
    /** Whether the answer "found" gives a sandbox away (reveals.ts says what holds where this is left out). */
    reveals: v.optional(v.boolean()),
    attack: v.pipe(v.array(v.pipe(v.string(), v.regex(/^T\d{4}(\.\d{3})?$/))), v.minLength(1)),
    references: v.optional(v.record(v.string(), v.array(words)), {}),
    /** Rows of the table of checks that the trace can mean. */
    checks: v.optional(rows, []),
    /** Those of them that a string or value in the log proves. */
    exact: v.optional(rows, []),
    match: v.optional(v.pipe(v.array(matchEntry), v.minLength(1))),
    /** Calls that follow each other; each step may be fulfilled by any one of its entries. */
    sequence: v.optional(
      v.strictObject({
        steps: v.pipe(v.array(v.pipe(v.array(stepEntry), v.minLength(1))), v.minLength(2), v.maxLength(8)),
        'within-calls': v.optional(count, 100),
        'within-ms': v.optional(count),
        'same-thread': v.optional(v.boolean(), false),
      }),
    ),
    /** At least so many calls (folded repetitions count), all of them or within a time. */
    count: v.optional(v.strictObject({ min: count, 'within-ms': v.optional(count) })),
    /** The argument adds up to at least so much. */
    sum: v.optional(v.strictObject({ arg: names, min: wide })),
    /** One finding for all artefacts, of which at least so many must be met. */
    merge: v.optional(v.strictObject({ artefact: words, min: v.optional(count, 1) })),
    /** The artefact is the process's own image, or lies in its folder. */
    own: v.optional(v.picklist(['image', 'folder'])),
    /** Must hold among the findings of the process, or nothing is found. */
    needs: v.optional(conditionSchema),
    /** What makes a weak finding strong; without it, a strong finding close by does. */
    company: v.optional(
      v.strictObject({
        /** So many calls within a time: a loop. */
        loop: v.optional(v.strictObject({ min: count, 'within-ms': count })),
        /** The process ends within so many calls. */
        'exit-within': v.optional(count),
        /** A strong finding within so many calls; 0 for never. */
        near: v.optional(v.pipe(v.number(), v.integer(), v.minValue(0)), 300),
        when: v.optional(conditionSchema),
      }),
      { near: 300 },
    ),
    /** Where the calls are ordinary. */
    noise: v.optional(v.strictObject({ processes: v.pipe(v.array(words), v.minLength(1)) })),
    /** Calls that one of these rules has matched too are not this rule's. */
    'yields-to': v.optional(v.array(id), []),
    /** Calls in the log language: each `finds` makes a finding of this rule, none of `ignores` does. */
    examples: v.strictObject({
      finds: v.pipe(v.array(words), v.minLength(1)),
      ignores: v.pipe(v.array(words), v.minLength(1)),
    }),
    notes: v.optional(words),
  }),
  v.check(
    (rule) => (rule.match === undefined) !== (rule.sequence === undefined),
    'needs either match or sequence',
  ),
  v.check(
    (rule) => rule.exact.every((row) => rule.checks.includes(row)),
    'exact may name only rows of checks',
  ),
);

export type FingerprintRule = v.InferOutput<typeof ruleSchema>;
export type MatchEntry = v.InferOutput<typeof matchEntry> & { 'same-api-as'?: number };
export type PredicateSpec = v.InferOutput<typeof predicate>;
export type AnswerSpec = v.InferOutput<typeof answer>;
export type PatternSpec = v.InferOutput<typeof pattern>;
export type TextPattern = v.InferOutput<typeof textPattern>;

/** @throws UserError `rule-invalid` naming file, place in the rule and reason. */
export function parseFingerprintRule(file: string, data: unknown): FingerprintRule {
  const result = v.safeParse(ruleSchema, data);
  if (result.success) return result.output;
  const issue = deepest(result.issues[0]);
  throw invalidRule(file, v.getDotPath(issue) ?? '', issue.message);
}

/**
 * One of our own rules, which the tests have checked: only what it leaves out is filled in. Checking all of them
 * would take longer than reading a small report.
 */
export function builtinRule(data: unknown): FingerprintRule {
  const rule = data as v.InferInput<typeof ruleSchema>;
  return {
    ...rule,
    strength: rule.strength ?? 'strong',
    references: rule.references ?? {},
    checks: rule.checks ?? [],
    exact: rule.exact ?? [],
    ...(rule.sequence && { sequence: { 'within-calls': 100, 'same-thread': false, ...rule.sequence } }),
    ...(rule.merge && { merge: { min: 1, ...rule.merge } }),
    company: { near: 300, ...rule.company },
    'yields-to': rule['yields-to'] ?? [],
  } as FingerprintRule;
}

/** What is wrong at a place inside a rule; whoever knows the file makes a UserError of it. */
export class RuleProblem extends Error {
  constructor(
    readonly place: string,
    readonly reason: string,
  ) {
    super(`${place}: ${reason}`);
    this.name = 'RuleProblem';
  }
}

export function invalidRule(file: string, place: string, reason: string): UserError {
  return new UserError('rule-invalid', {
    file,
    place,
    reason: place === '' ? reason : `${place}: ${reason}`,
  });
}

/** Of a failed choice, the alternative that came furthest says most. */
function deepest(issue: v.BaseIssue<unknown>): v.BaseIssue<unknown> {
  let best = issue;
  for (const inner of issue.issues ?? []) {
    const candidate = deepest(inner);
    if ((candidate.path?.length ?? 0) > (best.path?.length ?? 0)) best = candidate;
  }
  return best;
}
