// SPDX-License-Identifier: MIT
/** Imports that were interrupted: offered at the next start, resumed to the end, or removed. */
import { readFileSync } from 'node:fs';
import { copyFile, mkdtemp, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLargeReport } from '../harness/large-report';
import { practiceReport } from '../harness/places';
import { expect, test as base } from '../model/app';
import { databaseContents, NOTHING, reportRecords } from '../model/database';
import type { Workbench } from '../model/pages';
import { storedForm } from '../model/stored-report';

const test = base.extend<{ large: string }>({
  // eslint-disable-next-line no-empty-pattern
  large: async ({}, use) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
    const large = path.join(folder, 'large.json');
    await writeLargeReport(large, 90, JSON.parse(readFileSync(practiceReport('log3'), 'utf8')) as never);
    await use(large);
    await rm(folder, { recursive: true, force: true });
  },
});

/** Reads a report until some of it is committed, then ends the app: killed, or a page that is closed. */
async function interrupt(workbench: Workbench, file: string, committedPacks = 2): Promise<void> {
  const before = (await reportRecords(workbench.page))['args']!;
  await workbench.chooseFiles([file], () => workbench.part('open-report').first().click());
  await expect
    .poll(async () => (await reportRecords(workbench.page))['args'], { intervals: [20] })
    .toBeGreaterThanOrEqual(before + committedPacks);
  await (workbench.host === 'electron' ? workbench.kill() : workbench.close());
}

const dialogOf = (workbench: Workbench) => workbench.part('interrupted-dialog');

/** Presses Resume; a browser, which may not keep files, asks for the file again. */
async function resume(workbench: Workbench, file: string): Promise<void> {
  await workbench.interrupted.getByRole('button', { name: 'Resume' }).click();
  if (workbench.host === 'electron') return;
  await expect(dialogOf(workbench)).toContainText('Where "large.json" lies is not known any more.');
  await choose(workbench, file);
}

const choose = (workbench: Workbench, file: string) =>
  workbench.chooseFiles([file], () => dialogOf(workbench).getByRole('button', { name: 'Choose' }).click());

test('an interrupted import is offered at the next start, and ends as if it had not been interrupted', async ({
  launch,
  large,
}) => {
  const first = await launch();
  await first.openReports([large]);
  const uninterrupted = await storedForm(first.page, 'large.json');
  await first.close();
  const second = await launch();
  await second.startScreen.getByRole('button', { name: /^Remove / }).click();
  await second.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect.poll(() => reportRecords(second.page)).toEqual(NOTHING);
  await interrupt(second, large);

  const third = await launch();
  await expect(third.startScreen).toContainText('1 interrupted import');
  await third.openRecentCase();
  await expect(third.interrupted).toContainText(/large\.json.*Import was interrupted at \d+ %/s);
  await expect(third.reports).toHaveCount(0);
  await third.screenshots('interrupted');
  await resume(third, large);
  await third.imported(1);
  expect(await storedForm(third.page, 'large.json')).toEqual(uninterrupted);
});

test('an interrupted import is looked at by nobody, and removed whole when asked for', async ({
  launch,
  large,
}) => {
  const first = await launch();
  await first.openReports([practiceReport('log1')]);
  const alone = await databaseContents(first.page);
  await interrupt(first, large);

  const second = await launch();
  await second.openRecentCase();
  await expect(second.reports).toHaveCount(1);
  await expect(second.processTree.getByRole('treeitem').first()).toBeVisible();
  await second.interrupted.getByRole('button', { name: 'Remove' }).click();
  await dialogOf(second).getByRole('button', { name: 'Cancel' }).click();
  await expect(second.interrupted).toHaveCount(1);
  await second.removeInterrupted();
  await expect.poll(() => databaseContents(second.page)).toEqual(alone);
});

test('a case that held nothing but the interrupted import goes with it', async ({ launch, large }) => {
  await interrupt(await launch(), large);
  const again = await launch();
  await again.openRecentCase();
  await again.removeInterrupted();
  await expect(again.startScreen).toBeVisible();
  const { counts } = await databaseContents(again.page);
  expect({ ...(await reportRecords(again.page)), cases: counts['cases'] }).toEqual({ ...NOTHING, cases: 0 });
});

test('a file that was moved, and one that is another, are told apart before anything is read', async ({
  launch,
  large,
}) => {
  await interrupt(await launch(), large);
  const moved = path.join(path.dirname(large), 'moved.json');
  const other = path.join(path.dirname(large), 'other.json');
  await rename(large, moved);
  await copyFile(practiceReport('log2'), other);
  const again = await launch();
  await again.openRecentCase();
  await again.interrupted.getByRole('button', { name: 'Resume' }).click();
  await expect(dialogOf(again)).toContainText(
    again.host === 'electron' ? 'The file "large.json" is no longer there.' : 'is not known any more.',
  );
  await again.screenshots('interrupted-gone');
  await choose(again, other);
  await expect(dialogOf(again)).toContainText('"other.json" is not the file whose import was interrupted');
  await choose(again, moved);
  await again.imported(1);
  expect((await databaseContents(again.page)).reports).toMatchObject([
    { file: 'moved.json', state: 'complete' },
  ]);
});

test('resuming that is stopped leaves the import to be resumed again', async ({ launch, large }) => {
  await interrupt(await launch(), large, 6);
  const again = await launch();
  await again.openRecentCase();
  const told = await again.interrupted.innerText();
  await resume(again, large);
  await again.part('import-stop').click();
  await expect(again.interrupted).toContainText('Import was interrupted at');
  expect(await again.interrupted.innerText()).toBe(told);
  await resume(again, large);
  await again.imported(1);
  expect((await databaseContents(again.page)).reports).toMatchObject([{ state: 'complete' }]);
});
