// SPDX-License-Identifier: MIT
/**
 * What the views ask of one report again and again, looked up once: processes by identity, edges by id and by
 * evidence call, the sample, the injected, the process forest. Pure; built anew for each document.
 * @module
 */
import { baseName } from '../i18n/format';
import {
  STEP_NAMES,
  type AnalysisDocument,
  type CallRef,
  type Edge,
  type ExternalProcess,
  type InjectionEdge,
  type ProcessSummary,
} from '../../shared/model/document';

/** A process of the report by its procId, or one that the report does not list by its external id. */
export type ProcKey = number | `x${number}`;

/** One process or external as the window draws it. */
export interface ProcNode {
  key: ProcKey;
  pid: number | null;
  /** File name, as far as the report tells one; null where it does not. */
  name: string | null;
  path: string | null;
  commandLine: string | null;
  calls: number;
  firstSeenMs: number | null;
  /** null for an external. */
  process: ProcessSummary | null;
  sample: boolean;
  system: boolean;
  inSampleTree: boolean;
  /** Edges that accuse somebody of injecting into this process, strongest verdict first. */
  injectedBy: InjectionEdge[];
  /** Number of fingerprinting findings. */
  fingerprints: number;
}

export interface ReportModel {
  document: AnalysisDocument;
  nodes: ReadonlyMap<ProcKey, ProcNode>;
  edges: ReadonlyMap<string, Edge>;
  /** Edges that a call is evidence of, by `callKey`. */
  edgesOfCall: ReadonlyMap<string, readonly string[]>;
  /** The first process of the sample, or null. */
  sample: ProcKey | null;
  /** Parent in the process tree, by creation. Absent for roots. */
  parent: ReadonlyMap<ProcKey, ProcKey>;
  children: ReadonlyMap<ProcKey, readonly ProcKey[]>;
  /** Roots of the forest: the sample's tree first, externals last. */
  roots: readonly ProcKey[];
  /** Moment that relative times count from; NaN where the report has no times. */
  originMs: number;
}

/** Windows' own processes: drawn back, because a report is seldom about them. File names in lower case. */
const SYSTEM_NAMES = new Set(
  `system,registry,smss.exe,csrss.exe,wininit.exe,winlogon.exe,services.exe,lsass.exe,lsm.exe,svchost.exe,
explorer.exe,taskhost.exe,taskhostw.exe,taskeng.exe,dwm.exe,spoolsv.exe,conhost.exe,dllhost.exe,wmiprvse.exe,
sihost.exe,runtimebroker.exe,searchindexer.exe,fontdrvhost.exe,audiodg.exe,sppsvc.exe,userinit.exe,
logonui.exe,ctfmon.exe,msiexec.exe,trustedinstaller.exe,wudfhost.exe,werfault.exe`
    .split(',')
    .map((name) => name.trim()),
);

const VERDICT_ORDER = { injection: 0, attempt: 1, suspicious: 2 };

export function callKey(procId: number, index: number): string {
  return `${procId}:${index}`;
}

export function edgeSource(edge: Edge): ProcKey | null {
  return edge.sourceProcId ?? edge.source ?? null;
}

export function edgeTarget(edge: Edge): ProcKey | null {
  return edge.targetProcId ?? edge.target ?? null;
}

/** All evidence of an edge in the order of the story; a creation edge's calls as they stand. */
export function evidenceOf(edge: Edge): CallRef[] {
  return edge.kind === 'creation' ? edge.calls : STEP_NAMES.flatMap((step) => edge.steps[step]);
}

/** The file name that a process goes by: its name, else of its path, else of its command line's program. */
export function processName(process: Pick<ProcessSummary, 'name' | 'path' | 'commandLine'>): string | null {
  if (process.name) return process.name;
  if (process.path) return baseName(process.path);
  const line = process.commandLine?.trim();
  if (!line) return null;
  const quoted = /^"([^"]+)"/.exec(line);
  if (quoted) return baseName(quoted[1]!);
  // Unquoted paths may hold blanks: the program ends with the first known extension, else at the first blank.
  const program = /^(.*?\.(?:exe|com|scr|bat|cmd|dll))(?=\s|$)/i.exec(line)?.[1] ?? line.split(/\s/, 1)[0]!;
  return baseName(program);
}

function isSystem(pid: number | null, name: string | null): boolean {
  return pid === 0 || pid === 4 || (name !== null && SYSTEM_NAMES.has(name.toLowerCase()));
}

function findSample(document: AnalysisDocument): ProcKey | null {
  const inTree = document.processes.filter((process) => process.inSampleTree);
  const ids = new Set(inTree.map((process) => process.procId));
  const injected = new Set(document.edges.map((edge) => edgeTarget(edge)));
  const roots = inTree.filter((process) => process.parentProcId === null || !ids.has(process.parentProcId));
  // What was reached by an injection from the sample stands in its tree, but is not the sample.
  return (roots.find((process) => !injected.has(process.procId)) ?? roots[0] ?? inTree[0])?.procId ?? null;
}

function nodeOfExternal(external: ExternalProcess): ProcNode {
  const name = external.name ? baseName(external.name) : null;
  return {
    key: external.id,
    pid: external.pid,
    name,
    path: external.name !== name ? external.name : null,
    commandLine: null,
    calls: 0,
    firstSeenMs: null,
    process: null,
    sample: false,
    system: isSystem(external.pid, name),
    inSampleTree: false,
    injectedBy: [],
    fingerprints: 0,
  };
}

function buildNodes(document: AnalysisDocument, sample: ProcKey | null): Map<ProcKey, ProcNode> {
  const nodes = new Map<ProcKey, ProcNode>();
  for (const process of document.processes) {
    const name = processName(process);
    nodes.set(process.procId, {
      key: process.procId,
      pid: process.pid,
      name,
      path: process.path,
      commandLine: process.commandLine,
      calls: process.calls,
      firstSeenMs: process.firstSeenMs,
      process,
      sample: process.procId === sample,
      system: process.procId !== sample && isSystem(process.pid, name),
      inSampleTree: process.inSampleTree,
      injectedBy: [],
      fingerprints: 0,
    });
  }
  for (const external of document.externals) nodes.set(external.id, nodeOfExternal(external));
  for (const edge of document.edges) {
    const target = edgeTarget(edge);
    if (edge.kind === 'injection' && target !== null) nodes.get(target)?.injectedBy.push(edge);
  }
  for (const node of nodes.values()) {
    node.injectedBy.sort((a, b) => VERDICT_ORDER[a.verdict] - VERDICT_ORDER[b.verdict]);
  }
  for (const finding of document.fingerprints) {
    const node = nodes.get(finding.procId);
    if (node) node.fingerprints += 1;
  }
  return nodes;
}

/** Parents by creation: a creation that calls prove, then one from ppid, then the report's own word. */
function buildParents(
  document: AnalysisDocument,
  nodes: ReadonlyMap<ProcKey, ProcNode>,
): Map<ProcKey, ProcKey> {
  const parent = new Map<ProcKey, ProcKey>();
  const adopt = (child: ProcKey | null, by: ProcKey | null): void => {
    if (child === null || by === null || child === by || parent.has(child)) return;
    if (!nodes.has(child) || !nodes.has(by)) return;
    // A report may say that A made B and B made A (reused pids): the first word stands, no circles.
    for (let up: ProcKey | undefined = by; up !== undefined; up = parent.get(up)) if (up === child) return;
    parent.set(child, by);
  };
  const creations = document.edges.filter((edge) => edge.kind === 'creation');
  for (const edge of creations) if (edge.basis === 'call') adopt(edgeTarget(edge), edgeSource(edge));
  for (const edge of creations) if (edge.basis !== 'call') adopt(edgeTarget(edge), edgeSource(edge));
  for (const process of document.processes) adopt(process.procId, process.parentProcId);
  return parent;
}

/** Time order, with what has no time after what has, and the report's own order between equals. */
function byTime(nodes: ReadonlyMap<ProcKey, ProcNode>, order: ReadonlyMap<ProcKey, number>) {
  return (a: ProcKey, b: ProcKey): number => {
    const timeA = nodes.get(a)!.firstSeenMs ?? Infinity;
    const timeB = nodes.get(b)!.firstSeenMs ?? Infinity;
    return timeA === timeB ? order.get(a)! - order.get(b)! : timeA - timeB;
  };
}

function edgesByCall(edges: ReadonlyMap<string, Edge>): Map<string, string[]> {
  const byCall = new Map<string, string[]>();
  for (const edge of edges.values()) {
    for (const call of evidenceOf(edge)) {
      const key = callKey(call.procId, call.index);
      const known = byCall.get(key);
      if (known) known.push(edge.id);
      else byCall.set(key, [edge.id]);
    }
  }
  // An injection explains a call better than a creation does.
  for (const ids of byCall.values()) {
    ids.sort(
      (a, b) => Number(edges.get(b)!.kind === 'injection') - Number(edges.get(a)!.kind === 'injection'),
    );
  }
  return byCall;
}

export function buildReportModel(document: AnalysisDocument): ReportModel {
  const sample = findSample(document);
  const nodes = buildNodes(document, sample);
  const parent = buildParents(document, nodes);
  const order = new Map([...nodes.keys()].map((key, position) => [key, position]));
  const children = new Map<ProcKey, ProcKey[]>();
  const roots: ProcKey[] = [];
  for (const key of nodes.keys()) {
    const up = parent.get(key);
    if (up === undefined) roots.push(key);
    else if (children.has(up)) children.get(up)!.push(key);
    else children.set(up, [key]);
  }
  const compare = byTime(nodes, order);
  for (const list of children.values()) list.sort(compare);

  let sampleRoot = sample;
  while (sampleRoot !== null && parent.has(sampleRoot)) sampleRoot = parent.get(sampleRoot)!;
  const rank = (key: ProcKey): number => {
    if (key === sampleRoot) return 0;
    const node = nodes.get(key)!;
    return node.inSampleTree ? 1 : node.process === null ? 3 : 2;
  };
  roots.sort((a, b) => rank(a) - rank(b) || compare(a, b));

  const edges = new Map(document.edges.map((edge) => [edge.id, edge]));
  const times = document.processes.flatMap((process) => process.firstSeenMs ?? []).filter(Number.isFinite);
  let edgesOfCall: Map<string, string[]> | null = null;
  return {
    document,
    nodes,
    edges,
    // Large reports have tens of thousands of evidence calls, and nobody asks before one is selected.
    get edgesOfCall() {
      return (edgesOfCall ??= edgesByCall(edges));
    },
    sample,
    parent,
    children,
    roots,
    originMs: times.length > 0 ? times.reduce((a, b) => Math.min(a, b)) : NaN,
  };
}
