// SPDX-License-Identifier: MIT
/**
 * Writes a file whole or not at all: beside its place first, then moved there.
 * @module
 */
import { rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileError } from './check-readable';

/** Replaces what is at `file`. Throws a UserError when it cannot be written; then the old file is untouched. */
export async function writeWhole(file: string, bytes: Uint8Array): Promise<void> {
  const partial = path.join(path.dirname(file), `.${path.basename(file)}.${process.pid}.partial`);
  try {
    await writeFile(partial, bytes);
    await rename(partial, file);
  } catch (error) {
    await rm(partial, { force: true }).catch(() => undefined);
    throw fileError(error, path.basename(file));
  }
}
