// SPDX-License-Identifier: MIT
/**
 * Gathers, for each source and each target, all that the source did to it, and adds what the target's own
 * calls prove.
 * @module
 */
import { annotate } from './annotate';
import { newFact, type Fact } from './facts';
import { baseName, imageOf, type EndId } from './join';
import type { ProcessObserver } from './observe/observer';
import type { Region, Regions } from './regions';
import type { Pair, PairEnd } from './techniques';

const BROWSERS = /^(chrome|msedge|microsoftedge(cp)?|firefox|plugin-container|opera|brave|iexplore|acrord32|rdrcef)\.exe$/i;
const PROGRAM_FOLDERS = /^[a-z]:\\(program files|windows)/i;

export function buildPairs(
  observers: readonly ProcessObserver[],
  endIds: readonly EndId[],
  endOf: (id: EndId) => PairEnd,
): Pair[] {
  const functions = new Map(observers.flatMap((o) => [...o.knownFunctions]));
  const byProcId = new Map(observers.map((o) => [o.procId, o]));
  const pairs: Pair[] = [];
  for (const source of observers) {
    const byTarget = new Map<EndId, Fact[]>();
    for (const dealing of source.dealings.values()) {
      const end = endIds[dealing.target.id];
      if (end === undefined || end === source.procId) continue;
      // Copies: the flags that annotate adds hold for what is known now, and more may follow.
      const copies = dealing.facts.map((fact) => ({ ...fact, flags: new Set(fact.flags) }));
      const facts = byTarget.get(end);
      if (facts) facts.push(...copies);
      else byTarget.set(end, copies);
    }
    for (const [end, facts] of byTarget) {
      if (facts.every((fact) => fact.kind === 'open' || fact.kind === 'open-thread' || fact.kind === 'duplicate')) continue;
      const target = typeof end === 'number' ? (byProcId.get(end) ?? null) : null;
      facts.push(...source.looseFacts.map((fact) => ({ ...fact, flags: new Set(fact.flags) })));
      facts.sort((a, b) => a.index - b.index);
      const created = facts.some((fact) => fact.kind === 'create');
      const regions = annotate(facts, { created, target: target?.header ?? null, functions });
      if (target) facts.push(...targetActs(facts, regions, target));
      pairs.push({ source: endOf(source.procId), target: endOf(end), facts, flags: pairFlags(source, target, facts, created) });
    }
  }
  return pairs;
}

function pairFlags(
  source: ProcessObserver,
  target: ProcessObserver | null,
  facts: readonly Fact[],
  created: boolean,
): Set<string> {
  const flags = new Set<string>();
  if (created) flags.add('created');
  if (target) flags.add('target-listed');
  const creation = facts.find((fact) => fact.kind === 'create')?.target.created;
  if (creation?.debugged) flags.add('debugged');
  // Brokers of browsers patch their own sandboxed children.
  const own = source.header?.path ?? null;
  const child = creation?.path ?? imageOf(creation?.commandLine ?? null) ?? target?.header?.path ?? null;
  if (created && own && child && PROGRAM_FOLDERS.test(own) && BROWSERS.test(baseName(own) ?? '') && baseName(own) === baseName(child))
    flags.add('browser-child');
  return flags;
}

/** Calls of the target that came out of memory which the source placed there. */
function targetActs(facts: readonly Fact[], regions: Regions, target: ProcessObserver): Fact[] {
  if (target.callerPages.size === 0) return [];
  const acts: Fact[] = [];
  for (const region of regions.all) {
    if (!region.placed || region.executable === false || region.size === null) continue;
    const act = firstCallFrom(region, target);
    if (!act) continue;
    const fact = newFact(
      'act',
      { procId: target.procId, index: act.index, api: act.api, timeMs: act.timeMs, ok: true, repeated: 0 },
      facts[0]!.target,
    );
    fact.flags.add('from-placed');
    acts.push(fact);
  }
  return acts;
}

function firstCallFrom(region: Region, target: ProcessObserver) {
  const from = Number(region.base >> 12n);
  const to = Number((region.base + (region.size ?? 0n) - 1n) >> 12n);
  let first = null;
  for (const [page, call] of target.callerPages)
    if (page >= from && page <= to && (!first || call.index < first.index)) first = call;
  return first;
}
