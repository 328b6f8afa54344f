// SPDX-License-Identifier: MIT
/**
 * A zip archive as a tree of files. Names in archives are hostile: they are made harmless here, and nothing is
 * ever written under them.
 * @module
 */
import { configure, Reader, ZipReader, type Entry, type FileEntry } from '@zip.js/zip.js';
import type { FileHandle } from 'node:fs/promises';
import { UserError } from '../../shared/errors/kinds';

/** No archive of reports has more entries; one that does is made to keep us busy. */
const MAX_ENTRIES = 100_000;
/** Of them only what may be read is kept, and not too many: an entry takes 16 KB. */
const MAX_KEPT = 20_000;
const KEPT_NAME = /\.(json|bson|zip)(\.\w+)?$/i;
/** The list of so many entries; a longer one would be taken into memory whole. */
const MAX_READ_BYTES = 64 << 20;

configure({ useWebWorkers: false });

class HandleReader extends Reader<FileHandle> {
  readBytes = 0;
  /** Of one file; those that are closed meanwhile have no descriptor. */
  #handles: FileHandle[];

  constructor(handle: FileHandle, size: number) {
    super(handle);
    this.#handles = [handle];
    this.size = size;
  }

  use(handle: FileHandle): void {
    this.#handles = [...this.#handles.filter(({ fd }) => fd >= 0), handle];
  }

  override async readUint8Array(index: number, length: number): Promise<Uint8Array<ArrayBuffer>> {
    if (length > MAX_READ_BYTES) throw new RangeError('zip: more than is ever read at once');
    const bytes = new Uint8Array(length);
    const handle = this.#handles.findLast(({ fd }) => fd >= 0) ?? this.#handles[0]!;
    const { bytesRead } = await handle.read(bytes, 0, length, index);
    this.readBytes += bytesRead;
    return bytes.subarray(0, bytesRead);
  }
}

export interface Archive {
  /** Reports, logs and archives, by safe name: with `/` between folders, and without `.`, `..`, drives and control characters. */
  files: ReadonlyMap<string, FileEntry>;
  /** Bytes of the archive read so far. */
  readBytes(): number;
  /** Reads on from another handle of the same file. */
  use(handle: FileHandle): void;
}

/** Reads the list of entries. Throws UserError `archive-damaged` or `archive-too-many`. The handle stays the caller's. */
export async function readArchive(handle: FileHandle, size: number, name: string): Promise<Archive> {
  const bytes = new HandleReader(handle, size);
  const files = new Map<string, FileEntry>();
  try {
    const reader = new ZipReader(bytes, { filenameValidation: 'tolerant', decodeText: legacyText });
    const times = new Map<string, number>();
    let entries = 0;
    for await (const entry of reader.getEntriesGenerator()) {
      if (++entries > MAX_ENTRIES) throw new UserError('archive-too-many', { name, count: MAX_ENTRIES });
      if (files.size > MAX_KEPT) throw new UserError('archive-too-many', { name, count: MAX_KEPT });
      if (isFile(entry) && KEPT_NAME.test(entry.filename))
        files.set(unusedName(safeName(entry.filename), times), entry);
    }
  } catch (error) {
    throw error instanceof UserError ? error : new UserError('archive-damaged', { name }, { cause: error });
  }
  return { files, readBytes: () => bytes.readBytes, use: (another) => bytes.use(another) };
}

function isFile(entry: Entry): entry is FileEntry {
  // Windows' own packer of old ends folders with a backslash.
  return !entry.directory && !entry.filename.endsWith('\\');
}

/** The name of an entry without what would lead out of the archive. */
export function safeName(name: string): string {
  const folders = name
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .split(/[\\/]/)
    .filter((part) => !/^(\.{0,2}|[a-z]:)$/i.test(part));
  return folders.join('/') || '_';
}

/** Two entries may have one name; both are there. @param times how often each name was met */
function unusedName(name: string, times: Map<string, number>): string {
  const count = (times.get(name) ?? 0) + 1;
  times.set(name, count);
  if (count === 1) return name;
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1);
  return unusedName(`${name.slice(0, dot)} (${count})${name.slice(dot)}`, times);
}

/** Names not marked as UTF-8: UTF-8 all the same where they can be, else what Windows writes in Japan. */
function legacyText(bytes: Uint8Array, encoding: string): string | undefined {
  if (/^utf-?8$/i.test(encoding)) return undefined;
  for (const tried of ['utf-8', 'shift_jis']) {
    try {
      return new TextDecoder(tried, { fatal: true }).decode(bytes);
    } catch {
      // The next one.
    }
  }
  return undefined;
}
