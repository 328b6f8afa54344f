// SPDX-License-Identifier: MIT
/**
 * A large document on its way from the store worker to the page: its edges go ahead in portions, each a
 * message of its own, since taking over megabytes at once would hold the page up.
 * @module
 */
import type { AnalysisDocument, Edge } from '../../shared/model/document';
import type { EdgeTaker } from './contract';

/** Edges in one portion; some hundred kilobytes. */
const EDGES_AT_A_TIME = 128;

/** The sender's end: gives a document without the edges that went ahead; a small one stays whole. */
export async function sendAhead(document: AnalysisDocument, take: EdgeTaker): Promise<AnalysisDocument> {
  const { edges } = document;
  if (edges.length <= EDGES_AT_A_TIME) return document;
  for (let from = 0; from < edges.length; from += EDGES_AT_A_TIME) {
    await take(edges.slice(from, from + EDGES_AT_A_TIME));
  }
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
