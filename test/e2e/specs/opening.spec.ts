// SPDX-License-Identifier: MIT
import { expect, needReport, test } from '../model/app';

const RANSOMWARE = 'cuckoo-2/ransomware-runpe.json.gz';

test('a report is opened by the button, and is there again at the next start', async ({ launch }) => {
  const report = needReport(RANSOMWARE);
  const first = await launch();
  await first.openReports([report]);
  await expect(first.processTree.getByRole('treeitem').first()).toBeVisible();
  const processes = await first.processTree.getByRole('treeitem').allTextContents();
  await first.close();

  const second = await launch();
  await second.part('recent-case').first().click();
  await second.imported(1);
  await expect(second.processTree.getByRole('treeitem')).toHaveText(processes);
});

test('the practice pack opens from the start screen', async ({ launch }) => {
  const workbench = await launch({ locale: 'ja' });
  await workbench.openPack('mws-cup-2017-task3');
  await workbench.imported(6);
  await expect(workbench.dock('right')).toBeVisible();
  await workbench.screenshots('pack-ja');
});
