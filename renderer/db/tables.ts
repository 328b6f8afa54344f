// SPDX-License-Identifier: MIT
/**
 * Small tables, read and watched from the page: cases, reports and sheets. Large data stays with the store
 * worker. Writes here are on disk when they resolve.
 * @module
 */
import { liveQuery } from 'dexie';
import type { StoredCase, StoredReport } from './contract';
import { database, databaseError } from './database';

/** Runs a query now and after each change of what it read; returns how to stop. */
function watch<T>(
  query: () => Promise<T>,
  listener: (value: T) => void,
  onError: (error: unknown) => void,
): () => void {
  const subscription = liveQuery(query).subscribe({
    next: listener,
    error: (error: unknown) => onError(databaseError(error)),
  });
  return () => subscription.unsubscribe();
}

function report(error: unknown): void {
  console.error(error);
}

/** Cases, the one opened last first. */
export function watchCases(listener: (cases: StoredCase[]) => void, onError = report): () => void {
  return watch(() => database().cases.orderBy('openedAtMs').reverse().toArray(), listener, onError);
}

/** Reports in order of import, those still being imported included. */
export function watchReports(listener: (reports: StoredReport[]) => void, onError = report): () => void {
  return watch(() => database().reports.orderBy('id').toArray(), listener, onError);
}

/** Makes a case and gives its id. */
export async function createCase(name: string, packId: string | null): Promise<number> {
  const nowMs = Date.now();
  const id = await database().cases.add({ name, packId, createdAtMs: nowMs, openedAtMs: nowMs });
  return id!;
}

/** Notes that the case was opened now. */
export async function touchCase(caseId: number): Promise<void> {
  await database().cases.update(caseId, { openedAtMs: Date.now() });
}

export async function renameCase(caseId: number, name: string): Promise<void> {
  await database().cases.update(caseId, { name });
}

/** Removes a case with its sheet, attempts and notes. Its reports go through the store worker, first. */
export async function deleteCase(caseId: number): Promise<void> {
  const db = database();
  await db.transaction('rw', [db.cases, db.sheets, db.attempts, db.notes], async () => {
    await Promise.all([
      db.cases.delete(caseId),
      db.sheets.delete(caseId),
      db.attempts.where({ caseId }).delete(),
      db.notes.where({ caseId }).delete(),
    ]);
  });
}

/** Removes a case that holds nothing of the user's: no report, no sheet, no attempt, no note. True when it did. */
export async function deleteEmptyCase(caseId: number): Promise<boolean> {
  const db = database();
  return db.transaction('rw', [db.cases, db.reports, db.sheets, db.attempts, db.notes], async () => {
    const found = await db.cases.get(caseId);
    if (!found || found.packId !== null) return false;
    const uses = await Promise.all([
      db.reports.where({ caseId }).count(),
      db.sheets.where({ caseId }).count(),
      db.attempts.where({ caseId }).count(),
      db.notes.where({ caseId }).count(),
    ]);
    if (uses.some((count) => count > 0)) return false;
    await db.cases.delete(caseId);
    return true;
  });
}

/** The case's sheet as it was saved last, or null. Its shape belongs to the caller, who should check it. */
export async function loadSheet<T>(caseId: number): Promise<T | null> {
  return ((await database().sheets.get(caseId))?.value as T | undefined) ?? null;
}

export async function saveSheet(caseId: number, value: unknown): Promise<void> {
  await database().sheets.put({ caseId, value, savedAtMs: Date.now() });
}

/** Keeps a sheet as it was handed in; `id` is a UUID. */
export async function addAttempt(id: string, caseId: number, value: unknown): Promise<void> {
  await database().attempts.add({ id, caseId, handedInAtMs: Date.now(), value });
}
