// SPDX-License-Identifier: MIT
/** When the database may not grow any more. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { writeLargeReport } from '../harness/large-report';
import { practiceReport } from '../harness/places';
import { expect, test } from '../model/app';
import { databaseContents } from '../model/database';

test('a quota that is used up ends the import with a message, and earlier reports stay whole', async ({
  launch,
}) => {
  const folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-reports-'));
  try {
    const large = path.join(folder, 'large.json');
    await writeLargeReport(large, 150);
    const workbench = await launch();
    const { page } = workbench;
    // Before the first write: Chromium remembers for a while how much room there was.
    const devtools = await page.context().newCDPSession(page);
    const origin = await page.evaluate(() => location.origin);
    await devtools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: 8_000_000 });
    await workbench.openReports([practiceReport('log1')]);
    const before = await databaseContents(page);
    await workbench.chooseFiles([large], () => workbench.part('open-report').first().click());
    await expect(workbench.part('error-dialog')).toContainText('no more room');
    await workbench.part('error-dialog').getByRole('button').last().click();
    await expect.poll(() => databaseContents(page)).toEqual(before);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
