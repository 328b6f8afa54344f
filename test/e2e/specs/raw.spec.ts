// SPDX-License-Identifier: MIT
/** What a report holds besides calls can be read as it stands there. */
import { writeFileSync } from 'node:fs';
import { expect, needReport, test } from '../model/app';

test('the parts of a report are shown as they stand there, unknown keys among them', async ({
  launch,
}, testInfo) => {
  const file = testInfo.outputPath('report.json');
  writeFileSync(
    file,
    `{"info": {"version": "2.0.7", "started": 1.5}, "behavior": {"processes": []},
      "network": {"hosts": ["198.51.100.7"], "big": 18446744073709551615},
      "strings": ["<img src=x onerror=alert(1)>", "\\u202eexe"], "dropped": [{"name": "a.bin"}],
      "zzz_own": {"deep": ${'['.repeat(5000)}${']'.repeat(5000)}}}`,
  );
  const workbench = await launch({ locale: 'en-US' });
  await workbench.openReports([file]);
  await workbench.page.getByRole('tab', { name: 'Raw data' }).click();
  const sections = workbench.part('raw-sections');
  await sections.getByRole('option', { name: 'network' }).click();
  const lines = workbench.part('raw-lines');
  await expect(lines).toContainText('"198.51.100.7"');
  await expect(lines).toContainText('"big": 18446744073709551615');
  await sections.getByRole('option', { name: 'strings' }).click();
  await expect(lines).toContainText('"<img src=x onerror=alert(1)>"');
  await sections.getByRole('option', { name: 'dropped' }).click();
  await expect(lines).toContainText('"a.bin"');
  const own = sections.getByRole('option', { name: 'zzz_own' });
  await expect(own).toContainText('unknown key');
  await own.click();
  await expect(lines).toContainText('"deep":');
  await lines.evaluate((element) => (element.scrollTop = element.scrollHeight));
  await expect(lines.locator('.line').last()).toHaveText('}');
  await workbench.screenshots('raw-own');
  await workbench.setLanguage('ja');
  await expect(workbench.page.getByRole('tab', { name: '生データ' })).toBeVisible();
});

test('a real report’s summary is reachable', async ({ launch }) => {
  const workbench = await launch({ colorScheme: 'dark', locale: 'ja' });
  await workbench.openReports([needReport('cuckoo-modified/ransomware-runpe.json.gz')]);
  await workbench.page.getByRole('tab', { name: '生データ' }).click();
  await workbench.part('raw-sections').getByRole('option', { name: 'behavior.summary' }).click();
  await expect(workbench.part('raw-lines')).toContainText('"files"');
  await workbench.screenshots('raw-real-dark');
});
