// SPDX-License-Identifier: MIT
/**
 * Worker threads of the command.
 * @module
 */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';

/** A thread of this same program, which analyses one input after another; see job-pool.ts. */
export function startJobs(): Worker {
  return new Worker(fileURLToPath(import.meta.url));
}

/** A thread that reads one input for the main thread; see reader.ts. */
export function startReader(): Worker {
  return new Worker(path.join(path.dirname(fileURLToPath(import.meta.url)), 'reader.cjs'));
}
