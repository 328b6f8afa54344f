// SPDX-License-Identifier: MIT
/**
 * The score bar: one segment a question, as wide as its points. Pure.
 * @module
 */
import type { AnswerEntry, AnswerSheet, GradeResult, Pack } from '../../shared/scoring/types';
import { answerFor } from '../../shared/scoring/sheet';

/**
 * `open`: nothing written. `written`: answered, but not marked since. `waiting`: the answerer has to mark it.
 * The others as in GradeStatus.
 */
export type SegmentState = 'open' | 'written' | 'given' | 'self' | 'taken' | 'waiting';

export interface Segment {
  questionId: string;
  max: number;
  points: number;
  state: SegmentState;
}

export interface Score {
  total: number;
  max: number;
  segments: Segment[];
  /** Something was written since the last marking. */
  stale: boolean;
}

/** Whether nothing at all was entered. */
export function isBlankEntry(entry: AnswerEntry): boolean {
  return Object.entries(entry).every(
    ([name, value]) =>
      name === 'kind' || value === null || value === '' || (Array.isArray(value) && value.length === 0),
  );
}

/** @param markedAtMs when `grade` was made; answers edited later count as written only. */
export function scoreOf(
  pack: Pack,
  sheet: AnswerSheet,
  grade: GradeResult | null,
  markedAtMs: number | null,
): Score {
  const segments = pack.questions.map((question): Segment => {
    const answer = answerFor(sheet, question.id);
    const blank = !answer || (answer.entries.every(isBlankEntry) && answer.selfMark === null);
    const mark = grade?.questions.find(({ questionId }) => questionId === question.id) ?? null;
    const changed = answer !== null && answer.editedAtMs > (markedAtMs ?? -Infinity);
    const base = { questionId: question.id, max: question.points };
    if (!mark || (changed && !blank)) return { ...base, points: 0, state: blank ? 'open' : 'written' };
    if (blank || mark.status === 'open') return { ...base, points: 0, state: 'open' };
    const waits = mark.status === 'self' && answer.selfMark === null;
    return { ...base, points: mark.points, state: waits ? 'waiting' : mark.status };
  });
  return {
    total: segments.reduce((sum, { points }) => sum + points, 0),
    max: segments.reduce((sum, { max }) => sum + max, 0),
    segments,
    stale: segments.some(({ state }) => state === 'written'),
  };
}
