// SPDX-License-Identifier: MIT
/**
 * The page's end of the store worker: starts it and looks like the StoreApi itself. Ports are handed over,
 * listeners stay here.
 * @module
 */
import { proxy, transfer, wrap } from 'comlink';
import type { StoreApi } from '../db/contract';
import { gathered } from '../db/document-portions';
import storeWorkerUrl from './store-worker?worker&url';
import { workerUrl } from './worker-url';

/**
 * Starts the store worker. One a page: it is the only writer of report data.
 * @param freeBytes the host's word on the room that is left
 */
export function startStore(freeBytes: () => Promise<number | null>): StoreApi {
  const worker = new Worker(workerUrl(storeWorkerUrl), { type: 'module', name: 'store' });
  // Requests are answered with error data; what comes here is a worker that could not start or broke.
  worker.addEventListener('error', (event) => console.error('store worker:', event.message));
  const remote = wrap<StoreApi>(worker) as unknown as StoreApi;
  return {
    runImport: (importId, port, options, onEvent) =>
      remote.runImport(importId, transfer(port, [port]), options, proxy(onEvent), proxy(freeBytes)),
    cancelImport: (importId) => remote.cancelImport(importId),
    rereadReport: (port, reportId, onProgress) =>
      remote.rereadReport(transfer(port, [port]), reportId, proxy(onProgress)),
    document: (reportId) => gathered((take) => remote.document(reportId, proxy(take))),
    openView: (reportId, filter, onProgress) =>
      onProgress ? remote.openView(reportId, filter, proxy(onProgress)) : remote.openView(reportId, filter),
    rows: (viewId, from, count) => remote.rows(viewId, from, count),
    screen: (viewId, page, seen) => remote.screen(viewId, page, seen),
    positionOf: (viewId, procId, index) => remote.positionOf(viewId, procId, index),
    closeView: (viewId) => remote.closeView(viewId),
    details: (reportId, calls) => remote.details(reportId, calls),
    apiCounts: (reportId, procId) => remote.apiCounts(reportId, procId),
    logFacts: (reportId, questions) => remote.logFacts(reportId, questions),
    findWords: (reportId, procId, words) => remote.findWords(reportId, procId, words),
    sectionPaths: (reportId) => remote.sectionPaths(reportId),
    sectionLines: (reportId, path, from, count) => remote.sectionLines(reportId, path, from, count),
    deleteReport: (reportId) => remote.deleteReport(reportId),
    databaseBytes: () => remote.databaseBytes(),
  };
}
