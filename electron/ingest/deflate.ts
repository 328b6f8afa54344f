// SPDX-License-Identifier: MIT
/**
 * Deflates in a thread of its own. Node's thread pool would need the event loop several times for each array,
 * which comes to that only now and then while calls are scanned; and what waits there holds up the reading of the
 * file.
 * @module
 */
import { Worker } from 'node:worker_threads';
import type { Deflate, Deflated } from '../../shared/ingest/blocks/port-outlet';
import { deflateNow } from './deflate-now';

/** Smaller arrays are deflated before a thread has been told of them: the first calls do not wait for its start. */
const SMALL_BYTES = 64 << 10;

interface Waiting {
  resolve(deflated: Deflated): void;
  reject(error: Error): void;
}

/** @param file the bundle of deflate-thread.ts; its thread does not keep the process alive */
export function startDeflating(file: string): Deflate {
  let worker: Worker | null = null;
  /** Results come in the order of what was given. */
  const waiting: Waiting[] = [];
  let failure: Error | null = null;
  const start = (): Worker => {
    // It makes next to no objects.
    const thread = new Worker(file, { resourceLimits: { maxYoungGenerationSizeMb: 2 } });
    thread.unref();
    thread.on('message', (deflated: Deflated) => waiting.shift()!.resolve(deflated));
    thread.on('error', (error) => {
      failure = error;
      for (const { reject } of waiting.splice(0)) reject(error);
    });
    return thread;
  };
  return (given) => {
    if (given.length < SMALL_BYTES) return Promise.resolve({ data: deflateNow(given), given });
    worker ??= start();
    const thread = worker;
    return new Promise((resolve, reject) => {
      if (failure) return reject(failure);
      waiting.push({ resolve, reject });
      thread.postMessage(given, [given.buffer]);
    });
  };
}
