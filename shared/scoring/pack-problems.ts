// SPDX-License-Identifier: MIT
/**
 * What can be wrong with a pack whose shape is right: names that lead nowhere, questions without a key.
 * @module
 */
import { hasSnapshot } from './known-signatures';
import type { Pack, QuestionKey } from './types';

export interface PackProblem {
  /** JSON path. */
  path: string;
  /** In English, for the author of the pack. */
  reason: string;
}

export function packProblems(pack: Pack): PackProblem[] {
  return [...nameProblems(pack), ...questionProblems(pack), ...keyProblems(pack)];
}

function nameProblems(pack: Pack): PackProblem[] {
  const problems: PackProblem[] = [];
  const lists = { reports: pack.reports, groups: pack.groups, questions: pack.questions };
  for (const [list, items] of Object.entries(lists)) {
    const seen = new Set<string>();
    items.forEach(({ id }, at) => {
      if (seen.has(id)) problems.push({ path: `${list}.${at}.id`, reason: `"${id}" stands twice` });
      seen.add(id);
    });
  }
  pack.reports.forEach(({ file }, at) => {
    if (!isInside(file))
      problems.push({
        path: `reports.${at}.file`,
        reason: `"${file}" must be a relative path inside the pack`,
      });
  });
  if (!hasSnapshot(pack.signatureSnapshot))
    problems.push({
      path: 'signatureSnapshot',
      reason: `there is no signature table "${pack.signatureSnapshot}"`,
    });
  pack.rules.deductionGroups.forEach((group, at) => {
    if (!pack.groups.some(({ id }) => id === group))
      problems.push({ path: `rules.deductionGroups.${at}`, reason: `there is no group "${group}"` });
  });
  return problems;
}

/** A pack may not reach outside its own folder. */
function isInside(file: string): boolean {
  const parts = file.split('/');
  return (
    file !== '' &&
    !/[\\:\0]/.test(file) &&
    parts.every((part) => part !== '' && part !== '.' && part !== '..')
  );
}

function questionProblems(pack: Pack): PackProblem[] {
  const isReport = (id: string | null) => id === null || pack.reports.some((report) => report.id === id);
  return pack.questions.flatMap((question, at) => [
    ...(pack.groups.some(({ id }) => id === question.group)
      ? []
      : [{ path: `questions.${at}.group`, reason: `there is no group "${question.group}"` }]),
    ...(isReport(question.reportId)
      ? []
      : [{ path: `questions.${at}.reportId`, reason: `there is no report "${question.reportId}"` }]),
    ...(question.kind === 'essay' || keysOf(pack, question.id).length === 1
      ? []
      : [{ path: `questions.${at}`, reason: `the key must answer question "${question.id}" once` }]),
  ]);
}

function keysOf(pack: Pack, questionId: string): QuestionKey[] {
  return pack.key.filter((key) =>
    key.kind === 'fingerprint' ? key.questionIds.includes(questionId) : key.questionId === questionId,
  );
}

function keyProblems(pack: Pack): PackProblem[] {
  return pack.key.flatMap((key, at): PackProblem[] => {
    if (key.kind === 'fingerprint')
      return key.findings.flatMap((finding, position) =>
        pack.reports.some(({ id }) => id === finding.reportId)
          ? []
          : [
              {
                path: `key.${at}.findings.${position}.reportId`,
                reason: `there is no report "${finding.reportId}"`,
              },
            ],
      );
    const question = pack.questions.find(({ id }) => id === key.questionId);
    if (!question)
      return [{ path: `key.${at}.questionId`, reason: `there is no question "${key.questionId}"` }];
    if (question.kind !== key.kind)
      return [{ path: `key.${at}.kind`, reason: `question "${key.questionId}" is of kind ${question.kind}` }];
    if (key.answers.length !== question.expectedAnswers)
      return [
        {
          path: `key.${at}.answers`,
          reason: `question "${key.questionId}" expects ${question.expectedAnswers}`,
        },
      ];
    return [];
  });
}
