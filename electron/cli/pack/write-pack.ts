// SPDX-License-Identifier: MIT
/**
 * Packs a problem set into one zip file, as a stream. The same folder gives the same bytes everywhere: entries
 * in the manifest's order, one fixed time, no owner, no other files.
 * @module
 */
import { Zip, ZipDeflate } from 'fflate';
import { createReadStream, createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileError } from '../../files/check-readable';

/** Zip's first possible day; read in local time by fflate, and so the same in every zone. */
const FIXED_TIME = new Date(1980, 0, 1);

/** @param files paths relative to the folder, with forward slashes. Throws UserError `file-*`. */
export async function writePack(folder: string, files: readonly string[], out: string): Promise<void> {
  const partial = `${out}.partial-${process.pid}`;
  try {
    await pipeline(zipped(folder, files), createWriteStream(partial));
    await rename(partial, out);
  } catch (error) {
    await rm(partial, { force: true });
    throw (error as NodeJS.ErrnoException).code === undefined
      ? error
      : fileError(asPlace(error), path.basename(out));
  }
}

/** A place that is not there, or not ours, is a place that cannot be written to. */
function asPlace(error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  return code === 'ENOENT' || code === 'EACCES' || code === 'EPERM' || code === 'ENOTDIR' || code === 'EISDIR'
    ? Object.assign(error as Error, { code: 'EROFS' })
    : error;
}

/** The zip's bytes as they come. */
async function* zipped(folder: string, files: readonly string[]): AsyncGenerator<Uint8Array> {
  let ready: Uint8Array[] = [];
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    ready.push(chunk);
  });
  const take = (): Uint8Array[] => {
    const chunks = ready;
    ready = [];
    return chunks;
  };
  for (const file of files) {
    const entry = new ZipDeflate(file, { level: 9 });
    entry.mtime = FIXED_TIME;
    zip.add(entry);
    for await (const chunk of createReadStream(path.join(folder, ...file.split('/')))) {
      entry.push(chunk as Uint8Array);
      yield* take();
    }
    entry.push(new Uint8Array(0), true);
    yield* take();
  }
  zip.end();
  yield* take();
}
