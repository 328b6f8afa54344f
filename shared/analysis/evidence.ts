// SPDX-License-Identifier: MIT
/**
 * The evidence of an injection edge: which calls of a dealing belong to it, each in exactly one step.
 * @module
 */
import { STEP_NAMES, type CallRef, type StepName, type Steps } from '../model/document';
import { FACT_STEPS, type Fact, type FactKind } from './facts';
import type { Pair } from './techniques';

const EXECUTION = new Set<FactKind>(['queue-apc', 'create-thread', 'resume', 'set-context']);
/** Kinds that shape the target; without one of them a dealing is no injection. */
const SHAPING = new Set<FactKind>([
  'read',
  'allocate',
  'protect',
  'map',
  'unmap',
  'write',
  'get-context',
  'set-context',
  'suspend',
  'queue-apc',
  'create-thread',
  'resume',
]);

/**
 * @param pair the dealing
 * @param facts those of its facts that are not explained by another edge, in call order
 * @param matched what the rule matched on
 * @param whole whether all that shaped the target belongs to the evidence, or only what the rule matched on
 */
export function evidenceOf(
  pair: Pair,
  facts: readonly Fact[],
  matched: readonly Fact[],
  whole: boolean,
): Steps {
  const ran = (fact: Fact): boolean =>
    EXECUTION.has(fact.kind) || (matched.includes(fact) && fact.kind !== 'act');
  const last = facts.reduce((max, fact) => (ran(fact) ? Math.max(max, fact.index) : max), -1);
  const chosen = new Set<Fact>(matched);
  if (whole) for (const fact of facts) if (isShaping(fact, last)) chosen.add(fact);

  const steps = emptySteps();
  // By process: evidence may be thousands of calls, and a key of text for each costs more than the rest.
  const seen = new Map<number, Set<number>>();
  const put = (step: StepName, call: CallRef): void => {
    let indexes = seen.get(call.procId);
    if (!indexes) seen.set(call.procId, (indexes = new Set()));
    if (indexes.has(call.index)) return;
    indexes.add(call.index);
    steps[step].push(call);
  };
  for (const { kind, procId, index, api, section } of chosen) {
    put(FACT_STEPS[kind], { procId, index, api });
    // What the source wrote through its own view is in no log: the view is the evidence.
    if (kind === 'map') for (const view of section?.localViews ?? []) put('map', { procId, ...view });
  }
  // The calls that gave the handles used, and those that made the target.
  for (const { procId, handleFrom, kind } of chosen) {
    if (!handleFrom || kind === 'act') continue;
    const creates = pair.creation.some((call) => call.index === handleFrom.index);
    put(creates ? 'create' : 'open', { procId, ...handleFrom });
  }
  const source = facts[0]?.procId;
  if (source !== undefined)
    for (const call of pair.creation) if (call.index <= last) put('create', { procId: source, ...call });
  for (const name of STEP_NAMES) steps[name].sort((a, b) => a.procId - b.procId || a.index - b.index);
  return steps;
}

function isShaping(fact: Fact, last: number): boolean {
  if (!SHAPING.has(fact.kind) || fact.flags.has('bookkeeping')) return false;
  return fact.kind !== 'read' || (fact.ok && fact.index < last);
}

export function emptySteps(): Steps {
  return Object.fromEntries(STEP_NAMES.map((name) => [name, [] as CallRef[]])) as Steps;
}

/** The evidence call that comes first, for the edge's identity. */
export function firstCall(steps: Steps): CallRef | null {
  let first: CallRef | null = null;
  for (const name of STEP_NAMES)
    for (const call of steps[name])
      if (!first || call.procId < first.procId || (call.procId === first.procId && call.index < first.index))
        first = call;
  return first;
}
