// SPDX-License-Identifier: MIT
/**
 * Asks the layout worker. The worker starts with the first graph and is kept.
 * @module
 */
import { BugError } from '../../shared/errors/kinds';
import { workerUrl } from '../workers/worker-url';
import type { Layout, LayoutInput } from './layout';
import type { LayoutReply, LayoutRequest } from './layout-worker';
import address from './layout-worker?worker&url';

let worker: Worker | null = null;
let next = 1;
const waiting = new Map<number, { resolve: (layout: Layout) => void; reject: (error: Error) => void }>();

function start(): Worker {
  const started = new Worker(workerUrl(address), { type: 'module', name: 'kanshiki-layout' });
  started.onmessage = ({ data }: MessageEvent<LayoutReply>) => {
    const entry = waiting.get(data.id);
    waiting.delete(data.id);
    if ('layout' in data) entry?.resolve(data.layout);
    else entry?.reject(new BugError(data.failed));
  };
  started.onerror = (event) => {
    // The worker itself broke: everybody who waits hears of it, and the next request starts another.
    for (const { reject } of waiting.values()) reject(new BugError(event.message));
    waiting.clear();
    started.terminate();
    worker = null;
  };
  return started;
}

/** Where all nodes go; rejects with a BugError. */
export function requestLayout(input: LayoutInput): Promise<Layout> {
  worker ??= start();
  const id = next++;
  const request: LayoutRequest = { id, input };
  return new Promise((resolve, reject) => {
    waiting.set(id, { resolve, reject });
    worker!.postMessage(request);
  });
}
