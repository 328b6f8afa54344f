// SPDX-License-Identifier: MIT
/**
 * Marks an answer sheet: points a question, the total, and a reason for every point given or taken. Pure: what
 * the logs hold comes in as data (context.ts), so window and command line mark alike.
 * @module
 */
import { emptyDraft } from './draft';
import type { Draft, Marking } from './draft';
import { gradeCalls, isBlankCalls } from './grade-calls';
import { gradeFingerprint, isBlankFingerprint } from './grade-fingerprint';
import type { Counted } from './grade-fingerprint';
import { gradeProcesses, isBlank } from './grade-processes';
import { Logs } from './log-view';
import { reason } from './reasons';
import { answerFor } from './sheet';
import { isBlankText } from './text';
import type {
  Answer,
  AnswerEntry,
  AnswerSheet,
  GradeReason,
  GradeResult,
  GradeStatus,
  GradingContext,
  Pack,
  Question,
  QuestionGrade,
  QuestionKey,
} from './types';

/** @param context what the logs hold; a report that is missing from it is marked by the key alone */
export function grade(pack: Pack, sheet: AnswerSheet, context: GradingContext): GradeResult {
  const logs = new Logs(pack, context);
  const counted: Counted = new Map();
  const questions = pack.questions.map((question) =>
    gradeQuestion(question, answerFor(sheet, question.id), keyOf(pack, question), logs, counted),
  );
  const sum = (grades: readonly QuestionGrade[], of: 'points' | 'max') =>
    grades.reduce((total, one) => total + one[of], 0);
  return {
    schema: 'kanshiki.grade/1',
    packId: pack.id,
    packVersion: pack.version,
    total: sum(questions, 'points'),
    max: sum(questions, 'max'),
    groups: pack.groups.map(({ id }) => {
      const own = questions.filter(({ group }) => group === id);
      return { id, points: sum(own, 'points'), max: sum(own, 'max') };
    }),
    questions,
  };
}

function keyOf(pack: Pack, question: Question): QuestionKey | null {
  return (
    pack.key.find((key) =>
      key.kind === 'fingerprint' ? key.questionIds.includes(question.id) : key.questionId === question.id,
    ) ?? null
  );
}

function gradeQuestion(
  question: Question,
  answer: Answer | null,
  key: QuestionKey | null,
  logs: Logs,
  counted: Counted,
): QuestionGrade {
  const entries = answer?.entries ?? [];
  const isOpen = entries.every(isBlankEntry);
  const draft =
    isOpen || !answer
      ? emptyDraft()
      : gradeEntries(
          { question, answer, logs, each: question.points / question.expectedAnswers },
          key,
          counted,
        );
  const automatic = { points: Math.min(draft.points, question.points), taken: 0 };
  const reasons = [...(isOpen ? [reason('not-answered')] : []), ...draft.reasons];
  deduct(logs, question, draft, automatic, reasons);
  const own = answer?.selfMark ?? null;
  const grade: QuestionGrade = {
    questionId: question.id,
    group: question.group,
    points: automatic.points,
    max: question.points,
    status: isOpen ? 'open' : draft.proposed !== null ? 'self' : statusOf(automatic),
    proposed: draft.proposed,
    automatic: automatic.points,
    reasons,
  };
  return own ? selfMarked(grade, own.points, own.note) : grade;
}

function statusOf({ points, taken }: { points: number; taken: number }): GradeStatus {
  return points > 0 && taken === 0 ? 'given' : 'taken';
}

function gradeEntries(marking: Marking, key: QuestionKey | null, counted: Counted): Draft {
  const { question, answer } = marking;
  if (question.kind === 'essay') return gradeEssay(marking);
  // Without a key nobody but the answerer can say.
  if (!key) return { ...emptyDraft(), proposed: 0 };
  // More entries than the form has would be a way to try everything; the first ones count.
  const entries = answer.entries.filter((entry) => !isBlankEntry(entry)).slice(0, question.expectedAnswers);
  const of = <K extends AnswerEntry['kind']>(kind: K) =>
    entries.filter((entry): entry is Extract<AnswerEntry, { kind: K }> => entry.kind === kind);
  const draft =
    key.kind === 'processes'
      ? gradeProcesses(marking, of('processes'), key)
      : key.kind === 'fingerprint'
        ? gradeFingerprint(marking, of('fingerprint'), key, counted)
        : gradeCalls(marking, of('calls'), key);
  const ignored = answer.entries.filter((entry) => !isBlankEntry(entry)).length - entries.length;
  if (ignored > 0)
    draft.reasons.push(reason('entries-ignored', { count: ignored, expected: question.expectedAnswers }));
  return draft;
}

function gradeEssay({ answer, question }: Marking): Draft {
  const draft = emptyDraft();
  const isWritten = answer.entries.some((entry) => entry.kind === 'essay' && !isBlankText(entry.text));
  if (isWritten) {
    draft.points = question.points;
    draft.reasons.push(reason('essay-written', {}, { points: question.points, entry: 0 }));
  } else draft.reasons.push(reason('essay-blank', {}, { entry: 0 }));
  return draft;
}

/** An API that the log does not hold costs points once a question, never below zero. */
function deduct(
  logs: Logs,
  question: Question,
  draft: Draft,
  automatic: { points: number; taken: number },
  reasons: GradeReason[],
): void {
  const { deductionGroups, deductionPerQuestion } = logs.pack.rules;
  if (!deductionGroups.includes(question.group) || deductionPerQuestion <= 0) return;
  const invented = draft.named.flatMap(({ reportId, apis }) => {
    const view = logs.view(reportId);
    return view ? apis.filter((api) => view.all.find(api) === null).map((api) => ({ api, reportId })) : [];
  });
  if (invented.length === 0) return;
  const loss = Math.min(deductionPerQuestion, automatic.points);
  automatic.points -= loss;
  automatic.taken = loss;
  const params = {
    apis: [...new Set(invented.map(({ api }) => api))],
    report: logs.label(invented[0]!.reportId),
  };
  reasons.push(reason(loss > 0 ? 'api-not-in-log' : 'api-not-in-log-no-loss', params, { points: -loss }));
}

function selfMarked(grade: QuestionGrade, given: number, note: string): QuestionGrade {
  const points = Math.min(Math.max(given, 0), grade.max);
  const code = note.trim() === '' ? 'self-marked' : 'self-marked-note';
  return {
    ...grade,
    points,
    status: 'self',
    reasons: [
      ...grade.reasons,
      ...(points === given ? [] : [reason('self-limited', { given, max: grade.max })]),
      reason(code, { points, note: note.trim() }),
    ],
  };
}

function isBlankEntry(entry: AnswerEntry): boolean {
  if (entry.kind === 'processes') return isBlank(entry);
  if (entry.kind === 'calls') return isBlankCalls(entry);
  if (entry.kind === 'fingerprint') return isBlankFingerprint(entry);
  return entry.text === '';
}
