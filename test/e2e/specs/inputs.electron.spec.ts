// SPDX-License-Identifier: MIT
/** Folders and encrypted archives, opened as a person opens them. */
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '../model/app';

const report = (pid: number): string =>
  JSON.stringify({
    info: { version: '2.0.7', started: 1.5 },
    behavior: { processes: [{ pid, ppid: 1, process_name: `p${pid}.exe`, calls: [] }] },
  });

async function zip(file: string, text: string, options: object): Promise<string> {
  const writer = new ZipWriter(new BlobWriter(), options);
  await writer.add('report.json', new TextReader(text));
  writeFileSync(file, new Uint8Array(await (await writer.close()).arrayBuffer()));
  return file;
}

test('a folder that is dropped gives the reports below it, and what is none is passed by', async ({
  launch,
}, testInfo) => {
  const write = (name: string, text: string): void => {
    const file = testInfo.outputPath('given', name);
    mkdirSync(path.dirname(file), { recursive: true });
    writeFileSync(file, text);
  };
  write('one/reports/report.json', report(100));
  write('deep/er/two.json', report(200));
  write('package.json', '{"name": "no report"}');
  const workbench = await launch();
  const devtools = await workbench.page.context().newCDPSession(workbench.page);
  const data = { items: [], files: [testInfo.outputPath('given')], dragOperationsMask: 1 };
  for (const type of ['dragEnter', 'dragOver', 'drop'] as const)
    await devtools.send('Input.dispatchDragEvent', { type, x: 500, y: 400, data });
  await workbench.imported(2);
  await expect(workbench.reports).toHaveCount(2);
  await expect(workbench.part('error-dialog')).toHaveCount(0);
});

test('a password is asked for where the customary one does not open an archive', async ({
  launch,
}, testInfo) => {
  const customary = await zip(testInfo.outputPath('a.zip'), report(100), { password: 'infected' });
  const own = await zip(testInfo.outputPath('b.zip'), report(200), { password: 'secret' });
  const workbench = await launch({ files: [customary, own], locale: 'en-US' });
  const dialog = workbench.part('password-dialog');
  await expect(dialog).toContainText('"b.zip" is encrypted');
  await dialog.getByLabel('Password').fill('wrong');
  await dialog.getByRole('button', { name: 'Open', exact: true }).click();
  await expect(dialog.getByRole('alert')).toHaveText('This password does not open it.');
  await workbench.screenshots('password');
  await dialog.getByLabel('Password').fill('secret');
  await dialog.getByLabel('Password').press('Enter');
  await workbench.imported(2);
  await expect(workbench.reports).toHaveCount(2);
  await expect(dialog).toHaveCount(0);
});
