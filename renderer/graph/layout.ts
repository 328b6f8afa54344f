// SPDX-License-Identifier: MIT
/**
 * Where processes stand: layered from top to bottom with dagre, each connected part on its own, and the parts
 * set beside and below each other so that many small ones do not become one endless row. A tree that would be
 * too wide for a screen has its lowest levels stacked. Runs in a worker; nothing of the page is touched.
 * @module
 */
import cytoscape from 'cytoscape';
import dagre from 'cytoscape-dagre';
import { packBoxes } from './pack';
import { stackChildren, type Group, type Stacked } from './stack';

cytoscape.use(dagre);

export interface LayoutInput {
  nodes: { id: string; width: number; height: number }[];
  /** Parallel edges may be given once. `label` is the width of the widest label between the two. */
  edges: { source: string; target: string; label: number }[];
}

/** Centre of each node. */
export type Positions = Record<string, { x: number; y: number }>;

export interface Layout {
  positions: Positions;
  /** Processes whose edge from their creator runs along a rail: down, then to their left side. */
  rails: string[];
}

const GAP = { node: 28, rank: 78, part: 56 };
/** A screen to fit into, and the zoom from which on text reads well. */
const SCREEN = { width: 1100, height: 620, zoom: 0.6 };
const MAX_DEPTH = 5;

/** Lays out the whole graph; deterministic, in the order that nodes were given. */
export function layoutGraph(input: LayoutInput): Layout {
  let best: { layout: Layout; zoom: number } | null = null;
  let stackedBefore = -1;
  for (let depth = 0; depth <= MAX_DEPTH; depth += 1) {
    const stacked = stackChildren(input, depth);
    // A hundred processes in one row need no layout to know that they do not fit.
    if (depth === 0 && input.nodes.length > 150 && input.edges.length > 100) continue;
    const attempt = layoutStacked(stacked);
    if (!best || attempt.zoom > best.zoom * 1.15) best = attempt;
    if (best.zoom >= SCREEN.zoom || (depth > 0 && stacked.rails.length === stackedBefore)) break;
    stackedBefore = stacked.rails.length;
  }
  return best?.layout ?? { positions: {}, rails: [] };
}

function layoutStacked(stacked: Stacked): { layout: Layout; zoom: number } {
  const parts = connectedParts(stacked).map(layoutPart);
  const spots = packBoxes(parts, GAP.part);
  const positions: Positions = {};
  let right = 1;
  let bottom = 1;
  parts.forEach(({ local, width, height }, at) => {
    const spot = spots[at]!;
    for (const [group, corner] of local) {
      for (const { id, x, y, width: w, height: h } of group.members) {
        positions[id] = { x: spot.x + corner.x + x + w / 2, y: spot.y + corner.y + y + h / 2 };
      }
    }
    right = Math.max(right, spot.x + width);
    bottom = Math.max(bottom, spot.y + height);
  });
  const zoom = Math.min(SCREEN.width / right, SCREEN.height / bottom);
  return { layout: { positions, rails: stacked.rails }, zoom };
}

interface Part {
  groups: Group[];
  edges: LayoutInput['edges'];
}

/** Parts that no edge connects, in the order of their first node. */
function connectedParts({ groups, edges }: Part): Part[] {
  const root = new Map(groups.map(({ id }) => [id, id]));
  const find = (id: string): string => {
    let top = id;
    while (root.get(top) !== top) top = root.get(top)!;
    for (let at = id; at !== top;) {
      const next = root.get(at)!;
      root.set(at, top);
      at = next;
    }
    return top;
  };
  for (const { source, target } of edges) root.set(find(source), find(target));
  const parts = new Map<string, Part>();
  for (const group of groups) {
    const top = find(group.id);
    if (!parts.has(top)) parts.set(top, { groups: [], edges: [] });
    parts.get(top)!.groups.push(group);
  }
  for (const edge of edges) parts.get(find(edge.source))!.edges.push(edge);
  return [...parts.values()];
}

/** Upper left corner of each group, and the room that all take. */
function layoutPart(part: Part): {
  local: [Group, { x: number; y: number }][];
  width: number;
  height: number;
} {
  const only = part.groups[0]!;
  if (part.groups.length === 1) {
    return { local: [[only, { x: 0, y: 0 }]], width: only.width, height: only.height };
  }
  const cy = cytoscape({
    headless: true,
    styleEnabled: true,
    elements: {
      nodes: part.groups.map(({ id, width, height }) => ({ data: { id, width, height } })),
      edges: part.edges.map(({ source, target }) => ({ data: { source, target } })),
    },
    style: [{ selector: 'node', style: { width: 'data(width)', height: 'data(height)' } }],
  });
  cy.layout({
    name: 'dagre',
    rankDir: 'TB',
    ranker: 'network-simplex',
    nodeSep: GAP.node,
    rankSep: GAP.rank,
    edgeSep: 16,
    fit: false,
    animate: false,
  } as cytoscape.LayoutOptions).run();
  const corners = part.groups.map((group): [Group, { x: number; y: number }] => {
    const { x, y } = cy.getElementById(group.id).position();
    return [group, { x: x - group.width / 2, y: y - group.height / 2 }];
  });
  cy.destroy();
  alignRanks(corners);
  earlierLeft(corners, part.edges);
  const left = Math.min(...corners.map(([, { x }]) => x));
  const top = Math.min(...corners.map(([, { y }]) => y));
  const local = corners.map(([group, { x, y }]): [Group, { x: number; y: number }] => [
    group,
    { x: x - left, y: y - top },
  ]);
  return {
    local,
    width: Math.max(...local.map(([group, { x }]) => x + group.width)),
    height: Math.max(...local.map(([group, { y }]) => y + group.height)),
  };
}

/** Dagre may lay siblings out from right to left; the part is mirrored where later ones mostly stand left. */
function earlierLeft(corners: [Group, { x: number; y: number }][], edges: LayoutInput['edges']): void {
  const place = new Map(
    corners.map(([{ id, width }, { x }], order) => [id, { order, middle: x + width / 2 }]),
  );
  const siblings = new Map<string, LayoutInput['edges']>();
  for (const edge of edges) siblings.set(edge.source, [...(siblings.get(edge.source) ?? []), edge]);
  let balance = 0;
  for (const list of siblings.values()) {
    const children = list.map(({ target }) => place.get(target)!).sort((a, b) => a.order - b.order);
    for (let at = 1; at < children.length; at += 1) {
      balance += Math.sign(children[at]!.middle - children[at - 1]!.middle);
    }
  }
  if (balance < 0) for (const [{ width }, corner] of corners) corner.x = -corner.x - width;
}

/** Dagre centres groups of different height on their rank; heads of one rank belong on one line. */
function alignRanks(corners: [Group, { x: number; y: number }][]): void {
  const ranks = new Map<number, number>();
  for (const [{ height }, { y }] of corners) {
    const middle = Math.round(y + height / 2);
    ranks.set(middle, Math.min(ranks.get(middle) ?? Infinity, y));
  }
  for (const [{ height }, corner] of corners) corner.y = ranks.get(Math.round(corner.y + height / 2))!;
}
