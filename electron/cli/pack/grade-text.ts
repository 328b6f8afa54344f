// SPDX-License-Identifier: MIT
/**
 * A marked sheet as lines for people.
 * @module
 */
import { createTranslator } from '../../../shared/i18n/translate';
import type { Language } from '../../../shared/i18n/translate';
import type { GradeResult, Pack, QuestionGrade } from '../../../shared/scoring/types';

export function gradeText(pack: Pack, result: GradeResult, language: Language): string {
  const translate = createTranslator(language);
  const lines = [
    translate('scoring.text.title', { title: pack.title[language], total: result.total, max: result.max }),
  ];
  for (const group of pack.groups) {
    const { points = 0, max = 0 } = result.groups.find(({ id }) => id === group.id) ?? {};
    lines.push('', `${group.id}  ${group.title[language]}  ${points} / ${max}`);
    for (const question of result.questions.filter((one) => one.group === group.id)) {
      const { questionId: id, points: own, max: of } = question;
      const status = translate(`scoring.status.${statusKey(question)}`);
      lines.push(`  ${translate('scoring.text.question', { id, points: own, max: of, status })}`);
      if (question.status === 'open') continue;
      for (const reason of question.reasons) lines.push(`    ${signed(reason.points)}  ${reason[language]}`);
      if (question.proposed !== null && !isSelfMarked(question))
        lines.push(`    ${translate('scoring.text.proposed', { points: question.proposed })}`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function statusKey(question: QuestionGrade): string {
  if (question.status === 'self') return isSelfMarked(question) ? 'self' : 'waiting';
  if (question.status !== 'taken') return question.status;
  return question.reasons.some(({ points }) => points < 0) ? 'taken' : 'wrong';
}

const isSelfMarked = ({ reasons }: QuestionGrade) =>
  reasons.some(({ code }) => code.startsWith('self-marked'));

function signed(points: number): string {
  if (points === 0) return ' 0';
  return points > 0 ? `+${points}` : `−${-points}`;
}
