// SPDX-License-Identifier: MIT
/** When the database may not grow any more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLargeReport } from '../harness/large-report';
import { practiceReport } from '../harness/places';
import { expect, test } from '../model/app';
import { databaseContents, reportRecords } from '../model/database';
import type { Workbench } from '../model/pages';

/** How long it may take to read until the room is used up. */
const READING_MS = 120_000;

/** Less than either large report takes. */
const QUOTA = 8_000_000;

/** Resumes the one interrupted import, with the file chosen again. */
async function resume(workbench: Workbench, file: string): Promise<void> {
  await workbench.interrupted.getByRole('button', { name: 'Resume' }).click();
  await workbench.chooseFiles([file], () =>
    workbench.part('interrupted-dialog').getByRole('button', { name: 'Choose' }).click(),
  );
}

test('a quota that is used up ends the import with a message, and earlier reports stay whole', async ({
  launch,
}) => {
  test.slow();
  const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
  try {
    const large = path.join(folder, 'large.json');
    await writeLargeReport(large, 150);
    const workbench = await launch({ quota: QUOTA });
    const { page } = workbench;
    await workbench.openReports([practiceReport('log1')]);
    const before = await databaseContents(page);
    await workbench.chooseFiles([large], () => workbench.part('open-report').first().click());
    await expect(workbench.part('error-dialog')).toContainText('no more room', { timeout: READING_MS });
    await workbench.part('error-dialog').getByRole('button').last().click();
    await expect.poll(() => databaseContents(page)).toEqual(before);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});

test('a quota that is used up while resuming says so; the import can be resumed again when there is room', async ({
  launch,
}) => {
  test.slow();
  const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
  try {
    const large = path.join(folder, 'large.json');
    await writeLargeReport(large, 100);
    const first = await launch();
    await first.openReports([practiceReport('log1')]);
    const before = (await reportRecords(first.page))['args']!;
    await first.chooseFiles([large], () => first.part('open-report').first().click());
    await expect
      .poll(async () => (await reportRecords(first.page))['args'], { intervals: [20] })
      .toBeGreaterThan(before + 1);
    await first.close();

    const second = await launch({ quota: QUOTA });
    const { page } = second;
    await second.openRecentCase();
    await resume(second, large);
    const dialog = second.part('interrupted-dialog');
    await expect(dialog).toContainText('no more room', { timeout: READING_MS });
    await expect(dialog).toContainText('What was read before is still stored.');
    await dialog.getByRole('button', { name: 'Close' }).last().click();
    await expect(second.interrupted).toHaveCount(1);
    const { reports } = await databaseContents(page);
    expect(reports.map(({ state }) => state)).toEqual(['complete', 'interrupted']);
    await second.close();

    const third = await launch();
    await third.openRecentCase();
    await resume(third, large);
    await third.imported(2);
    expect((await databaseContents(third.page)).reports.map(({ state }) => state)).toEqual([
      'complete',
      'complete',
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
