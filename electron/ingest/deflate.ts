// SPDX-License-Identifier: MIT
/**
 * Deflates in a thread of its own. Node's thread pool would need the event loop several times for each array,
 * which comes to that only now and then while calls are scanned; and what waits there holds up the reading of the
 * file.
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { Deflate, Deflated } from '../../shared/ingest/blocks/port-outlet';

interface Waiting {
  resolve(deflated: Deflated): void;
  reject(error: Error): void;
}

/** @param file the bundle of deflate-thread.ts; its thread does not keep the process alive */
export function startDeflating(file: string): Deflate {
  // It makes next to no objects.
  const worker = new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: 2 } });
  worker.unref();
  /** Results come in the order of what was given. */
  const waiting: Waiting[] = [];
  let failure: Error | null = null;
  worker.on('message', (deflated: Deflated) => waiting.shift()!.resolve(deflated));
  worker.on('error', (error) => {
    failure = error;
    for (const { reject } of waiting.splice(0)) reject(error);
  });
  return (bytes) =>
    new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      waiting.push({ resolve, reject });
      worker.postMessage(bytes, [bytes.buffer]);
    });
}
