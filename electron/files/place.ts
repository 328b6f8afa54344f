// SPDX-License-Identifier: MIT
/**
 * Where a report is, as one text: a path, or, inside an archive, a path as if the archive were a folder
 * (`a.zip/log1.json`).
 * @module
 */
import { stat } from 'node:fs/promises';

export interface Place {
  /** A file or folder on disk. */
  path: string;
  /** Inside the archive that `path` is, with `/` between names; empty for the file itself. */
  inner: string;
}

/** Takes a place apart. Nothing need be there. */
export async function placeOf(given: string): Promise<Place> {
  for (
    let at = given.length;
    at > 0;
    at = Math.max(given.lastIndexOf('/', at - 1), given.lastIndexOf('\\', at - 1))
  ) {
    const path = given.slice(0, at);
    const found = await stat(path).catch(() => null);
    if (found?.isFile()) return { path, inner: given.slice(at).split(/[\\/]/).filter(Boolean).join('/') };
    if (found) break;
  }
  return { path: given, inner: '' };
}
