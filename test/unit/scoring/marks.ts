// SPDX-License-Identifier: MIT
/** Marks single answers to the practice pack. @module */
import { grade } from '../../../shared/scoring/grade';
import type { AnswerEntry, AnswerSheet, GradingContext, Pack } from '../../../shared/scoring/types';
import { contextFor, emptySheet, pack, withEntries } from './practice-pack';

/** The mark of one question, with the codes of its reasons. */
export function mark(questionId: string, ...entries: AnswerEntry[]) {
  return markIn(withEntries(emptySheet, questionId, ...entries), questionId);
}

/** The same of a whole sheet. */
export function markIn(
  sheet: AnswerSheet,
  questionId: string,
  marked: Pack = pack,
  context: GradingContext = contextFor(sheet),
) {
  const { points, status, proposed, reasons } = grade(marked, sheet, context).questions.find(
    (one) => one.questionId === questionId,
  )!;
  return { points, status, proposed, codes: reasons.map(({ code }) => code) };
}
