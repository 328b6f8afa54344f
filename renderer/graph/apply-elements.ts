// SPDX-License-Identifier: MIT
/**
 * Brings what Cytoscape holds into line with the elements that are to be seen: what is gone goes, what is new
 * comes, and what is there is changed only where it looks different.
 * @module
 */
import type { Core } from 'cytoscape';
import { edgeData, edgeElementId, type GraphTexts } from './canvas-data';
import { outlineOfEdge, outlineOfNode, type GraphEdge, type GraphNode } from './elements';
import type { Positions } from './layout';
import { keepPicture } from './node-canvas';
import { nodeShapes } from './node-shapes';
import type { Palette } from './palette';

/** How elements are drawn. */
export interface Drawing {
  texts: GraphTexts;
  palette: Palette;
  /** Where new processes stand; null for where they are. */
  positions: Positions | null;
  /** Processes whose edge from their creator runs along a rail. */
  rails: ReadonlySet<string>;
  /** Processes of the same outline keep the picture they have, though counts may have changed. */
  outlinesOnly: boolean;
}

export function removeOthers(cy: Core, nodes: readonly GraphNode[], edges: readonly GraphEdge[]): void {
  const wanted = new Set([...nodes.map(({ id }) => id), ...edges.map(({ id }) => edgeElementId(id))]);
  cy.elements()
    .filter((element) => !wanted.has(element.id()))
    .remove();
}

export function applyNodes(cy: Core, nodes: readonly GraphNode[], drawing: Drawing): void {
  const { texts, palette, positions, outlinesOnly } = drawing;
  cy.batch(() => {
    for (const node of nodes) {
      const known = cy.getElementById(node.id);
      const outline = outlineOfNode(node);
      if (outlinesOnly && known.data('outline') === outline) continue;
      const before = known.data('image') as string | undefined;
      const image = keepPicture(cy, nodeShapes(node, texts.node(node), palette), before);
      if (known.empty()) {
        const position = { ...(positions?.[node.id] ?? { x: 0, y: 0 }) };
        cy.add({ group: 'nodes', data: { id: node.id, outline, image }, position });
      } else if (before !== image) known.data({ outline, image });
    }
  });
}

export function applyEdges(cy: Core, edges: readonly GraphEdge[], { texts, rails }: Drawing): void {
  cy.batch(() => {
    for (const edge of edges) {
      const id = edgeElementId(edge.id);
      const rail = edge.look === 'creation' && rails.has(edge.target) ? 1 : 0;
      const known = cy.getElementById(id);
      const outline = [outlineOfEdge(edge), texts.edge(edge), rail].join(' ');
      if (known.data('outline') === outline) continue;
      const data = { id, edgeId: edge.id, rail, outline, ...edgeData(edge, texts) };
      if (known.nonempty()) known.data(data);
      else cy.add({ group: 'edges', data: { ...data, source: edge.source, target: edge.target } });
    }
  });
}
