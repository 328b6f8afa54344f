// SPDX-License-Identifier: MIT
/**
 * One file of a zip archive, as a stream. Archives of malware reports are often encrypted with the field's
 * customary password, which is tried first.
 * @module
 */
import {
  ERR_INVALID_PASSWORD,
  ERR_UNSUPPORTED_COMPRESSION,
  ERR_UNSUPPORTED_ENCRYPTION,
  type FileEntry,
} from '@zip.js/zip.js';
import { UserError } from '../../shared/errors/kinds';
import { SourceDamage } from '../../shared/ingest/source';

/** What malware samples and reports are customarily encrypted with. */
const CUSTOMARY_PASSWORD = 'infected';

/**
 * Decompresses an entry. Throws UserError `archive-*` where it cannot be opened or where the password is wrong.
 * @param name of the archive, for messages
 */
export async function* unzipChunks(
  entry: FileEntry,
  name: string,
  password: string | undefined,
): AsyncGenerator<Uint8Array> {
  const passwords = entry.encrypted
    ? [CUSTOMARY_PASSWORD, ...(password === undefined ? [] : [password])]
    : [undefined];
  for (const [at, tried] of passwords.entries()) {
    const { readable, writable } = new TransformStream<Uint8Array, Uint8Array>();
    let failure: unknown = null;
    let isAnyGiven = false;
    const written = entry
      .getData(writable, tried === undefined ? {} : { password: tried })
      .catch((error: unknown) => {
        failure = error ?? new Error('zip');
        // The readable side ends with the writable one, or never when the error came before it was used.
        return writable.abort(error).catch(() => undefined);
      });
    try {
      for await (const chunk of readable as unknown as AsyncIterable<Uint8Array>) {
        isAnyGiven = true;
        yield chunk;
      }
      await written;
    } catch (error) {
      failure ??= error;
    }
    if (failure === null) return;
    const reason = failure instanceof Error ? failure.message : '';
    if (reason === ERR_UNSUPPORTED_COMPRESSION || reason === ERR_UNSUPPORTED_ENCRYPTION)
      throw new UserError('archive-method', { name }, { cause: failure });
    // The old encryption has one byte of check: one wrong password in 256 passes it, and fails on the data.
    const isWrongPassword = reason === ERR_INVALID_PASSWORD || (tried !== undefined && !isAnyGiven);
    if (!isWrongPassword) throw new SourceDamage('archive-damaged');
    if (at === passwords.length - 1) throw new UserError('archive-password', { name });
  }
}
