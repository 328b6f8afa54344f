// SPDX-License-Identifier: MIT
/**
 * What marking one question works with and gives, before deductions and the answerer's own mark.
 * @module
 */
import type { Logs } from './log-view';
import type { Answer, GradeReason, Question } from './types';

/** The marking of one question as it grows. */
export interface Draft {
  points: number;
  reasons: GradeReason[];
  /** Not null: the question waits for the answerer's own mark. */
  proposed: number | null;
  /** Names of APIs that the answer names, for the deduction; by the report they were looked for in. */
  named: { reportId: string; apis: string[] }[];
}

export interface Marking {
  question: Question;
  answer: Answer;
  logs: Logs;
  /** Points for one right entry. */
  each: number;
}

export function emptyDraft(): Draft {
  return { points: 0, reasons: [], proposed: null, named: [] };
}
