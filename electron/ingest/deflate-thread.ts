// SPDX-License-Identifier: MIT
/**
 * The thread that deflates, raw and at the fast level: takes arrays, one after another, and gives each back with
 * the result. See deflate.ts.
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { deflateRawSync } from 'node:zlib';
import type { Deflated } from '../../shared/ingest/blocks/port-outlet';

const port = parentPort!;

port.on('message', (given: Uint8Array<ArrayBuffer>) => {
  // Records shrink to a fifth: one output piece is large enough.
  const chunkSize = Math.max(1024, Math.ceil(given.length / 3));
  // An array of its own, so that a port does not carry a pool along with it.
  const data = new Uint8Array(deflateRawSync(given, { level: 1, chunkSize }));
  port.postMessage({ data, given } satisfies Deflated, [data.buffer, given.buffer]);
});
