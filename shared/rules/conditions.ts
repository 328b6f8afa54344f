// SPDX-License-Identifier: MIT
/**
 * Conditions over facts: the one engine behind technique and fingerprinting rules. A rule names what must be
 * among the facts, in which order, and what must not; it knows no API and no dialect.
 * @module
 */

/** What a condition looks at: a kind, flags, whether the call succeeded, and a place in the order. */
export interface MatchableFact {
  readonly kind: string;
  readonly ok: boolean;
  readonly flags: ReadonlySet<string>;
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

/**
 * The facts that fulfil the condition, in the order of its parts, or null. Each pattern takes the first fact
 * that fits, which is also the most permissive choice for later `after` conditions.
 */
export function match<F extends MatchableFact>(
  condition: Condition,
  scene: Scene<F>,
  bound: Map<string, F> = new Map(),
): F[] | null {
  if ('all' in condition) {
    const found: F[] = [];
    for (const part of condition.all) {
      const facts = match(part, scene, bound);
      if (!facts) return null;
      found.push(...facts);
    }
    return found;
  }
  if ('any' in condition) {
    for (const part of condition.any) {
      const facts = match(part, scene, bound);
      if (facts) return facts;
    }
    return null;
  }
  if ('none' in condition) return condition.none.some((part) => match(part, scene, new Map(bound))) ? null : [];
  if ('pair' in condition) return condition.pair.every((flag) => scene.pair.has(flag)) ? [] : null;
  if ('not-pair' in condition) return condition['not-pair'].some((flag) => scene.pair.has(flag)) ? null : [];
  return matchPattern(condition, scene, bound);
}

function matchPattern<F extends MatchableFact>(pattern: Pattern, scene: Scene<F>, bound: Map<string, F>): F[] | null {
  const after = pattern.after === undefined ? null : bound.get(pattern.after);
  if (after === undefined) return null;
  const found: F[] = [];
  const min = pattern.min ?? 1;
  for (const fact of scene.facts) {
    if (after && fact.index <= after.index) continue;
    if (!fits(pattern, fact)) continue;
    if (pattern.as !== undefined && found.length === 0) bound.set(pattern.as, fact);
    found.push(fact);
    if (found.length >= min) return found;
  }
  return null;
}

export function fits(pattern: Pattern, fact: MatchableFact): boolean {
  if (typeof pattern.fact === 'string' ? pattern.fact !== fact.kind : !pattern.fact.includes(fact.kind)) return false;
  const ok = pattern.ok ?? true;
  if (ok !== 'any' && fact.ok !== ok) return false;
  if (pattern.is?.some((flag) => !fact.flags.has(flag))) return false;
  if (pattern.not?.some((flag) => fact.flags.has(flag))) return false;
  return pattern['is-any'] === undefined || pattern['is-any'].some((flag) => fact.flags.has(flag));
}
