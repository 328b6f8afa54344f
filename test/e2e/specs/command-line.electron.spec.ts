// SPDX-License-Identifier: MIT
import { spawn } from 'node:child_process';
import { appUnderTest } from '../harness/places';
import { expect, needReport, test } from '../model/app';

test('files on the command line are opened', async ({ launch }) => {
  const report = needReport('cuckoo-2/ransomware-runpe.json.gz');
  const workbench = await launch({ files: [report] });
  await workbench.imported(1);
  await expect(workbench.processTree.getByRole('treeitem').first()).toBeVisible();
});

test('a second start hands its files to the first window and ends', async ({ launch, profile }) => {
  const report = needReport('cuckoo-2/ransomware-runpe.json.gz');
  const workbench = await launch();
  const root = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const second = spawn(appUnderTest(), [...root, `--user-data-dir=${profile}`, report], { stdio: 'ignore' });
  const code = await new Promise((resolve) => second.on('exit', resolve));
  expect(code).toBe(0);
  await workbench.imported(1);
});
