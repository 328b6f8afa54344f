// SPDX-License-Identifier: MIT
/** What becomes of the database when processes die in the middle of an import. */
import { spawnSync } from 'node:child_process';
import { closeSync, openSync, writeSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLargeReport } from '../harness/large-report';
import { practiceReport } from '../harness/places';
import { expect, test } from '../model/app';
import { databaseContents, NOTHING, reportRecords } from '../model/database';
import type { Workbench } from '../model/pages';

let folder: string;
let large: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
  large = path.join(folder, 'large.json');
  await writeLargeReport(large, 200);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

/** Starts reading the large report and waits until some of it is committed. */
async function startImport(workbench: Workbench, committedPacks: number): Promise<void> {
  const before = (await reportRecords(workbench.page))['args']!;
  await workbench.chooseFiles([large], () => workbench.part('open-report').first().click());
  await expect
    .poll(async () => (await reportRecords(workbench.page))['args'], { intervals: [20] })
    .toBeGreaterThanOrEqual(before + committedPacks);
}

test('a reading process that dies ends its import with a message, and nothing is kept', async ({
  launch,
}) => {
  const workbench = await launch();
  await startImport(workbench, 2);
  const pid = await workbench.electron!.evaluate(
    ({ app }) => app.getAppMetrics().find(({ name }) => name === 'Kanshiki ingest')!.pid,
  );
  process.kill(pid, 'SIGKILL');
  await expect(workbench.part('error-dialog')).toContainText('Reading stopped unexpectedly.');
  await expect.poll(() => reportRecords(workbench.page)).toEqual(NOTHING);
});

test('a disk that fills up ends the import with a message in time, and earlier reports stay whole', async ({
  launch,
  profile,
}) => {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', profile]).status === 0;
  test.skip(!mounted, 'only root may mount a small disk');
  try {
    const workbench = await launch();
    await workbench.openReports([practiceReport('log1')]);
    const before = await databaseContents(workbench.page);
    await workbench.chooseFiles([large], () => workbench.part('open-report').first().click());
    await expect(workbench.part('error-dialog')).toContainText('no more room', { timeout: 60_000 });
    await workbench.part('error-dialog').getByRole('button').last().click();
    await expect.poll(() => databaseContents(workbench.page)).toEqual(before);
    await workbench.close();
    const again = await launch();
    expect(await databaseContents(again.page)).toEqual(before);
    await again.close();
  } finally {
    spawnSync('umount', ['--lazy', profile]);
  }
});

/** Takes all the room that a disk has left. */
function fillDisk(file: string): void {
  const descriptor = openSync(file, 'w');
  try {
    for (const bytes of [1 << 20, 4096, 1]) {
      const block = Buffer.alloc(bytes, 1);
      for (let written = bytes; written === bytes;) {
        try {
          written = writeSync(descriptor, block);
        } catch (error) {
          if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
          written = 0;
        }
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

test('a disk so full that nothing can be taken back leaves an import to be resumed or removed', async ({
  launch,
  profile,
}) => {
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=160m', 'tmpfs', profile]).status === 0;
  test.skip(!mounted, 'only root may mount a small disk');
  try {
    const workbench = await launch();
    await workbench.openReports([practiceReport('log1')]);
    const before = await databaseContents(workbench.page);
    await workbench.part('go-start').click();
    await startImport(workbench, 5);
    fillDisk(path.join(profile, 'filler'));
    await expect(workbench.part('error-dialog')).toContainText('no more room', { timeout: 60_000 });
    await workbench.close();
    await rm(path.join(profile, 'filler'));
    const again = await launch();
    await again.openRecentCase();
    await expect(again.interrupted).toHaveCount(1);
    await expect(again.reports).toHaveCount(0);
    await again.removeInterrupted();
    await expect.poll(() => databaseContents(again.page)).toEqual(before);
    await again.close();
  } finally {
    spawnSync('umount', ['--lazy', profile]);
  }
});

test('a page that loads anew in the middle of an import ends its reading process, and the import can be resumed', async ({
  launch,
}) => {
  const workbench = await launch();
  await startImport(workbench, 2);
  await workbench.page.reload();
  await workbench.ready();
  const readers = () =>
    workbench.electron!.evaluate(
      ({ app }) => app.getAppMetrics().filter(({ name }) => name === 'Kanshiki ingest').length,
    );
  await expect.poll(readers).toBe(0);
  await workbench.openRecentCase();
  await workbench.resume();
  expect((await databaseContents(workbench.page)).reports).toMatchObject([{ state: 'complete' }]);
});
