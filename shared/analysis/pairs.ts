// SPDX-License-Identifier: MIT
/**
 * Gathers, for each source and each target, all that the source did to it, and adds what the target's own
 * calls prove.
 * @module
 */
import { annotate } from './annotate';
import { copyFact, newFact, type Fact, type FactKind, type PairFlag } from './facts';
import { baseName, imageOf } from './images';
import type { EndId } from './join';
import type { CreatedProcess } from './objects';
import { OPENING_KINDS } from './observe/dealings';
import type { ProcessObserver } from './observe/observer';
import type { SharedObjects } from './observe/shared-objects';
import type { Regions } from './regions';
import type { Pair, PairEnd } from './techniques';

const BROWSERS =
  /^(chrome|chromium|msedge|msedgewebview2|microsoftedge(cp)?|firefox|thunderbird|plugin-container|opera|brave|vivaldi|iexplore|acrord32|acrobat|rdrcef|acrocef)\.exe$/i;
/** Where browsers are installed, for all users or for one. */
const PROGRAM_FOLDERS =
  /^[a-z]:\\(program files|windows\\systemapps|users\\[^\\]+\\appdata\\local\\(google|microsoft|mozilla|bravesoftware|vivaldi|programs\\opera))/i;

/** Everything that one process did to another, by the other's end. */
interface Gathered {
  facts: (readonly Fact[])[];
  created: CreatedProcess[];
  debugged: boolean;
  dropped: number;
}

/** A source and a target, as long as the facts of their dealing are not yet put together. */
export interface PossiblePair {
  source: PairEnd;
  /** Puts them together anew each time: kept for all pairs, copies would take as much memory as all facts. */
  make: () => Pair | null;
}

/** What pairs are made of. */
export interface PairContext {
  observers: readonly ProcessObserver[];
  shared: SharedObjects;
  endIds: readonly EndId[];
  endOf: (id: EndId) => PairEnd;
  isStatedChild: (source: number, target: number) => boolean;
}

export function possiblePairs(context: PairContext): PossiblePair[] {
  const { observers, endIds, endOf } = context;
  const functions = new Map(observers.flatMap((o) => [...o.knownFunctions]));
  const byProcId = new Map(observers.map((o) => [o.procId, o]));
  return observers.flatMap((source) => {
    const end = endOf(source.procId);
    return [...gather(source, endIds)].flatMap(([id, gathered]) => {
      if (gathered.facts.every(isOpening)) return [];
      const target = typeof id === 'number' ? (byProcId.get(id) ?? null) : null;
      return { source: end, make: () => makePair(source, target, id, gathered, functions, context) };
    });
  });
}

/** null for a dealing that turns out to be with the source itself. */
function makePair(
  source: ProcessObserver,
  target: ProcessObserver | null,
  end: EndId,
  gathered: Gathered,
  functions: ReadonlyMap<bigint, string>,
  { shared, endOf, isStatedChild }: PairContext,
): Pair | null {
  const { created, dropped } = gathered;
  // Copies: the flags that annotate adds hold for what is known now, and more may follow.
  const facts = gathered.facts.flatMap((some) => some.map(copyFact));
  const stated = target !== null && isStatedChild(source.procId, target.procId);
  addLoose(facts, source);
  facts.sort((a, b) => a.index - b.index);
  const regions = annotate(facts, {
    created: created.length > 0 || stated,
    isInCreation: (index) => created.some((event) => spans(event, index)),
    target: target?.header ?? null,
    functions,
    isShared: (name) => shared.hasOtherViewer(name, source.procId),
  });
  if (target) facts.push(...targetActs(regions, target));
  const flags = pairFlags(source, target, gathered);
  const { pid, name } = endOf(end);
  if (stated) flags.add('created').add('created-suspended').add('stated-child');
  if (pid === null && name === null && created.length === 0) {
    // The source's own calls come out of that memory: the handle means itself.
    if (targetActs(regions, source).length > 0) return null;
    flags.add('target-unknown');
  }
  const creation = created.flatMap(({ calls }) => calls);
  return { source: endOf(source.procId), target: endOf(end), facts, flags, creation, dropped };
}

function isOpening(facts: readonly Fact[]): boolean {
  return facts.every((fact) => OPENING_KINDS.has(fact.kind));
}

function spans({ calls, actedOnFrom }: CreatedProcess, index: number): boolean {
  const from = actedOnFrom ?? calls[0]?.index ?? 0;
  return from <= index && index < (calls.at(-1)?.index ?? 0);
}

function gather(source: ProcessObserver, endIds: readonly EndId[]): Map<EndId, Gathered> {
  const byTarget = new Map<EndId, Gathered>();
  for (const { target, facts, dropped } of source.dealings.all()) {
    const end = endIds[target.id];
    if (end === undefined || end === source.procId) continue;
    let known = byTarget.get(end);
    if (!known) byTarget.set(end, (known = { facts: [], created: [], debugged: false, dropped: 0 }));
    known.facts.push(facts);
    if (target.created) known.created.push(target.created);
    known.debugged ||= target.debugged || target.created?.debugged === true;
    known.dropped += dropped;
  }
  return byTarget;
}

/** Facts that name no target belong to the dealings they make sense in. */
function addLoose(facts: Fact[], source: ProcessObserver): void {
  const has = (kind: FactKind): boolean => facts.some((fact) => fact.kind === kind);
  const add = (kind: FactKind): void => {
    for (const fact of source.looseFacts) if (fact.kind === kind) facts.push(copyFact(fact));
  };
  if (has('queue-apc')) add('atom');
  if (facts.some((fact) => fact.flags.has('section-transacted'))) add('rollback');
  if (has('window-message') || has('window-long'))
    for (const fact of source.namedViews) facts.push(copyFact(fact));
}

function pairFlags(
  source: ProcessObserver,
  target: ProcessObserver | null,
  { created, debugged }: Gathered,
): Set<PairFlag> {
  const flags = new Set<PairFlag>();
  if (created.length > 0) flags.add('created');
  if (created.some(({ suspended }) => suspended !== false)) flags.add('created-suspended');
  if (debugged) flags.add('debugged');
  if (target && target.calls > 0) flags.add('target-calls');
  const child =
    created[0] && (created[0].path ?? imageOf(created[0].commandLine) ?? target?.header?.path ?? null);
  if (child && isBrowser(source.header?.path ?? null, child)) flags.add('browser-child');
  return flags;
}

/** Brokers of browsers patch their own sandboxed children. */
function isBrowser(broker: string | null, child: string): boolean {
  if (!broker || !PROGRAM_FOLDERS.test(broker) || !PROGRAM_FOLDERS.test(child)) return false;
  return (
    BROWSERS.test(baseName(broker) ?? '') &&
    BROWSERS.test(baseName(child) ?? '') &&
    folder(broker) === folder(child)
  );
}

function folder(path: string): string {
  return path.toLowerCase().slice(0, path.length - (baseName(path)?.length ?? 0));
}

/** Calls of the target that came out of executable memory which the source placed there. */
function targetActs(regions: Regions, target: ProcessObserver): Fact[] {
  const acts: Fact[] = [];
  for (const region of regions.all) {
    if (!region.placed || region.executable !== true || region.size === null) continue;
    const act = target.callers.firstCallFrom(region.base, region.size);
    if (!act) continue;
    const fact = newFact('act', { procId: target.procId, ok: true, ...act });
    fact.region = region;
    acts.push(fact);
  }
  return acts;
}
