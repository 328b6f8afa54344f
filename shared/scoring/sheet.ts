// SPDX-License-Identifier: MIT
/**
 * Makes and changes answer sheets. Sheets are plain data and never changed in place.
 * @module
 */
import type { Answer, AnswerEntry, AnswerSheet, Pack, Question, QuestionKind } from './types';

export function emptySheet(pack: Pack): AnswerSheet {
  return { schema: 'kanshiki.answers/1', packId: pack.id, packVersion: pack.version, answers: [] };
}

/** A form's blank entry. */
export function emptyEntry(kind: QuestionKind): AnswerEntry {
  switch (kind) {
    case 'processes':
      return {
        kind: 'processes',
        sourcePid: null,
        sourceName: '',
        targetPid: null,
        targetName: '',
        pins: [],
      };
    case 'memory-calls':
    case 'execute-calls':
      return { kind: 'calls', apis: [], explanation: '', pins: [] };
    case 'fingerprint':
      return {
        kind: 'fingerprint',
        outline: '',
        reportId: null,
        pid: null,
        processName: '',
        apis: [],
        artefact: '',
        pins: [],
      };
    case 'essay':
      return { kind: 'essay', text: '' };
  }
}

/**
 * A blank answer with as many entries as the question expects.
 * @param id a UUID; pure code makes none
 */
export function emptyAnswer(question: Question, id: string, author: string, nowMs: number): Answer {
  const entries = Array.from({ length: question.expectedAnswers }, () => emptyEntry(question.kind));
  return { id, questionId: question.id, author, editedAtMs: nowMs, entries, selfMark: null };
}

/** The answer that counts for a question: of several the one edited last. */
export function answerFor(sheet: AnswerSheet, questionId: string): Answer | null {
  return sheet.answers
    .filter((answer) => answer.questionId === questionId)
    .reduce<Answer | null>((best, answer) => (best === null || isNewer(answer, best) ? answer : best), null);
}

/** The sheet with an answer in place of the question's earlier ones. */
export function withAnswer(sheet: AnswerSheet, answer: Answer): AnswerSheet {
  return {
    ...sheet,
    answers: [...sheet.answers.filter(({ questionId }) => questionId !== answer.questionId), answer],
  };
}

/** Equal times are decided by id, so that two people who merge the same sheets get the same result. */
function isNewer(one: Answer, other: Answer): boolean {
  return one.editedAtMs > other.editedAtMs || (one.editedAtMs === other.editedAtMs && one.id > other.id);
}
