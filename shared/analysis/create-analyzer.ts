// SPDX-License-Identifier: MIT
/**
 * The analyzer: one pass over each process's calls, then `finish` joins what they knew of each other.
 * @module
 */
import type { CallCursor } from '../model/call';
import type {
  AnalysisDocument,
  CreationEdge,
  IngestIssue,
  InjectionEdge,
  ProcessSummary,
} from '../model/document';
import type { TargetTable } from '../ipc/ingest-port';
import { rulesHash } from '../rules/rules-hash';
import { builtinTechniqueRules, type TechniqueRule } from '../rules/technique-rules';
import type { Analyzer, CallVerdict, ProcessHeader, ReportFacts, SignatureInput } from './analyzer';
import { creationEdges, parentOf } from './creation';
import { baseName, joinReferences, type EndId, type Joined } from './join';
import { handlerOf } from './observe/handlers';
import { ProcessObserver } from './observe/observer';
import { SharedObjects } from './observe/shared-objects';
import { buildPairs } from './pairs';
import { descendants, sampleProcess } from './sample-tree';
import { resolveSignatures } from './signatures';
import { edgesOfPair, type Pair, type PairEnd } from './techniques';
import { ANALYZER_VERSION } from './version';

export interface AnalyzerOptions {
  rules?: readonly TechniqueRule[];
}

export function createAnalyzer(options: AnalyzerOptions = {}): Analyzer {
  return new CallAnalyzer(options.rules ?? builtinTechniqueRules());
}

class CallAnalyzer implements Analyzer {
  private readonly shared = new SharedObjects();
  private readonly observers = new Map<number, ProcessObserver>();
  private readonly calls = new Map<number, number>();
  private readonly signatures: SignatureInput[] = [];
  private readonly issues: IngestIssue[] = [];
  private current: ProcessObserver | null = null;

  constructor(private readonly rules: readonly TechniqueRule[]) {}

  beginProcess(procId: number, header: ProcessHeader | null): void {
    this.current = new ProcessObserver(procId, header, this.shared);
    this.observers.set(procId, this.current);
  }

  step(cursor: CallCursor): CallVerdict {
    const observer = this.current!;
    const verdict = observer.begin(cursor);
    observer.noteCaller(cursor);
    handlerOf(cursor.api)?.(observer, cursor);
    this.calls.set(observer.procId, cursor.index + 1);
    return verdict;
  }

  endProcess(header: ProcessHeader, calls: number): void {
    if (!this.current) return;
    this.current.end(header);
    this.calls.set(this.current.procId, calls);
    this.current = null;
  }

  addSignature(signature: SignatureInput): void {
    this.signatures.push(signature);
  }

  addIssue(issue: IngestIssue): void {
    this.issues.push(issue);
  }

  snapshot(report: ReportFacts): AnalysisDocument {
    return this.build(report).document;
  }

  finish(report: ReportFacts): { document: AnalysisDocument; targets: TargetTable } {
    const { document, joined } = this.build(report);
    return { document, targets: joined.ends };
  }

  private build(report: ReportFacts): { document: AnalysisDocument; joined: Joined } {
    const observers = [...this.observers.values()].filter((o) => o.header !== null).sort((a, b) => a.procId - b.procId);
    const processes = observers.map((o) => this.summary(o));
    for (const process of processes) process.parentProcId = parentOf(process, processes);
    const joined = joinReferences(
      this.shared.refs,
      processes,
      (procId) => this.observers.get(procId)?.handles.spans ?? [],
      (pid) => this.nameSeen(pid),
      (tid) => observers.find((o) => o.ownTids.has(tid))?.procId ?? null,
    );
    const endOf = (id: EndId): PairEnd => endFor(id, processes, joined);
    const listed = new Set(processes.map((p) => p.procId));
    const refs = this.shared.refs.filter((ref) => listed.has(ref.knownBy));
    const creation = creationEdges(refs, endOf, joined.ends, processes);
    for (const edge of creation)
      if (edge.basis === 'call' && edge.targetProcId !== null) setParent(processes, edge);
    const pairs = buildPairs(observers, joined.ends, endOf);
    const injections = this.injections(pairs, creation, processes, report);
    const edges = [...creation, ...injections].sort(byFirstCall);
    const tree = descendants(sampleProcess(processes, report.sample)?.procId ?? null, edges);
    for (const process of processes) process.inSampleTree = tree.has(process.procId);
    const document: AnalysisDocument = {
      schema: 'kanshiki.analysis/1',
      analyzer: ANALYZER_VERSION,
      rules: rulesHash(this.rules),
      report: { ...report, calls: processes.reduce((sum, process) => sum + process.calls, 0) },
      processes,
      externals: joined.externals,
      edges,
      fingerprints: [],
      signatures: resolveSignatures(this.signatures, processes),
      issues: this.issues,
    };
    return { document, joined };
  }

  /** Injected processes belong to the sample, and what they do in turn is judged as such: to a fixpoint. */
  private injections(
    pairs: readonly Pair[],
    creation: readonly CreationEdge[],
    processes: readonly ProcessSummary[],
    report: ReportFacts,
  ): InjectionEdge[] {
    const root = sampleProcess(processes, report.sample)?.procId ?? null;
    let edges: InjectionEdge[] = [];
    let tree = descendants(root, creation);
    for (let round = 0; round < 16; round++) {
      const inTree = tree;
      edges = pairs.flatMap((pair) =>
        edgesOfPair(pair, this.rules, typeof pair.source.id === 'number' && inTree.has(pair.source.id)),
      );
      tree = descendants(root, [...creation, ...edges]);
      if (tree.size === inTree.size) break;
    }
    return edges;
  }

  private summary(o: ProcessObserver): ProcessSummary {
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
      calls: this.calls.get(o.procId) ?? 0,
      tracked: header.tracked,
      inSampleTree: false,
    };
  }

  private nameSeen(pid: number): string | null {
    for (const observer of this.observers.values()) {
      const name = observer.seenNames.get(pid);
      if (name !== undefined) return name;
    }
    return null;
  }
}

function endFor(id: EndId, processes: readonly ProcessSummary[], joined: Joined): PairEnd {
  if (typeof id === 'string') {
    const external = joined.externals.find((x) => x.id === id);
    return { id, pid: external?.pid ?? null, name: external?.name ?? null };
  }
  const process = processes.find((p) => p.procId === id);
  return { id, pid: process?.pid ?? null, name: process?.name ?? null };
}

/** The process whose call made it is the parent, whatever pid the report states. */
function setParent(processes: readonly ProcessSummary[], edge: CreationEdge): void {
  const child = processes.find((p) => p.procId === edge.targetProcId);
  if (child && edge.sourceProcId !== null) child.parentProcId = edge.sourceProcId;
}

type AnyEdge = CreationEdge | InjectionEdge;

function byFirstCall(a: AnyEdge, b: AnyEdge): number {
  const key = (edge: AnyEdge): [number, number, number, string] => [
    edge.sourceProcId ?? Number.MAX_SAFE_INTEGER,
    edge.kind === 'creation' ? (edge.calls[0]?.index ?? -1) : firstIndex(edge),
    edge.kind === 'creation' ? 0 : 1,
    edge.id,
  ];
  const ka = key(a);
  const kb = key(b);
  for (let i = 0; i < ka.length; i++) if (ka[i]! !== kb[i]!) return ka[i]! < kb[i]! ? -1 : 1;
  return 0;
}

function firstIndex(edge: InjectionEdge): number {
  return Math.min(...Object.values(edge.steps).flatMap((calls) => calls.map((call) => call.index)));
}
