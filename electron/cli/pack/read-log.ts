// SPDX-License-Identifier: MIT
/**
 * Reads one report of a problem set and answers questions about it.
 * @module
 */
import { createAnalyzer } from '../../../shared/analysis/create-analyzer';
import { UserError } from '../../../shared/errors/kinds';
import { ingest } from '../../../shared/ingest/pipeline';
import { contextFromDocument } from '../../../shared/scoring/context';
import { LogWatcher } from '../../../shared/scoring/log-watcher';
import type { LogQuestions, PackReport, ReportLog } from '../../../shared/scoring/types';
import { nodeHash } from '../../ingest/file-source';
import type { OpenedPack } from './open-pack';

/** Throws UserError `pack-report-differs` when the report is not the one that the manifest names. */
export async function readLog(
  opened: OpenedPack,
  report: PackReport,
  questions: LogQuestions,
): Promise<ReportLog> {
  const source = await opened.open(report);
  try {
    const watcher = new LogWatcher(createAnalyzer({}), questions);
    const { document } = await ingest(source, watcher, {
      file: report.file,
      createHash: nodeHash,
      nowMs: () => performance.now(),
    });
    if (document.report.sha256 !== report.sha256)
      throw new UserError('pack-report-differs', { name: report.file, pack: opened.pack.id });
    return contextFromDocument(report.id, document, watcher.answers());
  } finally {
    await source.close();
  }
}
