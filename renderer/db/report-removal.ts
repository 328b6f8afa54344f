// SPDX-License-Identifier: MIT
/**
 * Taking reports out of the database, whole: on request, after a failed import, and at the start for imports
 * that a kill interrupted.
 * @module
 */
import { Dexie } from 'dexie';
import { bulkDatabase, database } from './database';
import { forgetCached } from './stored-calls';

const { minKey, maxKey } = Dexie;

/** Name of the lock that a running import holds on its report. */
export function importLock(reportId: number): string {
  return `kanshiki-import-${reportId}`;
}

/** Removes a report with all that belongs to it, in one transaction. */
export async function removeReport(reportId: number): Promise<void> {
  const db = database();
  await db.transaction(
    'rw',
    [db.reports, db.documents, db.layouts, db.columns, db.args, db.sections],
    async () => {
      await Promise.all([
        db.reports.delete(reportId),
        db.documents.delete(reportId),
        db.layouts.delete(reportId),
        db.columns.where(':id').between([reportId, minKey], [reportId, maxKey]).delete(),
        db.args.where(':id').between([reportId, minKey], [reportId, maxKey]).delete(),
        db.sections.where(':id').between([reportId, minKey], [reportId, maxKey]).delete(),
      ]);
    },
  );
  forgetCached(reportId);
}

/** Removes a case that holds nothing of the user's: no report, no sheet, no attempt, no note. */
async function removeEmptyCase(caseId: number): Promise<void> {
  const db = database();
  await db.transaction('rw', [db.cases, db.reports, db.sheets, db.attempts, db.notes], async () => {
    const found = await db.cases.get(caseId);
    if (!found || found.packId !== null) return;
    const uses = await Promise.all([
      db.reports.where({ caseId }).count(),
      db.sheets.where({ caseId }).count(),
      db.attempts.where({ caseId }).count(),
      db.notes.where({ caseId }).count(),
    ]);
    if (uses.every((count) => count === 0)) await db.cases.delete(caseId);
  });
}

/** Removes what imports left that were killed. An import still running in another window holds its lock. */
export async function removeInterrupted(): Promise<void> {
  const interrupted = await bulkDatabase().reports.where({ state: 'importing' }).toArray();
  for (const { id, caseId } of interrupted) {
    await navigator.locks.request(importLock(id), { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      await removeReport(id);
      await removeEmptyCase(caseId);
    });
  }
}
