// SPDX-License-Identifier: MIT
/**
 * An analysis folder, on disk or in an archive, as one source: the report first, then each monitor log. The
 * sample is known from `task.json` where the report does not say it.
 * @module
 */
import { createHash } from 'node:crypto';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import type { FileStart } from '../../shared/ingest/source';

const MAX_TASK_BYTES = 1 << 20;

export interface AnalysisFolder {
  /** What is read, by path in the folder: the report first. */
  files: { name: string; bytes: number; isEmpty: boolean }[];
  /** Any file of the folder. */
  open(name: string): Promise<OpenedSource>;
}

export async function folderSource({ files, open }: AnalysisFolder): Promise<OpenedSource> {
  let doneBytes = 0;
  let current: OpenedSource | null = null;
  async function* read(): AsyncGenerator<Uint8Array | FileStart> {
    for (const { name, isEmpty } of files) {
      const isReport = name.startsWith('reports/');
      // An empty log is a process that logged nothing.
      if (!isReport && isEmpty) continue;
      if (!isReport) yield { file: name };
      current = await open(name);
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
    sample: await sampleOf(open),
    totalBytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
    readBytes: () => doneBytes + (current?.readBytes() ?? 0),
    async quickHash() {
      const hash = createHash('sha256');
      for (const { name, isEmpty } of files) {
        if (isEmpty) continue;
        const source = await open(name);
        hash.update(`${name}\n${await source.quickHash()}\n`);
        await source.close();
      }
      return hash.digest('hex');
    },
    close: async () => current?.close(),
  };
}

/** Name and hash of the sample from `task.json`, null where it says neither. */
async function sampleOf(open: AnalysisFolder['open']): Promise<OpenedSource['sample']> {
  try {
    const task = JSON.parse(await smallText(await open('task.json'))) as {
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

async function smallText(source: OpenedSource): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  try {
    for await (const chunk of source.chunks) {
      if (!(chunk instanceof Uint8Array)) continue;
      bytes += chunk.length;
      if (bytes > MAX_TASK_BYTES) throw new RangeError('task.json is too large');
      // The source reuses its buffers.
      pieces.push(chunk.slice());
    }
  } finally {
    await source.close();
  }
  return Buffer.concat(pieces).toString('utf8');
}
