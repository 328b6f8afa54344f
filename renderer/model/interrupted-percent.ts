// SPDX-License-Identifier: MIT
/**
 * How far an import had come when it was interrupted.
 * @module
 */
import type { StoredReport } from '../db/contract';

/** Whole per cent of the file that were read, never 100 since it was not finished; null where it is not known. */
export function interruptedPercent({
  readBytes,
  sourceBytes,
}: Pick<StoredReport, 'readBytes' | 'sourceBytes'>): number | null {
  if (readBytes === null || readBytes === undefined || sourceBytes <= 0) return null;
  return Math.min(99, Math.floor((readBytes / sourceBytes) * 100));
}
