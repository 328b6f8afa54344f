// SPDX-License-Identifier: MIT
/**
 * Opens what the user named: a report in any of the file formats, one in an archive, a monitor log, or an
 * analysis folder.
 * @module
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import { UserError } from '../../shared/errors/kinds';
import { fileError } from '../files/check-readable';
import { placeOf } from '../files/place';
import { analysisFiles } from '../files/report-files';
import { openFileSource, type OpenOptions } from './file-source';
import { folderSource } from './folder-source';

/** Throws UserError `file-*`, `archive-*` or `no-report-found`. */
export async function openSource(
  given: string,
  options: Pick<OpenOptions, 'password'> = {},
): Promise<OpenedSource> {
  const place = await placeOf(given);
  let isFolder: boolean;
  try {
    isFolder = (await stat(place.path)).isDirectory();
  } catch (error) {
    throw fileError(error, path.basename(given));
  }
  return isFolder
    ? openFolderSource(place.path)
    : openFileSource(place.path, { ...options, inner: place.inner });
}

/** Throws UserError `no-report-found` where the folder is no analysis folder. */
async function openFolderSource(folder: string): Promise<OpenedSource> {
  const names = await analysisFiles(folder);
  if (names.length === 0)
    throw new UserError('no-report-found', { name: path.basename(path.resolve(folder)) });
  const files = names.map(async (name) => {
    const { size } = await stat(path.join(folder, name));
    return { name, bytes: size, isEmpty: size === 0 };
  });
  return folderSource({
    files: await Promise.all(files),
    open: (name) => openFileSource(path.join(folder, name)),
  });
}
