// SPDX-License-Identifier: MIT
/**
 * A report inside a zip archive as a source of bytes: one file, which may be compressed once more, or an
 * analysis with its logs.
 * @module
 */
import type { FileEntry } from '@zip.js/zip.js';
import { createHash } from 'node:crypto';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import type { FileFormat } from '../../shared/ingest/file-format';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import { readArchive, safeName, type Archive } from '../files/archive';
import { archivedReports } from '../files/report-files';
import type { OpenFile } from './file-source';
import { folderSource } from './folder-source';
import { formatOf, mostShrunk, unpackChunks } from './unpack';
import { unzipChunks } from './unzip';

/**
 * Opens a report of an archive. Throws UserError `archive-*`, or `file-not-found` where nothing is at that place.
 * @param inner which of its reports; empty for an archive of one
 */
export async function archiveSource(
  file: OpenFile,
  inner: string,
  password: string | undefined,
): Promise<OpenedSource> {
  const { name } = file;
  const archive = await archiveOf(file);
  const reports = archivedReports([...archive.files.keys()]);
  const [report] = inner === '' ? reports : reports.filter((one) => one.inner === inner);
  if (inner !== '' && !report) throw new UserError('file-not-found', { name: path.posix.basename(inner) });
  if (!report) throw new UserError('archive-without-report', { name });
  if (inner === '' && reports.length > 1)
    throw new UserError('archive-several', { name, count: reports.length });
  const { analysis } = report;
  const close = (): Promise<void> => file.handle.close();
  if (!analysis) return entrySource(file, archive, archive.files.get(report.inner)!, password, close);
  const prefix = report.inner === '' ? '' : `${report.inner}/`;
  const source = await folderSource({
    files: analysis.map((at) => ({
      name: at,
      bytes: archive.files.get(prefix + at)!.compressedSize,
      isEmpty: archive.files.get(prefix + at)!.uncompressedSize === 0,
    })),
    open(at) {
      const entry = archive.files.get(prefix + at);
      if (!entry) throw new UserError('file-not-found', { name: at });
      // The archive stays open for the next one.
      return Promise.resolve(entrySource(file, archive, entry, password, () => Promise.resolve()));
    },
  });
  return { ...source, close };
}

/** A list takes its time, and the reports of an archive are mostly opened one after another. */
let latest: { identity: string; archive: Archive } | null = null;

async function archiveOf({ handle, size, name }: OpenFile): Promise<Archive> {
  const { dev, ino, mtimeMs } = await handle.stat();
  const identity = [dev, ino, size, mtimeMs].join();
  if (latest?.identity === identity) latest.archive.use(handle);
  else latest = { identity, archive: await readArchive(handle, size, name) };
  return latest.archive;
}

function entrySource(
  file: OpenFile,
  archive: Archive,
  entry: FileEntry,
  password: string | undefined,
  close: () => Promise<void>,
): OpenedSource {
  const { name } = file;
  let format: FileFormat = 'plain';
  const startBytes = archive.readBytes();
  const read = (): AsyncIterable<Uint8Array> => unzipChunks(entry, name, password);
  async function* chunks(): AsyncGenerator<Uint8Array> {
    format = await formatOf(read);
    const entryName = path.posix.basename(safeName(entry.filename));
    if (format === 'zip') throw new UserError('archive-nested', { name: entryName });
    yield* unpackChunks(format, read, entryName);
  }
  return {
    chunks: file.watched(chunks()),
    get mostShrunk() {
      return mostShrunk(format);
    },
    totalBytes: entry.compressedSize,
    readBytes: () => Math.min(entry.compressedSize, archive.readBytes() - startBytes),
    async quickHash() {
      const { filename, signature, offset, compressedSize, uncompressedSize } = entry;
      const about = JSON.stringify([filename, signature, offset, compressedSize, uncompressedSize]);
      return createHash('sha256')
        .update(`${await file.quickHash()}\n${about}\n`)
        .digest('hex');
    },
    close,
  };
}
