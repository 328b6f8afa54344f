// SPDX-License-Identifier: MIT
/**
 * From a report to what the graph shows: which processes, which edges, in which order, with which label. Pure.
 * @module
 */
import { bystanders } from '../model/process-tree';
import { edgeSource, edgeTarget, type ProcKey, type ProcNode, type ReportModel } from '../model/report-model';
import type { Edge } from '../../shared/model/document';

/** How an edge is drawn: the verdict for accusations, else its kind. */
export type EdgeLook = 'creation' | 'injection' | 'attempt' | 'suspicious';

export const EDGE_LOOKS = [
  'injection',
  'attempt',
  'suspicious',
  'creation',
] as const satisfies readonly EdgeLook[];

export interface GraphNode {
  /** Element id: `p3` or `x0`. */
  id: string;
  node: ProcNode;
  /** Verdict of the strongest accusation that somebody injected into it, or null. */
  injected: Exclude<EdgeLook, 'creation'> | null;
  /** How many processes that it deals with are not shown. */
  more: number;
}

export interface GraphEdge {
  id: string;
  source: string;
  target: string;
  look: EdgeLook;
  edge: Edge;
  /** Place among all edges between the same two processes, and their number. */
  lane: number;
  lanes: number;
}

export interface GraphElements {
  nodes: GraphNode[];
  edges: GraphEdge[];
  /** Processes left out. */
  hidden: number;
}

/** Up to this many acting processes a graph shows them all from the start. */
export const SMALL_GRAPH = 24;

/** What is drawn of a process apart from counts. */
export function outlineOfNode({ node, injected }: GraphNode): string {
  return JSON.stringify([node.pid, node.name, node.sample, injected]);
}

/** What is drawn of an edge. */
export function outlineOfEdge({ look, edge }: GraphEdge): string {
  return JSON.stringify([look, edge.kind === 'injection' ? edge.technique : '']);
}

/** Two graphs of the same outline differ in counts alone. */
export function outlineOf({ nodes, edges }: GraphElements): string {
  return [
    ...nodes.map((node) => node.id + outlineOfNode(node)),
    ...edges.map((edge) => edge.id + outlineOfEdge(edge)),
  ].join('\n');
}

export function nodeId(key: ProcKey): string {
  return typeof key === 'number' ? `p${key}` : key;
}

export function keyOfNode(id: string): ProcKey {
  return id.startsWith('p') ? Number(id.slice(1)) : (id as ProcKey);
}

export function lookOf(edge: Edge): EdgeLook {
  return edge.kind === 'creation' ? 'creation' : edge.verdict;
}

/**
 * The processes that a graph starts with: all that do something, if they are few. Of many, the sample's tree,
 * both ends of every accusation, and whoever created them as far as that chain leads. The report's own
 * processes, where that says nothing.
 */
export function essentialKeys(model: ReportModel): Set<ProcKey> {
  const all = new Set(model.nodes.keys());
  const aside = bystanders(model);
  const acting = new Set([...all].filter((key) => !aside.has(key)));
  if (acting.size > 0 && acting.size <= SMALL_GRAPH) return acting;
  const keys = new Set<ProcKey>();
  for (const node of model.nodes.values()) if (node.inSampleTree) keys.add(node.key);
  for (const edge of model.edges.values()) {
    if (edge.kind !== 'injection') continue;
    for (const end of [edgeSource(edge), edgeTarget(edge)]) if (end !== null) keys.add(end);
  }
  for (const key of [...keys]) addAncestors(model, key, keys);
  if (keys.size > 0) return keys;
  // A report that is being read knows of no sample and no injection yet, but may know of a thousand creations.
  const listed = [...all].filter((key) => model.nodes.get(key)!.process !== null);
  return listed.length > 0 ? new Set(listed) : all;
}

/** Adds the chain of creators of a process, so that nothing hangs in the air. */
export function addAncestors(model: ReportModel, key: ProcKey, keys: Set<ProcKey>): void {
  for (let up = model.parent.get(key); up !== undefined; up = model.parent.get(up)) keys.add(up);
}

export function graphElements(model: ReportModel, visible: ReadonlySet<ProcKey>): GraphElements {
  const nodes: GraphNode[] = [];
  const around = neighbours(model);
  for (const key of inTreeOrder(model)) {
    const node = model.nodes.get(key);
    if (!node || !visible.has(key)) continue;
    const more = [...(around.get(key) ?? [])].filter((other) => !visible.has(other)).length;
    nodes.push({ id: nodeId(key), node, injected: node.injectedBy[0]?.verdict ?? null, more });
  }
  const edges: GraphEdge[] = [];
  const pairs = new Map<string, GraphEdge[]>();
  for (const edge of model.edges.values()) {
    const source = edgeSource(edge);
    const target = edgeTarget(edge);
    if (source === null || target === null || !visible.has(source) || !visible.has(target)) continue;
    const element: GraphEdge = {
      id: edge.id,
      source: nodeId(source),
      target: nodeId(target),
      look: lookOf(edge),
      edge,
      lane: 0,
      lanes: 1,
    };
    edges.push(element);
    const pair = [element.source, element.target].sort().join('>');
    pairs.set(pair, [...(pairs.get(pair) ?? []), element]);
  }
  for (const lanes of pairs.values()) {
    lanes.forEach((element, lane) => Object.assign(element, { lane, lanes: lanes.length }));
  }
  return { nodes, edges, hidden: model.nodes.size - nodes.length };
}

/** The processes at the other ends of each process's edges. */
export function neighbours(model: ReportModel): Map<ProcKey, Set<ProcKey>> {
  const around = new Map<ProcKey, Set<ProcKey>>();
  const add = (key: ProcKey, other: ProcKey): void => {
    const known = around.get(key);
    if (known) known.add(other);
    else around.set(key, new Set([other]));
  };
  for (const edge of model.edges.values()) {
    const source = edgeSource(edge);
    const target = edgeTarget(edge);
    if (source === null || target === null || source === target) continue;
    add(source, target);
    add(target, source);
  }
  return around;
}

/** All processes as the tree lists them, which is by time below each parent: layouts keep that order. */
function inTreeOrder(model: ReportModel): ProcKey[] {
  const keys: ProcKey[] = [];
  const stack = [...model.roots].reverse();
  while (stack.length > 0) {
    const key = stack.pop()!;
    keys.push(key);
    stack.push(...[...(model.children.get(key) ?? [])].reverse());
  }
  return keys;
}

/** Edges for the list beside the graph: accusations first, each kind in the document's order. */
export function edgeList(elements: GraphElements): GraphEdge[] {
  return EDGE_LOOKS.flatMap((look) => elements.edges.filter((edge) => edge.look === look));
}
