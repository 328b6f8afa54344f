// SPDX-License-Identifier: MIT
/**
 * What the rules matched in one process: for each rule and artefact the first calls, how many there were,
 * and what the malware was told. Bounded, whatever the log holds.
 * @module
 */
import type { CallRef } from '../../model/document';
import type { CompiledRule } from './entries';
import type { CheckTrace } from './novelty';

/** Calls shown for a finding. */
export const MAX_CALLS = 100;
/** Artefacts of one rule in one process; further ones are only counted. */
const MAX_ARTEFACTS = 250;

/** One call, or the calls of one sequence, that count for a rule. */
export interface Hit {
  rule: CompiledRule;
  artefact: string;
  /** What tells the artefact from others of the rule. */
  key: string;
  calls: readonly CallRef[];
  timeMs: number;
  /** More than 1 where the monitor folded equal calls. */
  weight: number;
  found: boolean | null;
  checks: readonly number[];
  exact: readonly number[];
  sum: bigint;
  /** How the check was made, for the tables of known signatures; asked where it is new to the group. */
  trace(): CheckTrace;
  /** Identifies the trace: API and text. */
  traceKey: string;
}

export interface HitGroup {
  rule: CompiledRule;
  artefact: string;
  count: number;
  found: boolean | null;
  calls: CallRef[];
  lastIndex: number;
  checks: Set<number>;
  exact: Set<number>;
  sum: bigint;
  /** For each window of the rule whether so many calls fell into it. */
  reached: boolean[];
  /** Times of the last calls, a ring. */
  times: number[];
  next: number;
  /** The ways in which the check was made, each once. */
  traces: Map<string, CheckTrace>;
}

const MAX_TRACES = 16;

export class ProcessHits {
  /** By rule, then by what tells its artefacts apart, in lower case. */
  readonly groups: (Map<string, HitGroup> | undefined)[] = [];
  /** Index of the last call by which the process ends itself, or -1. */
  exitIndex = -1;

  constructor(readonly procId: number) {}

  add(hit: Hit): void {
    const { at, rule } = hit.rule;
    const ofRule = (this.groups[at] ??= new Map());
    const artefact = rule.merge?.artefact ?? hit.artefact;
    const key = (rule.merge?.artefact ?? hit.key).toLowerCase();
    let group = ofRule.get(key);
    if (!group) {
      if (ofRule.size >= MAX_ARTEFACTS) return;
      group = newGroup(hit.rule, artefact);
      ofRule.set(key, group);
    }
    if (rule.merge) this.countDistinct(group, hit);
    group.count += hit.weight;
    group.sum += hit.sum * BigInt(hit.weight);
    for (const call of hit.calls) {
      if (group.calls.length < MAX_CALLS) group.calls.push(call);
      if (call.index > group.lastIndex) group.lastIndex = call.index;
    }
    if (hit.found !== null) group.found = group.found === true || hit.found;
    for (const row of hit.checks) group.checks.add(row);
    for (const row of hit.exact) {
      group.exact.add(row);
      group.checks.add(row);
    }
    noteTime(group, hit);
    noteTrace(group, hit);
  }

  private readonly distinct = new Map<HitGroup, Set<string>>();

  private countDistinct(group: HitGroup, hit: Hit): void {
    let seen = this.distinct.get(group);
    if (!seen) this.distinct.set(group, (seen = new Set()));
    if (seen.size < MAX_ARTEFACTS) seen.add(hit.key.toLowerCase());
  }

  /** Different artefacts in a merged group. */
  distinctOf(group: HitGroup): number {
    return this.distinct.get(group)?.size ?? 1;
  }
}

function newGroup(rule: CompiledRule, artefact: string): HitGroup {
  return {
    rule,
    artefact,
    count: 0,
    found: null,
    calls: [],
    lastIndex: -1,
    checks: new Set(rule.rule.checks),
    exact: new Set(rule.rule.exact),
    sum: 0n,
    reached: rule.windows.map(() => false),
    times: [],
    next: 0,
    traces: new Map(),
  };
}

/** Keeps the last times and notes when enough of them lie close together. */
function noteTime(group: HitGroup, hit: Hit): void {
  const { windows } = group.rule;
  if (windows.length === 0 || group.reached.every(Boolean)) return;
  const keep = Math.max(...windows.map((window) => window.min));
  for (let i = 0; i < Math.min(hit.weight, keep); i++) {
    group.times[group.next] = hit.timeMs;
    group.next = (group.next + 1) % keep;
  }
  windows.forEach((window, at) => {
    if (group.reached[at] || group.times.length < window.min) return;
    const back = group.times[(group.next - window.min + 2 * keep) % keep]!;
    if (hit.timeMs - back <= window.withinMs) group.reached[at] = true;
  });
}

function noteTrace(group: HitGroup, hit: Hit): void {
  if (group.traces.size < MAX_TRACES && !group.traces.has(hit.traceKey))
    group.traces.set(hit.traceKey, hit.trace());
}
