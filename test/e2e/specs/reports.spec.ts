// SPDX-License-Identifier: MIT
/** Real reports, opened as an analyst does: the edges, their evidence, and the way from there into the calls. */
import type { Locator } from '@playwright/test';
import { expect, needReport, test } from '../model/app';
import type { Workbench } from '../model/pages';

/** The edges in words, opened from the graph's toolbar. */
async function edgeList(workbench: Workbench): Promise<Locator> {
  await workbench.page.getByRole('button', { name: 'List of edges' }).click();
  return workbench.part('edge-list').getByTestId('edge-item');
}

/** `procId:index` of every evidence call, in the order shown. */
function evidenceCalls(workbench: Workbench): Promise<(string | null)[]> {
  return workbench
    .part('evidence-call')
    .evaluateAll((calls) => calls.map((call) => call.getAttribute('data-call')));
}

test('Cuckoo 2: one hollowing, proven call by call, each leading into the table', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([needReport('cuckoo-2/ransomware-runpe.json.gz')]);
  const edges = await edgeList(workbench);
  await expect(edges).toHaveCount(2);
  await edges.filter({ hasText: 'T1055.012' }).click();
  await expect(workbench.part('evidence-verdict')).toHaveText('Injection');
  await expect(workbench.part('evidence-call')).toHaveCount(17);
  const found = await evidenceCalls(workbench);
  expect([...found].sort()).toEqual(Array.from({ length: 17 }, (_, at) => `1:${792 + at}`).sort());
  await workbench.screenshots('runpe-evidence');
  await workbench.part('evidence-call').last().click();
  await workbench.page.getByRole('tab', { name: 'Calls' }).click();
  await expect(workbench.part('dock-centre').getByText('NtResumeThread').first()).toBeVisible();
  await workbench.screenshots('runpe-calls');
});

test('cuckoo-modified: two hollowings in a chain of six processes', async ({ launch }) => {
  const workbench = await launch({ colorScheme: 'dark', locale: 'en-US' });
  await workbench.openReports([needReport('cuckoo-modified/ransomware-runpe.json.gz')]);
  const edges = await edgeList(workbench);
  await expect(edges.filter({ hasText: 'T1055.012' })).toHaveCount(2);
  await expect(edges.filter({ hasText: 'Creation' })).toHaveCount(5);
  await edges.filter({ hasText: 'T1055.012' }).first().click();
  expect([...(await evidenceCalls(workbench))].sort()).toEqual(
    [60, 63, 65, 67, 68, 69, 70, 71, 72, 73, 75, 77].map((index) => `0:${index}`).sort(),
  );
  await workbench.screenshots('modified-runpe-dark');
});

test('CAPE: creation by services looks like injection and is none', async ({ launch }) => {
  const workbench = await launch();
  await workbench.openReports([needReport('cape/2.4-large.json.gz')]);
  const edges = await edgeList(workbench);
  await expect(edges.filter({ hasText: 'Creation' }).first()).toBeVisible();
  await expect(edges.filter({ hasText: /T\d{4}/ })).toHaveCount(0);
  await workbench.screenshots('cape-large');
});
