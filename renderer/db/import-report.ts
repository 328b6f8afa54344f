// SPDX-License-Identifier: MIT
/**
 * The report record of an import: made at its beginning, taken up again when the import is resumed, and marked
 * as interrupted when the import has ended without an end of its own.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import type { IngestMessage } from '../../shared/ipc/ingest-port';
import type { ImportOptions } from './contract';
import { bulkDatabase, database } from './database';
import { afterImport } from './import-lock';
import type { ImportRecord } from './schema';

type Begin = IngestMessage & { type: 'begin' };

/** Makes the record of a new import and gives its id. */
export async function beginReport(importId: string, begin: Begin, options: ImportOptions): Promise<number> {
  const { file, folder, sourceBytes, quickHash } = begin;
  const { caseId, label } = options;
  const db = database();
  return db.transaction('rw', [db.reports, db.imports], async () => {
    const id = await db.reports.add({
      importId,
      sha256: '',
      quickHash,
      file,
      folder: folder ?? '',
      label,
      dialect: null,
      state: 'importing',
      importedAtMs: Date.now(),
      sourceBytes: sourceBytes ?? 0,
      reportBytes: 0,
      calls: 0,
      caseId,
    });
    await db.imports.put({ reportId: id!, readBytes: 0, calls: 0 });
    return id!;
  });
}

/**
 * Takes up an interrupted report again; gives back how far it had come.
 * Throws a UserError when another file is being read than then.
 */
export async function resumeReport(reportId: number, begin: Begin): Promise<ImportRecord | null> {
  const { file, folder, sourceBytes, quickHash } = begin;
  const db = database();
  return db.transaction('rw', [db.reports, db.imports], async () => {
    const report = await db.reports.get(reportId);
    if (report?.state !== 'interrupted') throw new UserError('resume-gone', { name: file });
    if (report.quickHash !== quickHash || report.sourceBytes !== (sourceBytes ?? 0))
      throw new UserError('resume-other-file', { name: file });
    await db.reports.update(reportId, { state: 'importing', file, folder: folder ?? '' });
    return (await db.imports.get(reportId)) ?? null;
  });
}

/** Marks a report whose import runs no more, with how far it had come. Works where its lock is held. */
export async function interruptReport(reportId: number): Promise<void> {
  const db = database();
  await db.transaction('rw', [db.reports, db.imports], async () => {
    const report = await db.reports.get(reportId);
    if (report?.state !== 'importing') return;
    const reached = await db.imports.get(reportId);
    // Kanshiki 0.1 before this table was there did not note how far an import had come.
    const { readBytes, calls } = reached ?? { readBytes: null, calls: 0 };
    await db.reports.update(reportId, { state: 'interrupted', readBytes, calls });
  });
}

/** Marks imports that were killed, and those that run in another window as soon as that window has gone. */
export async function markInterrupted(): Promise<void> {
  const importing = await bulkDatabase().reports.where({ state: 'importing' }).toArray();
  await Promise.all(importing.map(({ id, importId }) => afterImport(importId, () => interruptReport(id))));
}
