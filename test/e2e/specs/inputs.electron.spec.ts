// SPDX-License-Identifier: MIT
/** Folders and encrypted archives, opened as a person opens them. */
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from '../model/app';

const report = (pid: number): string =>
  JSON.stringify({
    info: { version: '2.0.7', started: 1.5 },
    behavior: { processes: [{ pid, ppid: 1, process_name: `p${pid}.exe`, calls: [] }] },
  });

async function zip(file: string, entries: Record<string, string>, options: object): Promise<string> {
  const writer = new ZipWriter(new BlobWriter(), options);
  for (const [name, text] of Object.entries(entries)) await writer.add(name, new TextReader(text));
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
  const customary = await zip(
    testInfo.outputPath('a.zip'),
    { 'report.json': report(100) },
    { password: 'infected' },
  );
  const own = await zip(testInfo.outputPath('b.zip'), { 'report.json': report(200) }, { password: 'secret' });
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

test('an archive of several reports gives each of them, and asks for its password once', async ({
  launch,
}, testInfo) => {
  const entries = { 'a/one.json': report(100), 'two.json': report(200), 'three.json': report(300) };
  const several = await zip(
    testInfo.outputPath('several.zip'),
    { ...entries, 'notes.json': '{"name": "no report"}' },
    { password: 'secret' },
  );
  const workbench = await launch({ files: [several], locale: 'en-US' });
  const dialog = workbench.part('password-dialog');
  await expect(dialog).toContainText('"several.zip" is encrypted');
  await dialog.getByLabel('Password').fill('secret');
  await dialog.getByLabel('Password').press('Enter');
  await workbench.imported(3);
  await expect(workbench.reports).toHaveText([/one\.json/, /three\.json/, /two\.json/]);
  await expect(dialog).toHaveCount(0);
  await expect(workbench.part('error-dialog')).toHaveCount(0);
});

test('an archive whose password the user would rather not give says so once', async ({
  launch,
}, testInfo) => {
  const entries = { 'one.json': report(100), 'two.json': report(200), 'three.json': report(300) };
  const several = await zip(testInfo.outputPath('several.zip'), entries, { password: 'secret' });
  const workbench = await launch({ files: [several], locale: 'en-US' });
  const dialog = workbench.part('password-dialog');
  await dialog.getByRole('button', { name: 'Do not open' }).click();
  const error = workbench.part('error-dialog');
  await expect(error).toContainText('"several.zip" is encrypted');
  await error.getByRole('button').last().click();
  await expect(error).toHaveCount(0);
  await expect(dialog).toHaveCount(0);
});

test('a folder in which nothing is a report says so', async ({ launch }, testInfo) => {
  mkdirSync(testInfo.outputPath('given'), { recursive: true });
  writeFileSync(testInfo.outputPath('given', 'package.json'), '{"name": "no report"}');
  const workbench = await launch({ files: [testInfo.outputPath('given')], locale: 'en-US' });
  await expect(workbench.part('error-dialog')).toContainText('No report was found in "given".');
});

test('a report is known again whatever it is packed in', async ({ launch }, testInfo) => {
  const plain = testInfo.outputPath('report.json');
  const packed = testInfo.outputPath('report.json.gz');
  writeFileSync(plain, report(100));
  writeFileSync(packed, gzipSync(report(100)));
  const archive = await zip(testInfo.outputPath('report.zip'), { 'report.json': report(100) }, {});
  const workbench = await launch({ files: [plain], locale: 'en-US' });
  await workbench.imported(1);
  for (const again of [packed, archive, plain]) {
    await workbench.chooseFiles([again], () => workbench.part('open-report').first().click());
    await expect(workbench.page.getByText(`${path.basename(again)} is here already.`)).toBeVisible();
    await expect(workbench.reports).toHaveCount(1);
  }
});
