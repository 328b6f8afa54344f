// SPDX-License-Identifier: MIT
/**
 * Where a command writes: standard output, a file, or a folder with one file an input. A file is written beside
 * its place and moved there when whole.
 * @module
 */
import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from '../files/check-readable';

export interface Output {
  write(text: string | Uint8Array): Promise<void>;
  /** Everything was written. */
  close(): Promise<void>;
  /** Something went wrong: leaves no half file behind. */
  abandon(): Promise<void>;
}

/** Standard output. A reader that goes away (`| head`) is no error. */
export function standardOutput(): Output {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
  });
  return {
    async write(text) {
      if (!process.stdout.write(text)) await once(process.stdout, 'drain');
    },
    close: () => Promise.resolve(),
    abandon: () => Promise.resolve(),
  };
}

/** A file. Throws UserError `file-*` where it cannot be written. */
export function fileOutput(file: string): Output {
  const partial = `${file}.partial-${process.pid}`;
  let stream: WriteStream | null = null;
  let failure: unknown = null;
  const fail = (error: unknown): never => {
    const known = error as NodeJS.ErrnoException;
    const isPlace =
      known.code === 'ENOENT' ||
      known.code === 'EACCES' ||
      known.code === 'EPERM' ||
      known.code === 'ENOTDIR';
    throw fileError(isPlace ? Object.assign(known, { code: 'EROFS' }) : known, path.basename(file));
  };
  const opened = async (): Promise<WriteStream> => {
    if (stream) return stream;
    stream = createWriteStream(partial);
    stream.on('error', (error) => (failure = error));
    await once(stream, 'open').catch(fail);
    return stream;
  };
  return {
    async write(text) {
      const to = await opened();
      if (failure) fail(failure);
      if (!to.write(text)) await once(to, 'drain').catch(fail);
    },
    async close() {
      const to = await opened();
      to.end();
      await once(to, 'close').catch(fail);
      if (failure) fail(failure);
      await rename(partial, file).catch(fail);
    },
    async abandon() {
      stream?.destroy();
      await rm(partial, { force: true });
    },
  };
}

export async function isExistingFolder(place: string): Promise<boolean> {
  try {
    return (await stat(place)).isDirectory();
  } catch {
    return false;
  }
}
