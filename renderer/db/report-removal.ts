// SPDX-License-Identifier: MIT
/**
 * Taking reports out of the database, whole: on request, and after an import that failed.
 * @module
 */
import { Dexie } from 'dexie';
import { database } from './database';
import { forgetCached } from './stored-calls';

const { minKey, maxKey } = Dexie;

/** Removes a report with all that belongs to it, in one transaction. */
export async function removeReport(reportId: number): Promise<void> {
  const db = database();
  await db.transaction(
    'rw',
    [db.reports, db.imports, db.documents, db.layouts, db.columns, db.args, db.sections],
    async () => {
      await Promise.all([
        db.reports.delete(reportId),
        db.imports.delete(reportId),
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
