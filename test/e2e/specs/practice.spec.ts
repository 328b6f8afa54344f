// SPDX-License-Identifier: MIT
/** The practice pack as a contestant works it: edges into answers, marks with reasons, kept over a restart. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../model/app';
import { ROOT } from '../harness/places';
import type { Workbench } from '../model/pages';
import type { Pack } from '../../../shared/scoring/types';

const PACK = 'mws-cup-2017-task3';

/** Every technique of a log, taken over from its edge into the sheet. */
const TECHNIQUES = [['T1055.002'], ['T1055.012'], ['T1055.012', 'T1055.004']];

async function answerInjections(workbench: Workbench): Promise<void> {
  const { page } = workbench;
  for (const [log, techniques] of TECHNIQUES.entries()) {
    await workbench.reports.nth(log).click();
    for (const technique of techniques) {
      await workbench.edges.filter({ hasText: technique }).click();
      await page.getByTestId('use-selection').click();
    }
  }
}

function score(workbench: Workbench) {
  return workbench.part('score');
}

test('three logs of injections, a novel check and an essay are marked as published', async ({ launch }) => {
  const workbench = await launch();
  const { page } = workbench;
  await workbench.openPack(PACK);
  await workbench.imported(6);
  await expect(score(workbench)).toHaveText('0 / 25');
  await page.getByRole('button', { name: 'List of edges' }).click();
  await answerInjections(workbench);
  await page.getByTestId('grade').click();
  await expect(score(workbench)).toHaveText('12 / 25');

  // A finding of the key that no Cuckoo signature of the snapshot implements: four points.
  const pack = JSON.parse(readFileSync(path.join(ROOT, 'out/packs', PACK, 'pack.json'), 'utf8')) as Pack;
  const key = pack.key.find((entry) => entry.kind === 'fingerprint')!;
  const finding = key.findings.find((entry) => entry.novelty === 'novel')!;
  const question = page.getByTestId('question-3-2-1');
  await question.getByRole('button').first().click();
  await question.getByTestId('outline').fill('It asks what kind of machine it runs on.');
  await question.getByTestId('log').selectOption(finding.reportId);
  await question.getByTestId('process-pid').fill(String(finding.pid));
  await question.getByTestId('api-input').fill(finding.apis[0]!);
  await question.getByTestId('api-input').press('Enter');
  await question.getByTestId('artefact').fill(finding.artefacts[0] ?? '');
  const essay = page.getByTestId('question-3-3');
  await essay.getByRole('button').first().click();
  await essay.getByTestId('essay').fill('Logs with the truth of what happened beside them.');
  await page.getByTestId('grade').click();
  await expect(score(workbench)).toHaveText('17 / 25');
  await workbench.screenshots('practice-17-points');

  // An API that is not in the log is plainly wrong and costs the point of its question, not more.
  const execution = page.getByTestId('question-3-1-3');
  await execution.getByRole('button').first().click();
  await execution.getByTestId('api-input').fill('NtQueueApcThreadEx2');
  await execution.getByTestId('api-input').press('Enter');
  await page.getByTestId('grade').click();
  await expect(score(workbench)).toHaveText('16 / 25');
  await expect(execution.getByTestId('reasons')).toContainText('NtQueueApcThreadEx2');
  await workbench.close();

  const again = await launch();
  await again.part('recent-case').first().click();
  await again.imported(6);
  await expect(score(again)).toHaveText('16 / 25');
});

test('language and theme change without a restart, and the sheet speaks both', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openPack(PACK);
  await workbench.imported(6);
  for (const language of ['ja', 'en'] as const)
    for (const theme of ['light', 'dark'] as const) {
      await workbench.setLanguage(language);
      await workbench.setTheme(theme);
      await expect(workbench.dock('right')).toContainText(language === 'ja' ? '解答用紙' : 'Answer sheet');
      await workbench.screenshots(`practice-${language}-${theme}`);
    }
});
