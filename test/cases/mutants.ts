// SPDX-License-Identifier: MIT
/**
 * All rules that differ from a given one by one condition less: a pattern, an alternative, a flag, an order, a
 * demand on the call's success, a kind of a list, one piece of raising evidence.
 * @module
 */
import type { Condition, Pattern } from '../../shared/rules/conditions';
import type { TechniqueRule } from '../../shared/rules/technique-rules';

export interface Mutant {
  /** What was taken away, e.g. `process-hollowing match.all.2.any.0.after`. */
  name: string;
  rule: TechniqueRule;
}

interface Change {
  place: string;
  /** null where the whole condition goes. */
  condition: Condition | null;
}

export function mutantsOf(rule: TechniqueRule): Mutant[] {
  const found: Mutant[] = [];
  for (const { place, condition } of changesOf(rule.match, 'match'))
    if (condition) found.push({ name: `${rule.id} ${place}`, rule: { ...rule, match: condition } });
  rule.raise.forEach((raise, at) => {
    found.push({ name: `${rule.id} raise.${at}`, rule: { ...rule, raise: rule.raise.toSpliced(at, 1) } });
    for (const { place, condition } of changesOf(raise.when, `raise.${at}.when`))
      if (condition)
        found.push({
          name: `${rule.id} ${place}`,
          rule: { ...rule, raise: rule.raise.with(at, { ...raise, when: condition }) },
        });
  });
  return found;
}

function changesOf(condition: Condition, place: string): Change[] {
  for (const key of ['all', 'any', 'none'] as const)
    if (key in condition) return listChanges((condition as Record<string, Condition[]>)[key]!, key, place);
  for (const key of ['pair', 'not-pair'] as const)
    if (key in condition) {
      const flags = (condition as Record<string, string[]>)[key]!;
      return flags.map((flag, at) => ({
        place: `${place}.${key} ${flag}`,
        condition: flags.length === 1 ? null : ({ [key]: flags.toSpliced(at, 1) } as Condition),
      }));
    }
  return patternChanges(condition as Pattern, place);
}

/** Each part goes, or changes. A part of `all` or `none` that goes entirely leaves the others. */
function listChanges(parts: Condition[], key: 'all' | 'any' | 'none', place: string): Change[] {
  const rest = (at: number): Condition | null =>
    parts.length === 1 ? null : ({ [key]: parts.toSpliced(at, 1) } as unknown as Condition);
  return parts.flatMap((part, at) => {
    const here = `${place}.${key}.${at}`;
    const inside = changesOf(part, here).map((change) => ({
      place: change.place,
      condition: change.condition
        ? ({ [key]: parts.with(at, change.condition) } as unknown as Condition)
        : rest(at),
    }));
    return [{ place: here, condition: rest(at) }, ...inside];
  });
}

function patternChanges(pattern: Pattern, place: string): Change[] {
  const changes: Change[] = [];
  const without = (key: keyof Pattern): Pattern => {
    const copy = { ...pattern };
    delete copy[key];
    return copy;
  };
  for (const key of ['is', 'is-any', 'not'] as const) {
    const flags = pattern[key] ?? [];
    flags.forEach((flag, at) => {
      const fewer = flags.toSpliced(at, 1);
      changes.push({
        place: `${place}.${key} ${flag}`,
        condition: fewer.length === 0 ? without(key) : { ...pattern, [key]: fewer },
      });
    });
    if (key === 'is-any' && flags.length > 1)
      changes.push({ place: `${place}.${key}`, condition: without(key) });
  }
  if (Array.isArray(pattern.fact)) {
    const kinds = pattern.fact;
    kinds.forEach((kind, at) =>
      changes.push({
        place: `${place}.fact ${kind}`,
        condition: { ...pattern, fact: kinds.toSpliced(at, 1) },
      }),
    );
  }
  for (const key of ['after', 'ok', 'min'] as const)
    if (pattern[key] !== undefined) changes.push({ place: `${place}.${key}`, condition: without(key) });
  return changes;
}
