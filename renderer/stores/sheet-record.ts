// SPDX-License-Identifier: MIT
/**
 * What is kept of a case's answer sheet.
 * @module
 */
import type { AnswerSheet, GradeResult } from '../../shared/scoring/types';

export interface SheetRecord {
  sheet: AnswerSheet;
  /** The last marking, and when it was made. */
  grade: GradeResult | null;
  markedAtMs: number | null;
  /** When it was handed in last; null while it never was. Model answers show only after that. */
  handedInAtMs: number | null;
}
