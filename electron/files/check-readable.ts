// SPDX-License-Identifier: MIT
/**
 * Whether a path can be read as a report's file: there, a regular file, with rights to read it. Trouble comes
 * as UserErrors that name the file, never its path.
 * @module
 */
import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import { placeOf } from './place';

/** Resolves when the file, the folder, or the archive around it can be opened; throws a UserError `file-*` when it cannot. */
export async function checkReadable(given: string): Promise<void> {
  const { path: file } = await placeOf(given);
  const name = path.basename(file);
  try {
    const found = await stat(file);
    if (found.isDirectory()) return await access(file, constants.R_OK | constants.X_OK);
    if (!found.isFile()) throw new UserError('file-not-regular', { name });
    if (found.size === 0) throw new UserError('file-empty', { name });
    await access(file, constants.R_OK);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw fileError(error, name);
  }
}

/** A failure of the file system as a UserError. */
export function fileError(error: unknown, name: string): UserError {
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'ENOENT' || code === 'ENOTDIR')
    return new UserError('file-not-found', { name }, { cause: error });
  if (code === 'EACCES' || code === 'EPERM')
    return new UserError('file-not-readable', { name }, { cause: error });
  if (code === 'ENOSPC' || code === 'EDQUOT') return new UserError('disk-full', { name }, { cause: error });
  if (code === 'EROFS') return new UserError('file-not-writable', { name }, { cause: error });
  return new UserError('file-failed', { name, reason: code || 'unknown' }, { cause: error });
}
