// SPDX-License-Identifier: MIT
/** What the database holds after imports that succeed, fail, are stopped, or bring what is there already. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLargeReport } from '../harness/large-report';
import { practiceReport } from '../harness/places';
import { expect, test as base } from '../model/app';
import { databaseContents, NOTHING, reportRecords } from '../model/database';

const test = base.extend<{ folder: string }>({
  // eslint-disable-next-line no-empty-pattern
  folder: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
    await use(folder);
    await rm(folder, { recursive: true, force: true });
  },
});

/** Number of calls of a Cuckoo 2 report, counted the plain way. */
function callsOf(text: string): number {
  const { behavior } = JSON.parse(text) as { behavior: { processes: { calls: unknown[] }[] } };
  return behavior.processes.reduce((sum, { calls }) => sum + calls.length, 0);
}

test('a report is stored whole, in segments and blocks and never as rows, and survives a restart', async ({
  launch,
}) => {
  const file = practiceReport('log1');
  const calls = callsOf(readFileSync(file, 'utf8'));
  const first = await launch();
  await first.openReports([file]);
  const stored = await databaseContents(first.page);
  expect(stored.reports).toEqual([
    { file: 'report.json', state: 'complete', calls, sha256: stored.reports[0]!.sha256 },
  ]);
  expect(stored.counts['columns']! + stored.counts['args']!).toBeLessThan(calls / 20);
  await first.close();

  const second = await launch();
  await second.part('recent-case').first().click();
  await second.imported(1);
  expect(await databaseContents(second.page)).toEqual(stored);
});

test('the same content under another name is recognised and stored once', async ({ launch, folder }) => {
  const file = practiceReport('log2');
  const copy = path.join(folder, 'copy.json');
  writeFileSync(copy, readFileSync(file));
  const workbench = await launch();
  await workbench.openReports([file]);
  const before = await databaseContents(workbench.page);
  await workbench.chooseFiles([copy], () => workbench.part('open-report').click());
  await expect(workbench.page.getByText(/already/i).first()).toBeVisible();
  await workbench.imported(1);
  expect(await databaseContents(workbench.page)).toEqual(before);
});

test('what is no report is refused by a message, and nothing of it is stored', async ({ launch, folder }) => {
  const files = { 'list.json': '[1, 2, 3]', 'text.json': 'hello', 'other.json': '{"a": {"b": [1]}}' };
  const workbench = await launch();
  for (const [name, text] of Object.entries(files)) {
    writeFileSync(path.join(folder, name), text);
    await workbench.chooseFiles([path.join(folder, name)], () =>
      workbench.part('open-report').first().click(),
    );
    await expect(workbench.part('error-dialog')).toContainText(name);
    await workbench.part('error-dialog').getByRole('button').last().click();
    expect(await reportRecords(workbench.page)).toEqual(NOTHING);
  }
  expect((await databaseContents(workbench.page)).counts['cases']).toBe(0);
});

test('an import that is stopped leaves nothing behind', async ({ launch, folder }) => {
  const file = path.join(folder, 'large.json');
  await writeLargeReport(file, 150);
  const workbench = await launch();
  await workbench.chooseFiles([file], () => workbench.part('open-report').first().click());
  await expect.poll(async () => (await reportRecords(workbench.page))['args']).toBeGreaterThan(0);
  await workbench.part('background-task').getByRole('button').click();
  await expect(workbench.part('background-task')).toHaveCount(0);
  await expect.poll(() => reportRecords(workbench.page)).toEqual(NOTHING);
  await workbench.close();
  const again = await launch();
  expect(await reportRecords(again.page)).toEqual(NOTHING);
});

test('a damaged report keeps all that comes before the damage, marked incomplete', async ({
  launch,
  folder,
}) => {
  const text = readFileSync(practiceReport('log3'), 'utf8');
  const file = path.join(folder, 'cut.json');
  writeFileSync(file, text.slice(0, Math.floor(text.length / 2)));
  const workbench = await launch();
  await workbench.openReports([file]);
  const { reports } = await databaseContents(workbench.page);
  expect(reports).toHaveLength(1);
  expect(reports[0]!.state).toBe('partial');
  expect(reports[0]!.calls).toBeGreaterThan(100);
  expect(reports[0]!.calls).toBeLessThan(callsOf(text));
});

test('a report that is removed from its case leaves the others', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([practiceReport('log1')]);
  const alone = await databaseContents(workbench.page);
  await workbench.openReports([practiceReport('log2')]);
  // A browser does not tell folders, so both have one name there: the second row is the second report's.
  const row = workbench.dock('left').getByRole('listitem').nth(1);
  await row.hover();
  await row.getByRole('button', { name: /^Remove / }).click();
  await workbench.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(workbench.reports).toHaveCount(1);
  await expect.poll(() => databaseContents(workbench.page)).toEqual(alone);
});

test('a report that is removed takes all its records along', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([practiceReport('log1')]);
  await workbench.close();
  const again = await launch();
  await again.startScreen
    .getByRole('button', { name: /^Remove / })
    .first()
    .click();
  await again.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => reportRecords(again.page)).toEqual(NOTHING);
});

test('calls that have arrived can be read and filtered while the rest is still being read', async ({
  launch,
  folder,
}) => {
  const file = path.join(folder, 'large.json');
  await writeLargeReport(file, 250);
  const workbench = await launch();
  const { page } = workbench;
  await workbench.chooseFiles([file], () => workbench.part('open-report').first().click());
  await page.getByRole('tab', { name: 'Calls' }).click();
  await expect(workbench.dock('centre').getByText('RegOpenKeyExW').first()).toBeVisible();
  const [report] = (await databaseContents(page)).reports;
  expect(report!.state).toBe('importing');
  await workbench.part('filter-api').fill('NtRead');
  await expect(workbench.dock('centre').getByText('NtReadFile').first()).toBeVisible();
  await expect(workbench.dock('centre').getByText('RegOpenKeyExW')).toHaveCount(0);
});
