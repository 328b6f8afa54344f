// SPDX-License-Identifier: MIT
/** The findings of a real report: what was checked, what gave the sandbox away, and the way onto the sheet. */
import type { Locator } from '@playwright/test';
import { expect, needReport, test } from '../model/app';
import type { Workbench } from '../model/pages';

const KOVTER = 'cuckoo-modified/kovter-antivm.json.gz';

async function openFindings(workbench: Workbench): Promise<void> {
  await workbench.page.getByRole('tab', { name: 'Findings' }).click();
  await expect(workbench.part('findings-view')).toBeVisible();
}

function rows(workbench: Workbench): Locator {
  return workbench.part('findings-inside').getByTestId('finding');
}

test('Kovter: checks by category, those outside the tree apart, and a summary of what was found', async ({
  launch,
}) => {
  const workbench = await launch();
  await workbench.openReports([needReport(KOVTER)]);
  await openFindings(workbench);
  for (const category of ['VirtualBox', 'VMware', 'Analysis tools', 'Identity of machine and user'])
    await expect(workbench.part('findings-inside').getByRole('group', { name: category })).toBeVisible();
  await expect(workbench.part('findings-summary').getByTestId('gave-away').first()).toBeVisible();
  // What any machine has gives nothing away, though it was found.
  await expect(workbench.part('findings-summary').getByTestId('gave-away')).not.toContainText([
    'Install date of Windows',
  ]);
  await expect(workbench.part('gave-nothing')).toContainText('Install date of Windows');
  // Services and updaters stay folded away.
  await expect(workbench.part('findings-outside-list')).toHaveCount(0);
  await workbench.part('outside-toggle').click();
  await expect(workbench.part('findings-outside-list')).toContainText('svchost.exe');
  await workbench.part('outside-toggle').click();
  await workbench.screenshots('findings');
});

test('Kovter: what is new, filled into the first free question with all five things, earns full points', async ({
  launch,
}) => {
  const workbench = await launch();
  await workbench.openReports([needReport(KOVTER)]);
  await openFindings(workbench);
  await workbench.part('findings-novelOnly').click();
  await workbench.part('findings-strongOnly').click();
  await expect(rows(workbench).first()).toBeVisible();
  for (const row of await rows(workbench).all()) await expect(row).toContainText('4 points');

  // The rule holds several artefacts; its line opens, and one of them is chosen.
  const tools = rows(workbench).filter({ hasText: 'Registry keys of analysis tools' });
  await tools.click();
  await tools.press('ArrowRight');
  await rows(workbench).filter({ hasText: 'HKLM\\Software\\Wireshark' }).click();
  await expect(workbench.part('finding-title')).toHaveText('Registry keys of analysis tools');
  // The process that repeats it most stands in front, in the tree as well.
  await expect(workbench.process(1564)).toHaveAttribute('aria-selected', 'true');
  await expect(workbench.process(2864)).toHaveAttribute('aria-selected', 'false');
  await expect(workbench.part('evidence')).toContainText('about every 2,941 calls');

  await workbench.part('use-finding').click();
  const question = workbench.part('question-3-2-1');
  await expect(question.getByTestId('outline')).toHaveValue(
    /analysis tool.*HKLM\\Software\\Wireshark.*not there/s,
  );
  await expect(question.getByTestId('log').locator('option:checked')).toContainText('kovter-antivm');
  await expect(question.getByTestId('artefact')).toHaveValue('HKLM\\Software\\Wireshark');
  const filled = await question
    .locator('input')
    .evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value));
  expect(filled).toEqual(expect.arrayContaining(['1564', 'regsvr32.exe']));
  await expect(question).toContainText('RegOpenKeyExA');
  await workbench.page.getByRole('button', { name: 'Mark now' }).click();
  await expect(question).toContainText('4/4');
  await workbench.screenshots('findings-answer');
});

test('an answer goes to the question that is chosen, and a call leads into the table', async ({ launch }) => {
  const workbench = await launch({ colorScheme: 'dark' });
  await workbench.openReports([needReport(KOVTER)]);
  await openFindings(workbench);
  await workbench.part('findings-text').fill('install date');
  await rows(workbench).first().click();
  await workbench.part('use-finding-question').selectOption('3-2-3');
  await workbench.part('use-finding').click();
  await expect(workbench.part('question-3-2-3').getByTestId('artefact')).toHaveValue(/InstallDate$/);
  await workbench.screenshots('findings-dark');

  const call = workbench.part('evidence-call').first();
  const place = await call.getAttribute('data-call');
  await call.click();
  await expect(workbench.page.getByRole('tab', { name: 'Calls' })).toHaveAttribute('aria-selected', 'true');
  await expect(workbench.part('call-table').locator(`[data-call="${place}"]`)).toHaveAttribute(
    'aria-selected',
    'true',
  );
  // What the call is evidence of stays in view.
  await expect(workbench.part('finding-title')).toHaveText('Install date of Windows');
});

test('keys walk the findings, fold them and use them', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([needReport(KOVTER)]);
  await workbench.page.keyboard.press('d');
  await rows(workbench).first().click();
  const title = workbench.part('finding-title');
  const first = await title.textContent();
  await workbench.page.keyboard.press('j');
  await expect(title).not.toHaveText(first!);
  await workbench.page.keyboard.press('k');
  await expect(title).toHaveText(first!);
  await workbench.page.keyboard.press('/');
  await expect(workbench.part('findings-text')).toBeFocused();
  await workbench.page.keyboard.press('Escape');
  await rows(workbench).first().focus();
  await workbench.page.keyboard.press('u');
  await expect(workbench.part('question-3-2-1').getByTestId('outline')).not.toHaveValue('');
});

test('the whole case: each finding names its log, and opens it', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([needReport(KOVTER), needReport('cuckoo-2/ransomware-runpe.json.gz')]);
  await openFindings(workbench);
  await workbench.part('findings-scope').selectOption('case');
  const other = rows(workbench).filter({ hasText: 'ransomware-runpe' }).filter({ hasText: 'Defender' });
  await other.click();
  await expect(workbench.part('evidence')).toContainText('C:\\myapp.exe');
  await expect(workbench.reports.filter({ hasText: 'ransomware-runpe' })).toHaveAttribute(
    'aria-current',
    'true',
  );
  await workbench.screenshots('findings-case');
});

test('signatures of the report stand beside ours', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([needReport('cuckoo-2/ransomware-runpe.json.gz')]);
  await openFindings(workbench);
  await workbench.part('findings-mode-signatures').click();
  const both = workbench.part('compare-both');
  await expect(both).toContainText('injection_runpe');
  await expect(workbench.part('compare-ours')).toContainText('Defender');
  await both
    .getByRole('button', { name: /hollowing/i })
    .first()
    .click();
  await expect(workbench.part('evidence-verdict')).toHaveText('Injection');
  await workbench.screenshots('findings-signatures');
});

test('the dictionary looks through the arguments of every log, and leads to the call', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([needReport(KOVTER), needReport('cuckoo-2/ransomware-runpe.json.gz')]);
  await openFindings(workbench);
  await workbench.part('findings-mode-dictionary').click();
  await workbench.part('dictionary-start').click();
  await expect(workbench.part('dictionary-start')).toHaveText('Search again');
  const known = workbench.part('dictionary-covered').getByRole('listitem');
  await expect(known.filter({ hasText: 'sbiedll.dll' })).toHaveCount(2);
  const other = known.filter({ hasText: 'myapp.exe' });
  await expect(other).toContainText('ransomware-runpe');
  await workbench.screenshots('findings-dictionary');
  await other.getByRole('button', { name: /NtCreateFile/ }).click();
  await expect(workbench.part('call-table').locator('[aria-selected="true"]')).toContainText('myapp.exe');
});

test('in Japanese a process leads to its own findings', async ({ launch }) => {
  const workbench = await launch({ locale: 'ja' });
  await workbench.openReports([needReport(KOVTER)]);
  await workbench.process(2864).click();
  await workbench.part('show-findings').click();
  await expect(workbench.page.getByRole('tab', { name: '環境検査' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(rows(workbench).first()).toBeVisible();
  for (const row of await rows(workbench).all()) await expect(row).toContainText('2864');
  await workbench.screenshots('findings-ja');
});
