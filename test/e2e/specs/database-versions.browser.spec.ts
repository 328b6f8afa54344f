// SPDX-License-Identifier: MIT
/** Databases that earlier versions of Kanshiki wrote. */
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ROOT } from '../harness/places';
import { expect, test } from '../model/app';
import { databaseContents } from '../model/database';
import { storedForm } from '../model/stored-report';

interface Fixture {
  /** IndexedDB's version: ten times that of the schema. */
  version: number;
  stores: Record<
    string,
    { keyPath: string | string[]; autoIncrement: boolean; indexes: string[]; records: unknown[] }
  >;
  /** Text of the report whose import was killed. */
  killed: string;
}

/** Runs in the page: makes the database as the fixture has it. */
async function makeDatabase(text: string): Promise<void> {
  const arrays = { Uint8Array, Uint16Array, Uint32Array, Float64Array };
  const revive = (_key: string, value: unknown): unknown => {
    const packed = value as { $?: keyof typeof arrays; values: number[] } | null;
    return packed?.$ ? arrays[packed.$].from(packed.values) : value;
  };
  const { version, stores } = JSON.parse(text, revive) as Fixture;
  await new Promise<void>((resolve, reject) => {
    const removal = indexedDB.deleteDatabase('kanshiki');
    removal.onsuccess = () => resolve();
    removal.onerror = () => reject(removal.error ?? new Error('failed'));
  });
  const db = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('kanshiki', version);
    opening.onupgradeneeded = () => {
      for (const [name, { keyPath, autoIncrement, indexes, records }] of Object.entries(stores)) {
        const store = opening.result.createObjectStore(name, { keyPath, autoIncrement });
        for (const index of indexes) store.createIndex(index, index);
        for (const record of records) store.add(record);
      }
    };
    opening.onsuccess = () => resolve(opening.result);
    opening.onerror = () => reject(opening.error ?? new Error('failed'));
  });
  db.close();
}

/**
 * What the fixture holds of the killed report is of another one, cut elsewhere, with parts that this one has not:
 * as after a change of the file in its middle, where only the records themselves can tell.
 */
test('version 1: reports are read as before, and an import that was killed then can be resumed', async ({
  launch,
}) => {
  const text = readFileSync(path.join(ROOT, 'test/e2e/fixtures/database-1.json'), 'utf8');
  const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
  try {
    const workbench = await launch();
    const { page } = workbench;
    const app = page.url();
    // A page of the same origin that is not the app, and so does not hold the database open.
    await page.goto(new URL('packs/index.json', app).href);
    await page.evaluate(makeDatabase, text);
    await page.goto(app);
    await workbench.ready();
    await workbench.openRecentCase();
    await expect(workbench.reports).toHaveText(/case\/report\.json/);
    await expect(workbench.process(1300)).toBeVisible();
    await page.getByRole('tab', { name: 'Calls' }).click();
    await expect(workbench.dock('centre').getByText('CreateProcessInternalW').first()).toBeVisible();

    await expect(workbench.interrupted).toContainText('Import was interrupted');
    await expect(workbench.interrupted).not.toContainText('%');
    const killed = path.join(folder, 'killed.json');
    writeFileSync(killed, (JSON.parse(text) as Fixture).killed);
    await workbench.interrupted.getByRole('button', { name: 'Resume' }).click();
    await workbench.chooseFiles([killed], () =>
      workbench.part('interrupted-dialog').getByRole('button', { name: 'Choose' }).click(),
    );
    await workbench.imported(2);
    const { counts, reports } = await databaseContents(page);
    expect(reports.map(({ file, state, calls }) => ({ file, state, calls }))).toEqual([
      { file: 'report.json', state: 'complete', calls: 4 },
      { file: 'killed.json', state: 'complete', calls: 4 },
    ]);
    expect(counts['imports']).toBe(0);

    const resumed = await storedForm(page, 'killed.json');
    const row = workbench.dock('left').getByRole('listitem').filter({ hasText: 'killed.json' });
    await row.hover();
    await row.getByRole('button', { name: /^Remove / }).click();
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove' }).click();
    await expect(workbench.reports).toHaveCount(1);
    await workbench.openReports([killed]);
    expect(resumed).toEqual(await storedForm(page, 'killed.json'));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
