// SPDX-License-Identifier: MIT
/**
 * Applies technique rules to the dealing of one process with another and makes injection edges of what
 * matches: rules of higher priority first, and what they explained as execution is not explained again.
 * @module
 */
import type { InjectionEdge, Reason } from '../model/document';
import { matchNamed, type Match, type Scene } from '../rules/conditions';
import type { TechniqueRule } from '../rules/technique-rules';
import { hash64 } from '../util/hash64';
import { evidenceOf, firstCall } from './evidence';
import type { Fact, FactKind, PairFlag } from './facts';
import type { EndId } from './join';
import type { OwnCall } from './objects';
import { reasonFor } from './reasons';

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
  /** All but `source-in-tree`. */
  flags: Set<PairFlag>;
  /** The calls of the source that created the target. */
  creation: OwnCall[];
  /** Facts of this dealing that were too many to keep. */
  dropped: number;
}

const STARTS = new Set<FactKind>(['queue-apc', 'create-thread', 'set-context', 'resume']);

/** What is known of the source from other pairs. */
export interface SourceStanding {
  /** It is the sample's doing. */
  inTree: boolean;
  /** Foreign code runs in it. */
  isInjected: boolean;
}

export function edgesOfPair(
  pair: Pair,
  rules: readonly TechniqueRule[],
  source: SourceStanding,
): InjectionEdge[] {
  const flags = new Set<PairFlag>(pair.flags);
  if (source.inTree) flags.add('source-in-tree');
  if (source.isInjected) flags.delete('browser-child');
  const edges: InjectionEdge[] = [];
  const used = new Set<Fact>();
  for (const rule of rules) {
    if (isMoot(rule, edges)) continue;
    const facts = used.size === 0 ? pair.facts : pair.facts.filter((fact) => !used.has(fact));
    const scene: Scene<Fact> = { facts, pair: flags };
    const found = matchNamed(rule.match, scene);
    if (!found) continue;
    const starts = found.facts.filter((fact) => STARTS.has(fact.kind));
    // Without a start of its own a rule explains a pair only where nothing else does.
    const proven = edges.some((edge) => edge.verdict === 'injection');
    if (proven && rule.verdict === 'injection' && starts.length === 0) continue;
    edges.push(makeEdge(rule, pair, scene, found));
    for (const fact of facts) if (isExplained(fact, starts)) used.add(fact);
  }
  return edges;
}

/** Attempts and partial signs say nothing new about a pair for which the same kind of thing is proven. */
function isMoot(rule: TechniqueRule, edges: readonly InjectionEdge[]): boolean {
  if (rule.verdict === 'injection') return false;
  const family = rule.attack.slice(0, 5);
  return edges.some(
    (edge) =>
      edge.attack.slice(0, 5) === family && (edge.verdict === 'injection' || rule.verdict === 'suspicious'),
  );
}

/** Starts of the kinds that a rule matched on are one instance; so is what else is done to their threads. */
function isExplained(fact: Fact, starts: readonly Fact[]): boolean {
  if (!STARTS.has(fact.kind)) return false;
  return starts.some(
    (start) => start.kind === fact.kind || (start.thread !== null && isSameThread(start, fact)),
  );
}

function isSameThread(a: Fact, b: Fact): boolean {
  if (a.thread === b.thread) return true;
  return a.thread?.tid != null && a.thread.tid === b.thread?.tid;
}

function makeEdge(rule: TechniqueRule, pair: Pair, scene: Scene<Fact>, found: Match<Fact>): InjectionEdge {
  const why: Reason[] = rule.why.flatMap((entry) => {
    if (typeof entry === 'string') return reasonFor(entry, pair, null, rule);
    const fact = found.named.get(entry.of);
    return fact ? reasonFor(entry.code, pair, fact, rule) : [];
  });
  let confidence = rule.confidence;
  const matched = [...found.facts];
  for (const { when, by, why: code } of rule.raise) {
    const more = matchNamed(when, scene);
    if (!more) continue;
    confidence += by;
    if (!why.some((reason) => reason.code === code))
      why.push(reasonFor(code, pair, more.facts[0] ?? null, rule));
    // What the target did itself is evidence only where a rule rests on it.
    matched.push(...more.facts.filter((fact) => fact.kind !== 'act'));
  }
  if (pair.dropped > 0) why.push(reasonFor('evidence-cut', pair, null));
  const steps = evidenceOf(pair, scene.facts, matched, rule.evidence === 'dealing');
  const first = firstCall(steps);
  return {
    id: hash64(['injection', rule.id, pair.source.id, pair.target.id, first?.procId, first?.index].join('|')),
    kind: 'injection',
    basis: 'call',
    verdict: rule.verdict,
    ...ends(pair.source, pair.target),
    technique: rule.id,
    attack: rule.attack,
    confidence: Math.round(Math.min(0.99, Math.max(0.05, confidence)) * 100) / 100,
    steps,
    why,
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
