// SPDX-License-Identifier: MIT
/**
 * What lies in the page's database, read past the app's own code.
 * @module
 */
import type { Page } from '@playwright/test';

export interface Contents {
  /** Number of records of each table; empty where there is no database yet. */
  counts: Record<string, number>;
  reports: { file: string; state: string; calls: number; sha256: string }[];
}

/** Reads the database in the page. */
export function databaseContents(page: Page): Promise<Contents> {
  return page.evaluate(async () => {
    const result = <T>(request: IDBRequest<T>): Promise<T> =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error ?? new Error('failed'));
      });
    // Opening one that is not there would make it.
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes('kanshiki')) return { counts: {}, reports: [] };
    const db = await result(indexedDB.open('kanshiki'));
    const tables = [...db.objectStoreNames];
    const transaction = db.transaction(tables);
    const counts = await Promise.all(tables.map((name) => result(transaction.objectStore(name).count())));
    const reports = (await result(
      db.transaction('reports').objectStore('reports').getAll(),
    )) as Contents['reports'];
    db.close();
    return {
      counts: Object.fromEntries(tables.map((name, at) => [name, counts[at]!])),
      reports: reports.map(({ file, state, calls, sha256 }) => ({ file, state, calls, sha256 })),
    };
  });
}

/** Tables that hold parts of reports: all of them are empty when no report is there. */
const REPORT_TABLES = ['reports', 'imports', 'documents', 'layouts', 'columns', 'args', 'sections'];

/** Records of reports, by table. */
export async function reportRecords(page: Page): Promise<Record<string, number>> {
  const { counts } = await databaseContents(page);
  return Object.fromEntries(REPORT_TABLES.map((name) => [name, counts[name] ?? 0]));
}

export const NOTHING = Object.fromEntries(REPORT_TABLES.map((name) => [name, 0]));
