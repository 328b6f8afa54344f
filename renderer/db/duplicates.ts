// SPDX-License-Identifier: MIT
/**
 * Finds the report that holds the same content already.
 * @module
 */
import { database } from './database';
import type { ReportRecord } from './schema';

/** Up to this size the quick hash (size, first and last MiB) covers the whole file. */
export const QUICK_HASH_COVERS_BYTES = 2 << 20;

/**
 * A complete or partial report of the same content, or null. A case of a practice pack holds its own copy of
 * each report, so there only reports of the same case count. Works inside a transaction that holds reports
 * and cases.
 */
export async function findDuplicate(
  by: { sha256: string } | { quickHash: string },
  caseId: number,
): Promise<ReportRecord | null> {
  const db = database();
  const packId = (await db.cases.get(caseId))?.packId ?? null;
  const equal = (await db.reports.where(by).toArray()).filter(
    ({ state, caseId: owner }) =>
      (state === 'complete' || state === 'partial') && (packId === null || owner === caseId),
  );
  return equal.find((report) => report.caseId === caseId) ?? equal[0] ?? null;
}
