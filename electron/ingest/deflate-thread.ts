// SPDX-License-Identifier: MIT
/**
 * The thread that deflates, raw and at the fast level: takes arrays, one after another, and gives each back with
 * the result. See deflate.ts.
 * @module
 */
import { parentPort } from 'node:worker_threads';
import type { Deflated } from '../../shared/ingest/blocks/port-outlet';
import { deflateNow } from './deflate-now';

const port = parentPort!;

port.on('message', (given: Uint8Array<ArrayBuffer>) => {
  const data = deflateNow(given);
  port.postMessage({ data, given } satisfies Deflated, [data.buffer, given.buffer]);
});
