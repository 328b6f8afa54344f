// SPDX-License-Identifier: MIT
/**
 * Reads a stored report once more, with other rules: only the document changes. Calls are stored already and
 * keep their places, so that answers, pins and marks that point to them stay true.
 * @module
 */
import { CancelledError, fromErrorData, UserError } from '../../shared/errors/kinds';
import { database } from './database';
import { ImportInbox } from './import-inbox';

/** Where it throws, nothing has changed. */
export async function rereadReport(
  port: MessagePort,
  reportId: number,
  onProgress: (readBytes: number, totalBytes: number | null) => void,
): Promise<void> {
  const inbox = new ImportInbox(port);
  try {
    for (;;) {
      const message = await inbox.next();
      if (message.type === 'failed') throw fromErrorData(message.error);
      if (message.type === 'progress') onProgress(message.progress.readBytes, message.progress.totalBytes);
      // What is stored already is taken off the sender's hands.
      if ('bytes' in message) inbox.reply({ type: 'credit', bytes: message.bytes });
      if (message.type !== 'end') continue;
      const db = database();
      await db.transaction('rw', [db.reports, db.documents], async () => {
        const report = await db.reports.get(reportId);
        if (!report) throw new CancelledError();
        if (report.sha256 !== message.document.report.sha256)
          throw new UserError('report-other', { name: report.label ?? report.file });
        const { file } = report;
        const document = { ...message.document, report: { ...message.document.report, file } };
        await db.documents.put({ reportId, document });
      });
      return;
    }
  } catch (error) {
    inbox.reply({ type: 'cancel' });
    throw error;
  } finally {
    inbox.close();
  }
}
