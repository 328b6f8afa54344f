// SPDX-License-Identifier: MIT
/**
 * Starts a worker that reads one report; for the browser host.
 * @module
 */
import ingestWorkerUrl from './ingest-worker?worker&url';
import { workerUrl } from './worker-url';

/** One worker an import; it is ended by `terminate`. */
export function startIngestWorker(): Worker {
  return new Worker(workerUrl(ingestWorkerUrl), { type: 'module', name: 'ingest' });
}
