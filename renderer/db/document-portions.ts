// SPDX-License-Identifier: MIT
/**
 * A large document on its way from the store worker to the page: its edges go ahead in portions, each a
 * message of its own, since taking over megabytes at once would hold the page up.
 * @module
 */
import type { AnalysisDocument, Edge } from '../../shared/model/document';
import type { EdgeTaker } from './contract';

/** Calls that prove the edges of one portion, and how much an edge itself counts: some milliseconds to take over. */
const CALLS_AT_A_TIME = 4096;
const EDGE_COUNTS = 16;

function weightOf(edge: Edge): number {
  const calls = edge.kind === 'creation' ? [edge.calls] : Object.values(edge.steps);
  return calls.reduce((sum, list) => sum + list.length, EDGE_COUNTS);
}

function portionsOf(edges: readonly Edge[]): Edge[][] {
  const portions: Edge[][] = [];
  let room = 0;
  for (const edge of edges) {
    const weight = weightOf(edge);
    if (portions.length === 0 || weight > room) {
      portions.push([]);
      room = CALLS_AT_A_TIME;
    }
    portions.at(-1)!.push(edge);
    room -= weight;
  }
  return portions;
}

/** The sender's end: gives a document without the edges that went ahead; a small one stays whole. */
export async function sendAhead(document: AnalysisDocument, take: EdgeTaker): Promise<AnalysisDocument> {
  const portions = portionsOf(document.edges);
  if (portions.length <= 1) return document;
  for (const portion of portions) await take(portion);
  return { ...document, edges: [] };
}

/** The receiver's end: asks with a taker and gives the whole document. */
export async function gathered(
  ask: (take: EdgeTaker) => Promise<AnalysisDocument | null>,
): Promise<AnalysisDocument | null> {
  const edges: Edge[] = [];
  const document = await ask((portion) => void edges.push(...portion));
  return document && edges.length > 0 ? { ...document, edges } : document;
}
