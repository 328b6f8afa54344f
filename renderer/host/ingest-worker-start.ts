// SPDX-License-Identifier: MIT
/**
 * What the browser host sends an ingest worker: the file, with the port to the store worker.
 * @module
 */

/** First and only message; exactly one port comes along. The worker ends with the page's `terminate`. */
export interface IngestWorkerStart {
  type: 'start';
  importId: string;
  file: Blob;
  name: string;
  folder: string;
}
