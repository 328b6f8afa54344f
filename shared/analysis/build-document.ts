// SPDX-License-Identifier: MIT
/**
 * From what the observers of all processes know to the result: processes and externals, creation and
 * injection edges, signatures. Changes none of it, so it can be done again at any time.
 * @module
 */
import type {
  AnalysisDocument,
  CreationEdge,
  Edge,
  ExternalProcess,
  IngestIssue,
  InjectionEdge,
  ProcessSummary,
} from '../model/document';
import { rulesHash } from '../rules/rules-hash';
import type { TechniqueRule } from '../rules/technique-rules';
import type { ReportFacts, SignatureInput } from './analyzer';
import { edgesByCall, edgesByLaunch, edgesByParent, parentsOf } from './creation';
import { baseName } from './images';
import { joinReferences, type EndId, type Joined } from './join';
import { launched } from './launches';
import type { ProcessRef } from './objects';
import type { ProcessObserver } from './observe/observer';
import type { SharedObjects } from './observe/shared-objects';
import { possiblePairs, type PossiblePair } from './pairs';
import { descendants, sampleProcess } from './sample-tree';
import { edgesBySignature, resolveSignatures } from './signatures';
import { edgesOfPair, type PairEnd, type SourceStanding } from './techniques';
import { ANALYZER_VERSION } from './version';

export interface Known {
  report: ReportFacts;
  /** Those whose header is known, by procId. */
  observers: readonly ProcessObserver[];
  shared: SharedObjects;
  signatures: readonly SignatureInput[];
  issues: readonly IngestIssue[];
}

/** An injected process belongs to the sample, and what it injects into does in turn. */
const MAX_ROUNDS = 16;

/** What does not depend on the rules. */
export interface Prepared {
  known: Known;
  processes: ProcessSummary[];
  joined: Joined;
  creation: CreationEdge[];
  /** Edges that the report states. */
  stated: InjectionEdge[];
  pairs: PossiblePair[];
  /** The sample's own process, or null. */
  root: number | null;
}

export function prepareDocument(known: Known): Prepared {
  const { observers, shared, signatures } = known;
  const processes = observers.map(summaryOf);
  setStatedParents(processes, observers);
  const joined = join(observers, processes, shared);
  const endOf = endLookup(processes, joined.externals);
  const creation = creationOf(observers, processes, shared, joined, endOf);
  const stated = edgesBySignature(signatures, processes, endOf);
  const pairs = possiblePairs({
    observers,
    shared,
    endIds: joined.ends,
    endOf,
    isStatedChild: statedChildren(processes, creation),
  });
  const root = sampleProcess(processes, known.report.sample)?.procId ?? null;
  return { known, processes, joined, creation, stated, pairs, root };
}

export function documentOf(prepared: Prepared, rules: readonly TechniqueRule[]): AnalysisDocument {
  const { known, creation, stated, pairs, root } = prepared;
  const edges = inOrder([...creation, ...injectionsOf(pairs, rules, creation, root), ...stated]);
  const tree = descendants(root, edges);
  const processes = prepared.processes.map((process) => ({
    ...process,
    inSampleTree: tree.has(process.procId),
  }));
  return {
    schema: 'kanshiki.analysis/1',
    analyzer: ANALYZER_VERSION,
    rules: rulesHash(rules),
    report: { ...known.report, calls: processes.reduce((sum, process) => sum + process.calls, 0) },
    processes,
    externals: prepared.joined.externals,
    edges,
    fingerprints: [],
    signatures: resolveSignatures(known.signatures, processes, edges),
    issues: [...known.issues],
  };
}

/** Children by the parent that the report states, whose creation no call shows. */
function statedChildren(processes: readonly ProcessSummary[], creation: readonly CreationEdge[]) {
  const made = new Set(creation.flatMap(({ basis, targetProcId }) => (basis === 'call' ? targetProcId : [])));
  const parents = new Map(processes.map(({ procId, parentProcId }) => [procId, parentProcId]));
  return (source: number, target: number): boolean => !made.has(target) && parents.get(target) === source;
}

function setStatedParents(processes: readonly ProcessSummary[], observers: readonly ProcessObserver[]): void {
  const parents = parentsOf(processes);
  const byNativeId = new Map(processes.map(({ nativeId, procId }) => [nativeId ?? -1, procId]));
  processes.forEach((process, at) => {
    const native = observers[at]!.header?.parentNativeId;
    process.parentProcId = native == null ? parents[at]! : (byNativeId.get(native) ?? null);
  });
}

function summaryOf(o: ProcessObserver): ProcessSummary {
  const header = o.header!;
  return {
    procId: o.procId,
    pid: header.pid,
    ppid: header.ppid,
    parentProcId: null,
    nativeId: header.nativeId,
    name: header.name ?? baseName(header.path),
    path: header.path,
    commandLine: header.commandLine,
    firstSeenMs: header.firstSeenMs,
    calls: o.entries,
    tracked: header.tracked,
    inSampleTree: false,
  };
}

function join(
  observers: readonly ProcessObserver[],
  processes: readonly ProcessSummary[],
  shared: SharedObjects,
): Joined {
  const byProcId = new Map(observers.map((o) => [o.procId, o]));
  const names = new Map(observers.toReversed().flatMap((o) => [...o.seenNames]));
  return joinReferences({
    refs: shared.refs,
    processes: processes.map((process, at) => ({ process, firstCallMs: observers[at]!.firstCallMs })),
    gifts: shared.gifts,
    spansOf: (procId) => byProcId.get(procId)?.refs.handles.spans() ?? [],
    nameOf: (pid) => names.get(pid) ?? null,
    isActedUpon: (ref) => byProcId.get(ref.knownBy)?.dealings.isActedUpon(ref) ?? false,
    isShaped: (ref) => byProcId.get(ref.knownBy)?.dealings.isShaped(ref) ?? false,
    ownerOfThread: (tid) => observers.find((o) => o.ownTids.has(tid))?.procId ?? null,
  });
}

function endLookup(
  processes: readonly ProcessSummary[],
  externals: readonly ExternalProcess[],
): (id: EndId) => PairEnd {
  const known = new Map<EndId, PairEnd>();
  for (const { procId, pid, name } of processes) known.set(procId, { id: procId, pid, name });
  for (const { id, pid, name } of externals) known.set(id, { id, pid, name });
  return (id) => known.get(id) ?? { id, pid: null, name: null };
}

/** Creation edges; sets each process's parent to the one whose call made it, whatever pid the report states. */
function creationOf(
  observers: readonly ProcessObserver[],
  processes: readonly ProcessSummary[],
  shared: SharedObjects,
  joined: Joined,
  endOf: (id: EndId) => PairEnd,
): CreationEdge[] {
  const listed = new Set(processes.map((process) => process.procId));
  const refs = shared.refs.filter((ref) => listed.has(ref.knownBy)).sort(byOwner);
  const byCall = edgesByCall(refs, endOf, joined.ends);
  const creator = new Map<number, number>();
  for (const edge of byCall)
    if (edge.targetProcId !== null && edge.sourceProcId !== null)
      creator.set(edge.targetProcId, edge.sourceProcId);
  for (const process of processes) process.parentProcId = creator.get(process.procId) ?? process.parentProcId;
  const byParent = edgesByParent(processes, new Set(creator.keys()), endOf);
  const nameOf = new Map(processes.map((process) => [process.procId, process.name]));
  const externalName = new Map(joined.externals.map((external) => [external.pid, external.name]));
  const launches = launched(observers, processes, ({ parentProcId, ppid }) =>
    parentProcId !== null ? (nameOf.get(parentProcId) ?? null) : (externalName.get(ppid) ?? null),
  ).filter(({ source, target }) => creator.get(target) !== source);
  return [...byCall, ...byParent, ...edgesByLaunch(launches, endOf)];
}

function byOwner(a: ProcessRef, b: ProcessRef): number {
  return a.knownBy - b.knownBy || a.seq - b.seq;
}

/**
 * Injected processes belong to the sample, and what they do in turn is judged as such; a browser with foreign code
 * in it is no broker any more. To a fixpoint.
 */
function injectionsOf(
  pairs: readonly PossiblePair[],
  rules: readonly TechniqueRule[],
  creation: readonly CreationEdge[],
  root: number | null,
): InjectionEdge[] {
  let edges: InjectionEdge[] = [];
  let tree: ReadonlySet<EndId> = descendants(root, creation);
  let injected: ReadonlySet<EndId> = new Set();
  // Only pairs whose source stands differently than in the round before are judged anew.
  const judged = new Map<PossiblePair, { standing: SourceStanding; edges: InjectionEdge[] }>();
  const judge = (pair: PossiblePair, standing: SourceStanding): InjectionEdge[] => {
    const known = judged.get(pair);
    const same =
      known?.standing.inTree === standing.inTree && known.standing.isInjected === standing.isInjected;
    if (same) return known.edges;
    const made = pair.make();
    const found = made ? edgesOfPair(made, rules, standing) : [];
    judged.set(pair, { standing, edges: found });
    return found;
  };
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const before = { tree, injected };
    edges = pairs.flatMap((pair) =>
      judge(pair, {
        inTree: before.tree.has(pair.source.id),
        isInjected: before.injected.has(pair.source.id),
      }),
    );
    tree = descendants(root, [...creation, ...edges]);
    injected = new Set(
      edges.flatMap((edge) => (edge.verdict === 'injection' ? (edge.targetProcId ?? []) : [])),
    );
    if (tree.size === before.tree.size && injected.size === before.injected.size) break;
  }
  return edges;
}

/** By source and first call; creation before injection. */
function inOrder(edges: readonly Edge[]): Edge[] {
  const source = (edge: Edge): number => edge.sourceProcId ?? Number.MAX_SAFE_INTEGER;
  const placed = edges.map((edge) => ({ edge, source: source(edge), first: firstIndex(edge) }));
  placed.sort(
    (a, b) =>
      a.source - b.source ||
      a.first - b.first ||
      (a.edge.kind === b.edge.kind ? 0 : a.edge.kind === 'creation' ? -1 : 1) ||
      (a.edge.id < b.edge.id ? -1 : a.edge.id > b.edge.id ? 1 : 0),
  );
  return placed.map(({ edge }) => edge);
}

function firstIndex(edge: Edge): number {
  if (edge.kind === 'creation') return edge.calls[0]?.index ?? -1;
  let first = Infinity;
  for (const calls of Object.values(edge.steps))
    for (const { index } of calls) first = Math.min(first, index);
  return first;
}
