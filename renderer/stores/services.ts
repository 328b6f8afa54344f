// SPDX-License-Identifier: MIT
/**
 * What the stores work with: the host around the window, the store worker, and the small tables. Set once by
 * the page's entry before anything is mounted.
 * @module
 */
import type { StoreApi, StoredCase, StoredReport } from '../db/contract';
import type { Host } from '../host/host';
import type { SheetRecord } from './sheet-record';

/** Small tables of the database, watched and written from the page. */
export interface Tables {
  /** Calls with all cases or reports now and after each change; returns how to stop. */
  watchCases(listener: (cases: StoredCase[]) => void): () => void;
  watchReports(listener: (reports: StoredReport[]) => void): () => void;
  createCase(name: string, packId: string | null): Promise<number>;
  /** Notes that the case was opened now. */
  touchCase(caseId: number): Promise<void>;
  renameCase(caseId: number, name: string): Promise<void>;
  /** Removes the case with its sheet and notes. Its reports go through the store worker, first. */
  deleteCase(caseId: number): Promise<void>;
  /** Removes the case when it holds nothing of the user's; true when it did. */
  deleteEmptyCase(caseId: number): Promise<boolean>;
  loadSheet(caseId: number): Promise<SheetRecord | null>;
  saveSheet(caseId: number, sheet: SheetRecord): Promise<void>;
  /** Keeps a sheet as it was handed in; `id` is a UUID. */
  addAttempt(id: string, caseId: number, value: unknown): Promise<void>;
}

export interface Services {
  host: Host;
  store: StoreApi;
  tables: Tables;
}

let current: Services | null = null;

export function provideServices(services: Services): void {
  current = services;
}

export function services(): Services {
  if (!current) throw new Error('services are asked for before the page provided them');
  return current;
}
