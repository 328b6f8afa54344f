// SPDX-License-Identifier: MIT
/**
 * The report inside a zip archive, as a stream. Archives of malware reports are often encrypted with the field's
 * customary password, which is tried first.
 * @module
 */
import {
  configure,
  ERR_INVALID_PASSWORD,
  Reader,
  ZipReader,
  type Entry,
  type FileEntry,
} from '@zip.js/zip.js';
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../../shared/errors/kinds';
import { SourceDamage } from '../../shared/ingest/source';

/** What malware samples and reports are customarily encrypted with. */
const CUSTOMARY_PASSWORD = 'infected';

/** No archive of reports has more entries; one that does is made to keep us busy. */
const MAX_ENTRIES = 100_000;

configure({ useWebWorkers: false });

class HandleReader extends Reader<FileHandle> {
  constructor(
    private readonly handle: FileHandle,
    size: number,
    private readonly count: (bytes: number) => void,
  ) {
    super(handle);
    this.size = size;
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(length);
    const { bytesRead } = await this.handle.read(bytes, 0, length, index);
    this.count(bytesRead);
    return bytes.subarray(0, bytesRead);
  }
}

/**
 * Decompresses the entry that is the report. Throws UserError `archive-*` where there is none, where it cannot
 * be opened, or where the password is wrong. `onOthers` gets the names of entries that are reports as likely.
 */
export async function* unzipChunks(
  handle: FileHandle,
  size: number,
  name: string,
  password: string | undefined,
  count: (bytes: number) => void,
  onOthers: (names: string[]) => void,
): AsyncGenerator<Uint8Array> {
  const reader = new ZipReader(new HandleReader(handle, size, count));
  const { entry, others } = await reportEntry(reader, name);
  onOthers(others);
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
    // The old encryption has one byte of check: one wrong password in 256 passes it, and fails on the data.
    const isWrongPassword =
      (failure instanceof Error && failure.message === ERR_INVALID_PASSWORD) ||
      (tried !== undefined && !isAnyGiven);
    if (!isWrongPassword) throw new SourceDamage('archive-damaged');
    if (at === passwords.length - 1) throw new UserError('archive-password', { name });
  }
}

async function reportEntry(
  reader: ZipReader<unknown>,
  name: string,
): Promise<{ entry: FileEntry; others: string[] }> {
  const found: FileEntry[] = [];
  let entries = 0;
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      if (++entries > MAX_ENTRIES) break;
      if (isFile(entry) && rank(entry) > 0) found.push(entry);
    }
  } catch (error) {
    throw new UserError('archive-damaged', { name }, { cause: error });
  }
  const [best, ...rest] = found.sort((a, b) => rank(b) - rank(a));
  if (!best) throw new UserError('archive-without-report', { name });
  const others = rest.filter((other) => Math.floor(rank(other)) === Math.floor(rank(best)));
  return { entry: best, others: others.map(({ filename }) => filename).sort() };
}

function isFile(entry: Entry): entry is FileEntry {
  return !entry.directory;
}

/** How likely an entry is the report: a sandbox's own place first, then any report.json, then the largest. */
function rank(entry: FileEntry): number {
  const file = entry.filename.toLowerCase();
  const size = Math.min(entry.uncompressedSize, 2 ** 45) / 2 ** 46;
  if (/(^|\/)reports\/report\.json$/.test(file)) return 4 + size;
  if (/(^|\/)(report|lite)\.json$/.test(file)) return 3 + size;
  if (file.endsWith('.json')) return 2 + size;
  return file.endsWith('.bson') ? 1 + size : 0;
}
