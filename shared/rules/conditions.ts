// SPDX-License-Identifier: MIT
/**
 * Conditions over facts: the one engine behind technique and fingerprinting rules. A rule names what must be
 * among the facts, in which order, and what must not; it knows no API and no dialect.
 * @module
 */

import { groupBy } from '../util/group-by';

/** What a condition looks at: a kind, flags, whether the call succeeded, and a place in the order. */
export interface MatchableFact {
  readonly kind: string;
  readonly ok: boolean;
  readonly flags: { has(flag: string): boolean };
  readonly index: number;
}

/** One fact that must be there. */
export interface Pattern {
  fact: string | string[];
  /** All of these flags. */
  is?: string[];
  /** At least one of these flags. */
  'is-any'?: string[];
  /** None of these flags. */
  not?: string[];
  /** Whether the call must have succeeded; default true. */
  ok?: boolean | 'any';
  /** Later than the fact bound to this label. */
  after?: string;
  /** Name for the fact found, for `after` of later conditions. */
  as?: string;
  /** At least so many; default 1. */
  min?: number;
}

export type Condition =
  | Pattern
  | { all: Condition[] }
  | { any: Condition[] }
  | { none: Condition[] }
  /** Flags of the pair as a whole: `created`, `source-in-tree`, `target-listed` … */
  | { pair: string[] }
  | { 'not-pair': string[] };

export interface Scene<F extends MatchableFact> {
  facts: readonly F[];
  /** Flags of the pair as a whole. */
  pair: ReadonlySet<string>;
}

/** Facts that fulfil a condition, in the order of its parts, and those of them that it names. */
export interface Match<F> {
  facts: F[];
  named: ReadonlyMap<string, F>;
}

/**
 * The facts that fulfil the condition, or null. A pattern takes the first fact that fits, which leaves the most
 * room for later `after` conditions; of alternatives, the first one under which the rest of the condition holds.
 */
export function matchNamed<F extends MatchableFact>(condition: Condition, scene: Scene<F>): Match<F> | null {
  const kinds = kindsOf(scene.facts);
  if (neededKinds(condition).some((some) => !some.some((kind) => kinds.has(kind)))) return null;
  return search(condition, scene, new Map(), [], (facts, named) => ({ facts, named }));
}

const needed = new WeakMap<Condition, readonly (readonly string[])[]>();

/** Kinds of which a condition needs at least one each: most dealings lack what most rules ask for. */
function neededKinds(condition: Condition): readonly (readonly string[])[] {
  let known = needed.get(condition);
  if (!known) {
    if ('all' in condition) known = condition.all.flatMap(neededKinds);
    else if ('any' in condition)
      known = condition.any.every((part) => 'fact' in part) ? [condition.any.flatMap(kindsIn)] : [];
    else known = 'fact' in condition ? [kindsIn(condition)] : [];
    needed.set(condition, known);
  }
  return known;
}

function kindsIn(pattern: Condition): string[] {
  return 'fact' in pattern ? [pattern.fact].flat() : [];
}

/** The facts alone; see matchNamed. */
export function match<F extends MatchableFact>(condition: Condition, scene: Scene<F>): F[] | null {
  return matchNamed(condition, scene)?.facts ?? null;
}

type Bound<F> = ReadonlyMap<string, F>;
type Next<F> = (found: F[], bound: Bound<F>) => Match<F> | null;

/** Looks for facts that fulfil the condition and for which `next` succeeds. */
function search<F extends MatchableFact>(
  condition: Condition,
  scene: Scene<F>,
  bound: Bound<F>,
  found: F[],
  next: Next<F>,
): Match<F> | null {
  if ('all' in condition) return searchAll(condition.all, 0, scene, bound, found, next);
  if ('any' in condition) {
    for (const part of condition.any) {
      const result = search(part, scene, bound, found, next);
      if (result) return result;
    }
    return null;
  }
  if ('none' in condition) {
    const stands = condition.none.some((part) =>
      search(part, scene, bound, [], (facts, named) => ({ facts, named })),
    );
    return stands ? null : next(found, bound);
  }
  if ('pair' in condition)
    return condition.pair.every((flag) => scene.pair.has(flag)) ? next(found, bound) : null;
  if ('not-pair' in condition)
    return condition['not-pair'].some((flag) => scene.pair.has(flag)) ? null : next(found, bound);
  const facts = factsFor(condition, scene, bound);
  if (!facts) return null;
  const named = condition.as === undefined ? bound : new Map(bound).set(condition.as, facts[0]!);
  return next([...found, ...facts], named);
}

function searchAll<F extends MatchableFact>(
  parts: readonly Condition[],
  at: number,
  scene: Scene<F>,
  bound: Bound<F>,
  found: F[],
  next: Next<F>,
): Match<F> | null {
  const part = parts[at];
  if (!part) return next(found, bound);
  return search(part, scene, bound, found, (facts, named) =>
    searchAll(parts, at + 1, scene, named, facts, next),
  );
}

function factsFor<F extends MatchableFact>(pattern: Pattern, scene: Scene<F>, bound: Bound<F>): F[] | null {
  const after = pattern.after === undefined ? null : bound.get(pattern.after);
  if (after === undefined) return null;
  const found: F[] = [];
  const min = pattern.min ?? 1;
  for (const fact of candidates(pattern, scene.facts)) {
    if (after && fact.index <= after.index) continue;
    if (!fits(pattern, fact)) continue;
    found.push(fact);
    if (found.length >= min) return found;
  }
  return null;
}

/** Facts by kind, for each list that rules were tried on: most dealings have none of the kinds a rule asks for. */
const byKind = new WeakMap<readonly MatchableFact[], Map<string, MatchableFact[]>>();

function kindsOf<F extends MatchableFact>(facts: readonly F[]): Map<string, F[]> {
  let kinds = byKind.get(facts) as Map<string, F[]> | undefined;
  if (!kinds) byKind.set(facts, (kinds = groupBy(facts, (fact) => fact.kind)));
  return kinds;
}

function candidates<F extends MatchableFact>(pattern: Pattern, facts: readonly F[]): readonly F[] {
  const kinds = kindsOf(facts);
  if (typeof pattern.fact === 'string') return kinds.get(pattern.fact) ?? [];
  const there = pattern.fact.filter((kind) => kinds.has(kind));
  return there.length > 1 ? facts : (kinds.get(there[0] ?? '') ?? []);
}

export function fits(pattern: Pattern, fact: MatchableFact): boolean {
  if (typeof pattern.fact === 'string' ? pattern.fact !== fact.kind : !pattern.fact.includes(fact.kind))
    return false;
  const ok = pattern.ok ?? true;
  if (ok !== 'any' && fact.ok !== ok) return false;
  if (pattern.is?.some((flag) => !fact.flags.has(flag))) return false;
  if (pattern.not?.some((flag) => fact.flags.has(flag))) return false;
  return pattern['is-any'] === undefined || pattern['is-any'].some((flag) => fact.flags.has(flag));
}
