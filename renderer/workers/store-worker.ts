// SPDX-License-Identifier: MIT
/**
 * The store worker: the one place that writes report data and reads calls. A thin shell; everything it does
 * is in renderer/db.
 * @module
 */
import { expose } from 'comlink';
import { toErrorData } from '../../shared/errors/kinds';
import { databaseError } from '../db/database';
import { Store } from '../db/store';
import type { StoreApi } from '../db/contract';

const store = new Store();

type Method = (...args: unknown[]) => Promise<unknown>;

/** Errors cross as data, never as classes. */
function withErrorData(method: Method): Method {
  return async (...args) => {
    try {
      return await method.apply(store, args);
    } catch (error) {
      throw toErrorData(databaseError(error));
    }
  };
}

const names: Record<keyof StoreApi, true> = {
  runImport: true,
  cancelImport: true,
  rereadReport: true,
  document: true,
  openView: true,
  rows: true,
  screen: true,
  positionOf: true,
  closeView: true,
  details: true,
  apiCounts: true,
  logFacts: true,
  findWords: true,
  sectionPaths: true,
  sectionLines: true,
  deleteReport: true,
  databaseBytes: true,
};

expose(
  Object.fromEntries(
    (Object.keys(names) as (keyof StoreApi)[]).map((name) => [
      name,
      withErrorData(store[name] as unknown as Method),
    ]),
  ),
);
