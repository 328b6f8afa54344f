// SPDX-License-Identifier: MIT
/**
 * Worker threads of the command: each runs this same program and is told what it is for.
 * @module
 */
import { fileURLToPath } from 'node:url';
import { Worker, workerData } from 'node:worker_threads';

/** `jobs`: analyses one input after another. `reader`: reads and scans one input for the main thread. */
export type ThreadRole = 'jobs' | 'reader';

export function startThread(role: ThreadRole): Worker {
  return new Worker(fileURLToPath(import.meta.url), { workerData: { role } });
}

/** What this thread is for. */
export function threadRole(): ThreadRole {
  return (workerData as { role: ThreadRole }).role;
}
