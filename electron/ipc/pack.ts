// SPDX-License-Identifier: MIT
/**
 * The practice packs that ship with the app: their manifests, and tokens for their reports.
 * @module
 */
import type { Dirent } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import * as v from 'valibot';
import type { BundledPack } from '../../shared/ipc/channels';
import type { OpenedFiles } from '../files/opened-files';
import type { Log } from '../log';
import type { Handlers } from './handle';

/** What main must know of a manifest; the window reads the rest. */
const manifestSchema = v.object({
  id: v.string(),
  reports: v.array(v.object({ id: v.string(), file: v.string() })),
});

async function readPack(folder: string, files: OpenedFiles): Promise<BundledPack> {
  const manifest = await readFile(path.join(folder, 'pack.json'), 'utf8');
  const { id, reports } = v.parse(manifestSchema, JSON.parse(manifest));
  const opened = reports.map(async (report) => {
    const file = path.join(folder, report.file);
    if (!file.startsWith(folder + path.sep)) throw new Error(`${report.file} lies outside the pack`);
    return { reportId: report.id, file: await files.register(file) };
  });
  return { id, manifest, reports: await Promise.all(opened) };
}

/** @param folder holds one folder a pack */
export function packChannels(folder: string, files: OpenedFiles, log: Log): Handlers {
  return {
    async 'pack:bundled'() {
      const entries = await readdir(folder, { withFileTypes: true }).catch((): Dirent[] => []);
      const packs: BundledPack[] = [];
      for (const entry of entries
        .filter((found) => found.isDirectory())
        .sort((a, b) => (a.name < b.name ? -1 : 1))) {
        try {
          packs.push(await readPack(path.join(folder, entry.name), files));
        } catch (error) {
          log.write('error', `pack ${entry.name} cannot be read`, error);
        }
      }
      return packs;
    },
  };
}
