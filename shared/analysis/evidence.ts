// SPDX-License-Identifier: MIT
/**
 * The evidence of an injection edge: which calls of a dealing belong to it, each in exactly one step.
 * @module
 */
import { STEP_NAMES, type CallRef, type Steps } from '../model/document';
import { FACT_STEPS, type Fact } from './facts';

const EXECUTION = new Set<string>(['queue-apc', 'create-thread', 'resume', 'set-context']);
/** Kinds that shape the target; without one of them a dealing is no injection. */
const SHAPING = new Set<string>([
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
 * @param facts all facts of the dealing, in call order
 * @param matched what the rule matched on
 */
export function evidenceOf(facts: readonly Fact[], matched: readonly Fact[]): Steps {
  const first = Math.min(...matched.map((fact) => fact.index));
  const lastExecution = Math.max(
    ...facts.filter((fact) => EXECUTION.has(fact.kind)).map((fact) => fact.index),
    ...matched.map((fact) => fact.index),
  );
  const chosen = new Set<Fact>(matched);
  for (const fact of facts) {
    if (!SHAPING.has(fact.kind) || fact.flags.has('bookkeeping')) continue;
    if (fact.kind === 'read' && (fact.index > lastExecution || !fact.ok)) continue;
    chosen.add(fact);
  }
  const steps = emptySteps();
  const seen = new Set<string>();
  const put = (step: keyof Steps, call: CallRef): void => {
    const key = `${call.procId}:${call.index}`;
    if (seen.has(key)) return;
    seen.add(key);
    steps[step].push(call);
  };
  for (const fact of facts) {
    if (!chosen.has(fact)) continue;
    put(FACT_STEPS[fact.kind], { procId: fact.procId, index: fact.index, api: fact.api });
    for (const view of fact.section?.localViews ?? [])
      if (fact.kind === 'map') put('map', { procId: fact.procId, index: view.index, api: view.api });
  }
  // The calls that made the target, and those that gave the handles used.
  const target = facts[0]?.target;
  const origins = new Set([...chosen].map((fact) => fact.handleFrom?.index).filter((index) => index !== undefined));
  for (const fact of facts) {
    if (fact.kind === 'create' && fact.index <= lastExecution) put('create', refOf(fact));
    else if ((fact.kind === 'open' || fact.kind === 'open-thread' || fact.kind === 'duplicate') && origins.has(fact.index))
      put('open', refOf(fact));
  }
  for (const call of target?.created?.calls ?? [])
    if (call.index <= lastExecution && call.index >= first - 64) put('create', { procId: facts[0]!.procId, ...call });
  for (const name of STEP_NAMES) steps[name].sort((a, b) => a.procId - b.procId || a.index - b.index);
  return steps;
}

function refOf(fact: Fact): CallRef {
  return { procId: fact.procId, index: fact.index, api: fact.api };
}

export function emptySteps(): Steps {
  return Object.fromEntries(STEP_NAMES.map((name) => [name, [] as CallRef[]])) as Steps;
}

/** The evidence call that comes first, for the edge's identity. */
export function firstCall(steps: Steps): CallRef | null {
  let first: CallRef | null = null;
  for (const name of STEP_NAMES)
    for (const call of steps[name])
      if (!first || call.procId < first.procId || (call.procId === first.procId && call.index < first.index)) first = call;
  return first;
}
