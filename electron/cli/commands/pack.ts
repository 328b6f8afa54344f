// SPDX-License-Identifier: MIT
/**
 * `kanshiki pack FOLDER --out FILE`: checks a problem set and packs it into one file.
 * @module
 */
import type { Command } from 'commander';
import path from 'node:path';
import { checkKey, keyQuestions } from '../pack/check-key';
import { openPack } from '../pack/open-pack';
import { readLog } from '../pack/read-log';
import { writePack } from '../pack/write-pack';

export function addPack(program: Command): void {
  program
    .command('pack')
    .description('check a problem set and pack it into one file')
    .argument('<folder>', 'folder with pack.json and its reports')
    .requiredOption('--out <file>', 'file to write')
    .action(async (folder: string, options: { out: string }) => {
      await packFolder(folder, options.out);
    });
}

/** Manifest, hashes and key are checked before a byte is written. */
async function packFolder(folder: string, out: string): Promise<void> {
  const opened = await openPack(folder);
  const { pack } = opened;
  const name = path.basename(path.resolve(folder));
  for (const report of pack.reports)
    checkKey(pack, name, await readLog(opened, report, keyQuestions(pack, report.id)));
  await writePack(folder, ['pack.json', ...pack.reports.map(({ file }) => file)], out);
}
