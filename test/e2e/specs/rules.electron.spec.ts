// SPDX-License-Identifier: MIT
/** The user's own rules: read from their folder, named where they are wrong, read anew when they change. */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, needReport, test } from '../model/app';
import type { Workbench } from '../model/pages';

const REPORT = 'cuckoo-2/ransomware-runpe.json.gz';
const OTHER = 'cuckoo-2/x64-benign.json.gz';

/** A rule that any report fulfils: whoever closes a handle. */
const RULE = `id: closes-handles
category: debugger
title: { en: Closes handles, ja: ハンドルを閉じる }
description: { en: Closes a handle., ja: ハンドルを閉じます。 }
attack: [T1622]
match:
  - { call: NtClose, artefact: handle }
merge: { artefact: handle }
examples:
  finds: ['NtClose handle=0x44']
  ignores: ['NtOpenFile filepath="C:\\a.txt"']
`;

const TECHNIQUE = `id: remote-peek
title: { en: Another process is read, ja: 他プロセスの読み取り }
attack: T1055
verdict: suspicious
priority: 1
confidence: 0.3
match: { fact: read, as: look }
why: [{ code: peeked, of: look }]
reasons:
  peeked: { en: '{api} (call {call}) read {target}.', ja: '{api}(コール {call})が {target} を読み取りました。' }
`;

async function openRules(workbench: Workbench): Promise<void> {
  await workbench.page.getByRole('tab', { name: 'Findings' }).click();
  await workbench.part('findings-mode-rules').click();
}

test('rules of one’s own are read beside ours, wrong ones named, and a report is read again with them', async ({
  launch,
  profile,
}) => {
  const folder = path.join(profile, 'rules');
  await mkdir(path.join(folder, 'team'), { recursive: true });
  await writeFile(path.join(folder, 'team', 'peek.yml'), TECHNIQUE);
  await writeFile(path.join(folder, 'wrong.yaml'), RULE.replace('T1622', 'T1'));

  const workbench = await launch();
  await workbench.openReports([needReport(REPORT)]);
  await openRules(workbench);
  await expect(workbench.part('rules-own').getByRole('listitem')).toHaveText([
    /Another process is read.*Technique · team\/peek\.yml/,
  ]);
  await expect(workbench.part('rules-wrong').getByRole('listitem')).toHaveText([/wrong\.yaml:5.*attack/]);
  await expect(workbench.part('rules-outdated')).toHaveCount(0);

  // The file is corrected outside; the window notices by itself.
  await writeFile(path.join(folder, 'wrong.yaml'), RULE);
  await expect(workbench.part('rules-own')).toContainText('Closes handles');
  await expect(workbench.part('rules-wrong')).toHaveCount(0);
  await workbench.screenshots('rules');

  await workbench.part('findings-mode-list').click();
  const own = workbench.part('findings-inside').getByTestId('finding').filter({ hasText: 'Closes handles' });
  await expect(own).toHaveCount(0);
  await expect(workbench.part('rules-outdated')).toBeVisible();
  await workbench.part('rules-read-again').click();
  await expect(own).toHaveCount(1);
  await expect(workbench.part('rules-outdated')).toHaveCount(0);

  // After a restart nobody remembers where the report came from: the user shows it, and only that one is taken.
  await workbench.close();
  await writeFile(path.join(folder, 'wrong.yaml'), RULE.replaceAll('Closes handles', 'Lets go of handles'));
  const again = await launch();
  await again.page
    .getByRole('button', { name: /ransomware-runpe/ })
    .first()
    .click();
  await again.page.getByRole('tab', { name: 'Findings' }).click();
  await expect(again.part('rules-outdated')).toBeVisible();
  const renamed = again
    .part('findings-inside')
    .getByTestId('finding')
    .filter({ hasText: 'Lets go of handles' });
  const readAgain = (file: string) =>
    again.chooseFiles([needReport(file)], () => again.part('rules-read-again').click());
  await readAgain(OTHER);
  await expect(again.part('error-dialog')).toContainText('another report');
  await again.part('error-dialog').getByRole('button').last().click();
  await expect(again.part('rules-outdated')).toBeVisible();
  await readAgain(REPORT);
  await expect(again.part('rules-outdated')).toHaveCount(0);
  await expect(renamed).toHaveCount(1);
});
