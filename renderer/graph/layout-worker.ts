// SPDX-License-Identifier: MIT
/**
 * The layout off the page's thread: a request in, positions out.
 * @module
 */
import { layoutGraph, type Layout, type LayoutInput } from './layout';

export interface LayoutRequest {
  id: number;
  input: LayoutInput;
}

export type LayoutReply = { id: number; layout: Layout } | { id: number; failed: string };

interface Scope {
  onmessage: ((event: MessageEvent<LayoutRequest>) => void) | null;
  postMessage(reply: LayoutReply): void;
}

const scope = globalThis as unknown as Scope;

scope.onmessage = ({ data: { id, input } }) => {
  try {
    scope.postMessage({ id, layout: layoutGraph(input) });
  } catch (error) {
    scope.postMessage({
      id,
      failed: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  }
};
