// SPDX-License-Identifier: MIT
/** Kill -9 at twenty random moments of an import: what the next start finds, and what resuming makes of it. */
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { seeded } from '../../fuzz/ingest/random-report';
import { writeLargeReport } from '../harness/large-report';
import { practiceReport } from '../harness/places';
import { expect, test } from '../model/app';
import { databaseContents } from '../model/database';
import type { Workbench } from '../model/pages';
import { storedForm, type StoredForm } from '../model/stored-report';

const POINTS = 20;
const MEGABYTES = 45;
/** The window shows the end of an import some time after it: as a part of what was measured. */
const ENDS_BEFORE = 0.8;

let folder: string;
let large: string;

test.beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
  large = path.join(folder, 'large.json');
  const base = JSON.parse(readFileSync(practiceReport('log3'), 'utf8')) as never;
  await writeLargeReport(large, MEGABYTES, base);
});

test.afterAll(() => rm(folder, { recursive: true, force: true }));

const stored = (workbench: Workbench) => storedForm(workbench.page, 'large.json');

/** The import is over: its report is in the list, and nothing is being read. */
const done = (workbench: Workbench) => workbench.imported(2);

async function removeLarge(workbench: Workbench): Promise<void> {
  const row = workbench.dock('left').getByRole('listitem').filter({ hasText: 'large.json' });
  await row.hover();
  await row.getByRole('button', { name: /^Remove / }).click();
  await workbench.page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
  await expect(workbench.reports).toHaveCount(1);
}

/** Opens the list of the graph's edges, which stays open over a restart when there was time to note it. */
async function openEdges({ page }: Workbench): Promise<void> {
  await page.getByRole('tab', { name: 'Graph' }).click();
  const toggle = page.getByRole('button', { name: 'List of edges' });
  if ((await toggle.getAttribute('aria-pressed')) !== 'true') await toggle.click();
}

/** The report that was there before: nothing of it has changed, its edges are drawn, its calls can be read. */
async function expectEarlierWhole(workbench: Workbench, form: StoredForm, edges: number): Promise<void> {
  const { page } = workbench;
  expect(await storedForm(page, 'report.json')).toEqual(form);
  await workbench.reports.filter({ hasText: 'log1' }).click();
  await openEdges(workbench);
  await expect(workbench.edges).toHaveCount(edges);
  await page.getByRole('tab', { name: 'Calls' }).click();
  await workbench.part('filter-api').fill('NtAllocateVirtual');
  await expect(workbench.dock('centre').getByText('NtAllocateVirtualMemory').first()).toBeVisible();
}

test('killed at twenty random moments, earlier reports are whole, and what was interrupted is resumed or removed', async ({
  launch,
}) => {
  test.setTimeout(900_000);
  const seed = Number(process.env['KANSHIKI_SEED'] ?? Date.now() % 1_000_000);
  console.log(`seed ${seed} (KANSHIKI_SEED)`);
  const random = seeded(seed);

  let workbench = await launch();
  await workbench.openReports([practiceReport('log1')]);
  await openEdges(workbench);
  await expect(workbench.edges.first()).toBeVisible();
  const edges = await workbench.edges.count();
  const earlier = await storedForm(workbench.page, 'report.json');
  const startMs = performance.now();
  await workbench.openReports([large]);
  const wholeMs = performance.now() - startMs;
  const uninterrupted = await stored(workbench);
  await removeLarge(workbench);
  const alone = await databaseContents(workbench.page);

  const tally = { early: 0, late: 0, resumed: 0, removed: 0, killedAgain: 0 };
  let resumeNext = true;
  let resuming = false;
  for (let point = 0; point < POINTS; point += 1) {
    // Now and then the import that is killed is one that was resumed.
    if (!resuming) {
      await workbench.chooseFiles([large], () => workbench.part('open-report').first().click());
    }
    await workbench.killAfter(random() * wholeMs * ENDS_BEFORE);
    workbench = await launch();
    await workbench.openRecentCase();
    await expectEarlierWhole(workbench, earlier, edges);
    resuming = false;

    const { reports } = await databaseContents(workbench.page);
    const [, last] = reports;
    if (!last) {
      tally.early += 1;
      expect(await databaseContents(workbench.page)).toEqual(alone);
    } else if (last.state === 'complete') {
      tally.late += 1;
      expect(await stored(workbench)).toEqual(uninterrupted);
      await removeLarge(workbench);
    } else {
      await expect(workbench.interrupted).toContainText('Import was interrupted at');
      expect((await databaseContents(workbench.page)).reports[1]!.state).toBe('interrupted');
      if (!resumeNext) {
        tally.removed += 1;
        await workbench.removeInterrupted();
      } else if (point % 4 === 3 && point < POINTS - 1) {
        tally.killedAgain += 1;
        await workbench.interrupted.getByRole('button', { name: 'Resume' }).click();
        resuming = true;
        continue;
      } else {
        tally.resumed += 1;
        await workbench.interrupted.getByRole('button', { name: 'Resume' }).click();
        await done(workbench);
        expect(await stored(workbench)).toEqual(uninterrupted);
        await removeLarge(workbench);
      }
      resumeNext = !resumeNext;
    }
    await expect.poll(() => databaseContents(workbench.page)).toEqual(alone);
  }
  console.log(`an import of ${Math.round(wholeMs)} ms killed: ${JSON.stringify(tally)}`);
  expect(tally.resumed).toBeGreaterThan(0);
  expect(tally.removed).toBeGreaterThan(0);
});
