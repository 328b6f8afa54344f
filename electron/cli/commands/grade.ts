// SPDX-License-Identifier: MIT
/**
 * `kanshiki grade ANSWERS.json --pack PACK`: points a question, the total, and a reason for each.
 * @module
 */
import { Option, type Command } from 'commander';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../shared/errors/kinds';
import type { Language } from '../../../shared/i18n/translate';
import { logQuestions } from '../../../shared/scoring/context';
import { grade } from '../../../shared/scoring/grade';
import { parseAnswerSheet } from '../../../shared/scoring/schemas';
import type { AnswerSheet, Pack, PackReport, ReportLog } from '../../../shared/scoring/types';
import { fileError } from '../../files/check-readable';
import { standardOutput } from '../output';
import { gradeText } from '../pack/grade-text';
import { openPack } from '../pack/open-pack';
import { readLog } from '../pack/read-log';

interface GradeOptions {
  pack: string;
  format: 'json' | 'text';
  lang: Language;
}

export function addGrade(program: Command): void {
  program
    .command('grade')
    .description('mark an answer sheet')
    .argument('<answers>', 'answer sheet (JSON)')
    .requiredOption('--pack <pack>', 'problem set: a folder, or one packed file')
    .addOption(new Option('--format <format>', 'what to print').choices(['json', 'text']).default('json'))
    .addOption(new Option('--lang <language>', 'language of texts').choices(['ja', 'en']).default('en'))
    .action(async (answers: string, options: GradeOptions) => {
      await gradeFile(answers, options);
    });
}

async function gradeFile(file: string, options: GradeOptions): Promise<void> {
  const sheet = await readSheet(file);
  const opened = await openPack(options.pack);
  const { pack } = opened;
  if (sheet.packId !== pack.id)
    throw new UserError('answers-other-pack', {
      name: path.basename(file),
      pack: sheet.packId,
      given: pack.id,
    });
  const reports: ReportLog[] = [];
  for (const report of pack.reports.filter((one) => isNeeded(pack, sheet, one)))
    reports.push(await readLog(opened, report, logQuestions(sheet, report.id, report.sha256)));
  const result = grade(pack, sheet, { reports });
  const text =
    options.format === 'text'
      ? gradeText(pack, result, options.lang)
      : `${JSON.stringify(result, null, 2)}\n`;
  await standardOutput().write(text);
}

async function readSheet(file: string): Promise<AnswerSheet> {
  const name = path.basename(file);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw (error as NodeJS.ErrnoException).code === 'EISDIR'
      ? new UserError('file-is-folder', { name })
      : fileError(error, name);
  });
  let value: unknown;
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError('answers-invalid', { name, path: '', reason: 'not JSON' }, { cause: error });
  }
  return parseAnswerSheet(value, name);
}

/** Logs that no answer speaks of need not be read. */
function isNeeded(pack: Pack, sheet: AnswerSheet, report: PackReport): boolean {
  return sheet.answers.some(({ questionId, entries }) => {
    const question = pack.questions.find(({ id }) => id === questionId);
    return (
      (entries.length > 0 && question?.reportId === report.id) ||
      entries.some((entry) => entry.kind === 'fingerprint' && entry.reportId === report.id)
    );
  });
}
