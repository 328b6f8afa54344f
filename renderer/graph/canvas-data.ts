// SPDX-License-Identifier: MIT
/**
 * What the canvas hands to Cytoscape and to the layout, made from the elements. Pure.
 * @module
 */
import type { GraphEdge, GraphElements, GraphNode } from './elements';
import { labelWidth } from './labels';
import type { LayoutInput } from './layout';
import { NODE_HEIGHT, NODE_WIDTH, type NodeTexts } from './node-shapes';
import { EDGE_STYLE } from './style';

export interface GraphTexts {
  node(node: GraphNode): NodeTexts;
  /** Label of an edge; empty for none. */
  edge(edge: GraphEdge): string;
}

/** The corner of a line that runs down and then right, in Cytoscape's terms of distance and weight. */
export function railCorner(dx: number, dy: number): { bend: number; along: number } {
  const length = Math.hypot(dx, dy) || 1;
  return { bend: (dx * dy) / length, along: (dy * dy) / (length * length) };
}

/** Ids of edges come from a hash and those of nodes from us: a prefix keeps them apart. */
export function edgeElementId(id: string): string {
  return `e:${id}`;
}

export function edgeData(edge: GraphEdge, texts: GraphTexts): Record<string, unknown> {
  const { width } = EDGE_STYLE[edge.look];
  return {
    look: edge.look,
    label: texts.edge(edge),
    thick: width + 2,
    shiftX: 0,
    shiftY: 0,
    bend: 0,
    along: 0.5,
  };
}

export function layoutInput(elements: GraphElements, texts: GraphTexts): LayoutInput {
  const pairs = new Map<string, LayoutInput['edges'][number]>();
  for (const edge of elements.edges) {
    if (edge.source === edge.target) continue;
    const key = `${edge.source}>${edge.target}`;
    const label = labelWidth(texts.edge(edge));
    const known = pairs.get(key);
    if (known) known.label = Math.max(known.label, label);
    else pairs.set(key, { source: edge.source, target: edge.target, label });
  }
  return {
    nodes: elements.nodes.map(({ id }) => ({ id, width: NODE_WIDTH, height: NODE_HEIGHT })),
    edges: [...pairs.values()],
  };
}
