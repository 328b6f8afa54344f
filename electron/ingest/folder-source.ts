// SPDX-License-Identifier: MIT
/**
 * An analysis folder as one source: the report first, then each monitor log. The sample is known from
 * `task.json` where the report does not say it.
 * @module
 */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import type { FileStart } from '../../shared/ingest/source';
import { analysisFiles } from '../files/report-files';
import { openFileSource } from './file-source';

const MAX_TASK_BYTES = 1 << 20;

/** Throws UserError `no-report-found` where the folder is no analysis folder. */
export async function openFolderSource(folder: string): Promise<OpenedSource> {
  const name = path.basename(path.resolve(folder));
  const files = await analysisFiles(folder);
  if (files.length === 0) throw new UserError('no-report-found', { name });
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(folder, file))).size));
  let doneBytes = 0;
  let current: OpenedSource | null = null;
  async function* read(): AsyncGenerator<Uint8Array | FileStart> {
    for (const file of files) {
      // An empty log is a process that logged nothing.
      if (!file.startsWith('reports/') && sizes[files.indexOf(file)] === 0) continue;
      if (!file.startsWith('reports/')) yield { file };
      current = await openFileSource(path.join(folder, file));
      try {
        yield* current.chunks;
      } finally {
        doneBytes += current.readBytes();
        await current.close();
        current = null;
      }
    }
  }
  return {
    chunks: read(),
    isFolder: true,
    sample: await sampleOf(folder),
    totalBytes: sizes.reduce((sum, size) => sum + size, 0),
    readBytes: () => doneBytes + (current?.readBytes() ?? 0),
    async quickHash() {
      const hash = createHash('sha256');
      for (const file of files) {
        if (sizes[files.indexOf(file)] === 0) continue;
        const source = await openFileSource(path.join(folder, file));
        hash.update(`${file}\n${await source.quickHash()}\n`);
        await source.close();
      }
      return hash.digest('hex');
    },
    close: async () => current?.close(),
  };
}

/** Name and hash of the sample from `task.json`, null where it says neither. */
async function sampleOf(folder: string): Promise<OpenedSource['sample']> {
  try {
    const file = path.join(folder, 'task.json');
    if ((await stat(file)).size > MAX_TASK_BYTES) return null;
    const task = JSON.parse(await readFile(file, 'utf8')) as {
      target?: unknown;
      sample?: { sha256?: unknown };
    };
    const name = typeof task.target === 'string' ? (task.target.split(/[\\/]/).pop() ?? null) : null;
    const sha256 = typeof task.sample?.sha256 === 'string' ? task.sample.sha256 : null;
    return name === null && sha256 === null ? null : { name, sha256 };
  } catch {
    return null;
  }
}
