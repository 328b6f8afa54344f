// SPDX-License-Identifier: MIT
/**
 * What of the lines depends on where processes stand: corners of rails, and labels that step aside for
 * parallel lines.
 * @module
 */
import type { Core, EdgeSingular } from 'cytoscape';
import { railCorner } from './canvas-data';
import type { GraphEdge } from './elements';
import { labelShift } from './labels';
import { NODE_HEIGHT } from './node-shapes';
import { RAIL_X } from './style';

/** @param known the elements by id of edge */
export function finishLines(
  cy: Core,
  lines: readonly EdgeSingular[],
  known: ReadonlyMap<string, GraphEdge>,
): void {
  // All is looked at before anything is changed: a look after a change styles that edge anew each time.
  const changes = lines.map((edge): [EdgeSingular, Record<string, number>] => {
    const element = known.get(edge.data('edgeId') as string);
    const corner = edge.data('rail') === 1 ? cornerOf(edge) : {};
    return [edge, { ...corner, ...(element ? shiftOf(edge, element) : {}) }];
  });
  cy.batch(() => {
    for (const [edge, values] of changes) {
      if (Object.entries(values).some(([name, value]) => edge.data(name) !== value)) edge.data(values);
    }
  });
}

function cornerOf(edge: EdgeSingular): { bend: number; along: number } {
  const [from, to] = [edge.source().position(), edge.target().position()];
  return railCorner(to.x - from.x - RAIL_X, to.y - from.y - NODE_HEIGHT / 2);
}

function shiftOf(edge: EdgeSingular, element: GraphEdge): { shiftX: number; shiftY: number } {
  if (element.lanes < 2) return { shiftX: 0, shiftY: 0 };
  const text = edge.data('label') as string;
  const { x, y } = labelShift(element, text, edge.sourceEndpoint(), edge.targetEndpoint(), edge.midpoint());
  return { shiftX: x, shiftY: y };
}
