// SPDX-License-Identifier: MIT
/**
 * Applies technique rules to the dealing of one process with another and makes injection edges of what
 * matches: rules of higher priority first, and what they explained as execution is not explained again.
 * @module
 */
import type { InjectionEdge, Reason } from '../model/document';
import { createTranslator } from '../i18n/translate';
import { match, type Scene } from '../rules/conditions';
import type { TechniqueRule } from '../rules/technique-rules';
import { hash64 } from '../util/hash64';
import { evidenceOf, firstCall } from './evidence';
import type { Fact } from './facts';
import type { EndId } from './join';

export interface PairEnd {
  id: EndId;
  pid: number | null;
  name: string | null;
}

export interface Pair {
  source: PairEnd;
  target: PairEnd;
  /** In call order, annotated. */
  facts: Fact[];
  /** Flags for `pair:` conditions, apart from `source-in-tree`. */
  flags: Set<string>;
}

const STARTS = new Set(['queue-apc', 'create-thread', 'set-context', 'resume']);

export function edgesOfPair(pair: Pair, rules: readonly TechniqueRule[], sourceInTree: boolean): InjectionEdge[] {
  const flags = new Set(pair.flags);
  if (sourceInTree) flags.add('source-in-tree');
  const edges: InjectionEdge[] = [];
  const used = new Set<Fact>();
  for (const rule of rules) {
    // Attempts and partial signs say nothing new about a pair that has a proven injection.
    if (rule.verdict !== 'injection' && rule.attack.startsWith('T1055') && edges.some((e) => e.verdict === 'injection')) continue;
    if (rule.verdict === 'suspicious' && edges.some((e) => e.attack.slice(0, 5) === rule.attack.slice(0, 5))) continue;
    const facts = used.size === 0 ? pair.facts : pair.facts.filter((fact) => !used.has(fact));
    const matched = match(rule.match, { facts, pair: flags });
    if (!matched) continue;
    // Without a start of its own a rule explains a pair only where nothing else does.
    if (edges.some((e) => e.verdict === 'injection') && !matched.some((fact) => STARTS.has(fact.kind))) continue;
    edges.push(makeEdge(rule, pair, { facts, pair: flags }, matched));
    for (const fact of pair.facts) if (STARTS.has(fact.kind)) if (explains(fact, matched)) used.add(fact);
  }
  return edges;
}

/** All starts of the kinds that a rule matched on are explained by it. */
function explains(fact: Fact, matched: readonly Fact[]): boolean {
  return matched.some((other) => other.kind === fact.kind) || fact.kind === 'resume' || fact.kind === 'set-context';
}

function makeEdge(rule: TechniqueRule, pair: Pair, scene: Scene<Fact>, matched: Fact[]): InjectionEdge {
  const reasons = [...rule.why];
  let confidence = rule.confidence;
  const all = [...matched];
  for (const { when, by, why } of rule.raise) {
    const more = match(when, scene);
    if (!more) continue;
    confidence += by;
    if (!reasons.includes(why)) reasons.push(why);
    all.push(...more.filter((fact) => fact.kind !== 'act'));
  }
  const steps = evidenceOf(scene.facts.filter((fact) => fact.kind !== 'act' || matched.includes(fact)), all);
  const first = firstCall(steps);
  const key = ['injection', rule.id, pair.source.id, pair.target.id, first?.procId, first?.index].join('|');
  return {
    id: hash64(key),
    kind: 'injection',
    basis: 'call',
    verdict: rule.verdict,
    ...ends(pair.source, pair.target),
    technique: rule.id,
    attack: rule.attack,
    confidence: Math.round(Math.min(0.99, Math.max(0.05, confidence)) * 100) / 100,
    steps,
    why: reasons.map((code) => reason(code, pair)),
  };
}

export function ends(source: PairEnd, target: PairEnd) {
  return {
    sourceProcId: typeof source.id === 'number' ? source.id : null,
    targetProcId: typeof target.id === 'number' ? target.id : null,
    sourcePid: source.pid,
    targetPid: target.pid,
    ...(typeof source.id === 'string' ? { source: source.id } : {}),
    ...(typeof target.id === 'string' ? { target: target.id } : {}),
  };
}

export function reason(code: string, pair: Pick<Pair, 'source' | 'target'>, more: Record<string, string> = {}): Reason {
  const params = { source: label(pair.source), target: label(pair.target), ...more };
  const key = `why.${code}`;
  return { code, params, en: createTranslator('en')(key, params), ja: createTranslator('ja')(key, params) };
}

function label(end: PairEnd): string {
  const pid = end.pid === null ? '?' : String(end.pid);
  return end.name ? `${end.name} (${pid})` : pid;
}
