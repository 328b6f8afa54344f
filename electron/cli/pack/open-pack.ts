// SPDX-License-Identifier: MIT
/**
 * Opens a problem set: a folder with pack.json, or such a folder packed into one file. Its bytes come from
 * strangers: sizes are those that the manifest names, paths stay inside, hashes are checked by the caller.
 * @module
 */
import { unzipSync } from 'fflate';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../../shared/errors/kinds';
import type { ReportSource } from '../../../shared/ingest/source';
import { parsePack } from '../../../shared/scoring/schemas';
import type { Pack, PackReport } from '../../../shared/scoring/types';
import { fileError } from '../../files/check-readable';
import { openFileSource } from '../../ingest/file-source';

const MANIFEST = 'pack.json';
const MAX_MANIFEST_BYTES = 16 << 20;
const CHUNK_BYTES = 256 << 10;

export interface OpenedPack {
  pack: Pack;
  /** One of its reports; the caller closes it. */
  open(report: PackReport): Promise<ReportSource & { close(): Promise<void> }>;
}

/** Throws UserError `pack-invalid` or `file-*`. */
export async function openPack(place: string): Promise<OpenedPack> {
  const name = path.basename(path.resolve(place));
  const isFolder = await stat(place).then(
    (found) => found.isDirectory(),
    (error: unknown) => {
      throw fileError(error, name);
    },
  );
  return isFolder ? openFolder(place, name) : openPacked(place, name);
}

async function openFolder(folder: string, name: string): Promise<OpenedPack> {
  const file = path.join(folder, MANIFEST);
  const bytes = await readFile(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT')
      throw new UserError('pack-invalid', { name, path: MANIFEST, reason: 'the folder has no pack.json' });
    throw fileError(error, MANIFEST);
  });
  return {
    pack: manifest(bytes, name),
    open: (report) => openFileSource(path.join(folder, ...report.file.split('/'))),
  };
}

async function openPacked(file: string, name: string): Promise<OpenedPack> {
  const bytes = await readFile(file).catch((error: unknown) => {
    throw fileError(error, name);
  });
  const pack = manifest(entryOf(bytes, MANIFEST, null, name), name);
  return {
    pack,
    open: (report) => Promise.resolve(memorySource(entryOf(bytes, report.file, report.bytes, name))),
  };
}

/** One file of a packed set, if it is no larger than it may be. */
function entryOf(bytes: Uint8Array, entry: string, size: number | null, name: string): Uint8Array {
  let found: Uint8Array | undefined;
  try {
    found = unzipSync(bytes, {
      filter: (one) =>
        one.name === entry &&
        (size === null ? one.originalSize <= MAX_MANIFEST_BYTES : one.originalSize === size),
    })[entry];
  } catch (error) {
    throw new UserError(
      'pack-invalid',
      { name, path: entry, reason: 'not a packed problem set' },
      { cause: error },
    );
  }
  if (!found)
    throw new UserError('pack-invalid', { name, path: entry, reason: 'missing, or of another size' });
  return found;
}

function manifest(bytes: Uint8Array, name: string): Pack {
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder().decode(bytes));
  } catch (error) {
    throw new UserError('pack-invalid', { name, path: MANIFEST, reason: 'not JSON' }, { cause: error });
  }
  return parsePack(value, name);
}

function memorySource(bytes: Uint8Array): ReportSource & { close(): Promise<void> } {
  let readBytes = 0;
  async function* chunks(): AsyncGenerator<Uint8Array> {
    while (readBytes < bytes.length) {
      const chunk = bytes.subarray(readBytes, readBytes + CHUNK_BYTES);
      readBytes += chunk.length;
      yield await Promise.resolve(chunk);
    }
  }
  return {
    chunks: chunks(),
    totalBytes: bytes.length,
    readBytes: () => readBytes,
    close: () => Promise.resolve(),
  };
}
