// SPDX-License-Identifier: MIT
/**
 * A report's file as a source of bytes: opened once, read-only, read ahead by one chunk, its format told by its
 * first bytes. A file that changes or vanishes meanwhile ends the read with a UserError.
 * @module
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import { fileFormat, FORMAT_BYTES } from '../../shared/ingest/file-format';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import { SourceDamage, type Hasher } from '../../shared/ingest/source';
import { fileError } from '../files/check-readable';
import { archiveSource } from './archive-source';
import { mostShrunk, unpackChunks } from './unpack';

/** Without waiting: a pipe would be opened only when somebody writes into it. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const CHUNK_BYTES = 512 << 10;
/** Each wait for the disk costs a turn of the event loop, which in an Electron process takes its time. */
const CHUNKS_AHEAD = 4;
const EDGE_BYTES = 1 << 20;

/** SHA-256 of Node. */
export function nodeHash(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => hash.update(bytes), digestHex: () => hash.digest('hex') };
}

/** A file that was opened and is not read yet. */
export interface OpenFile {
  handle: FileHandle;
  name: string;
  size: number;
  /** Passes on what is read of the file; its end, or damage, is none where the file has changed meanwhile. */
  watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array>;
  quickHash(): Promise<string>;
}

export interface OpenOptions {
  /** For an encrypted archive whose password is not the customary one. */
  password?: string;
  /** Which report of an archive; see place.ts. */
  inner?: string;
}

/** Opens a report's file. Throws UserError `file-*` and `archive-*`. */
export async function openFileSource(file: string, options: OpenOptions = {}): Promise<OpenedSource> {
  const name = path.basename(file);
  try {
    const handle = await open(file, READ_ONLY);
    try {
      return await sourceOf(handle, name, options);
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    throw error instanceof UserError ? error : fileError(error, name);
  }
}

async function sourceOf(
  handle: FileHandle,
  name: string,
  { password, inner = '' }: OpenOptions,
): Promise<OpenedSource> {
  const before = await handle.stat();
  if (before.isDirectory()) throw new UserError('file-is-folder', { name });
  if (!before.isFile()) throw new UserError('file-not-regular', { name });
  if (before.size === 0) throw new UserError('file-empty', { name });
  const head = new Uint8Array(FORMAT_BYTES);
  await handle.read(head, 0, head.length, 0);
  let readBytes = 0;
  const unchanged = async (): Promise<void> => {
    const now = await handle.stat();
    if (now.nlink === 0) throw new UserError('file-vanished', { name });
    if (now.size !== before.size || now.mtimeMs !== before.mtimeMs)
      throw new UserError('file-changed', { name });
  };
  async function* watched(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
    try {
      yield* chunks;
      await unchanged();
    } catch (error) {
      if (error instanceof SourceDamage) await unchanged();
      throw error instanceof Error && 'syscall' in error ? fileError(error, name) : error;
    }
  }
  const file: OpenFile = {
    handle,
    name,
    size: before.size,
    watched,
    quickHash: () => quickHash(handle, before.size),
  };
  const format = fileFormat(head);
  if (format === 'zip') return archiveSource(file, inner, password);
  if (inner !== '') throw new UserError('file-not-found', { name: path.posix.basename(inner) });
  const raw = (): AsyncIterable<Uint8Array> =>
    fileChunks(handle, before.size, (bytes) => (readBytes = Math.min(before.size, readBytes + bytes)));
  return {
    chunks: watched(unpackChunks(format, raw, name)),
    mostShrunk: mostShrunk(format),
    totalBytes: before.size,
    readBytes: () => readBytes,
    quickHash: file.quickHash,
    close: () => handle.close(),
  };
}

/** The file, and the first byte beyond its size if it grows: what is written without end is not read without end. */
async function* fileChunks(
  handle: FileHandle,
  size: number,
  count: (bytes: number) => void,
): AsyncGenerator<Uint8Array> {
  // One more than are read ahead: the one that is being looked at.
  const buffers: Uint8Array[] = [];
  let ahead: Promise<number>[] = [];
  let turn = 0;
  let asked = 0;
  let position = 0;
  const ask = (): void => {
    const buffer = (buffers[(turn + ahead.length) % (CHUNKS_AHEAD + 1)] ??= new Uint8Array(CHUNK_BYTES));
    const reading = handle.read(buffer, 0, CHUNK_BYTES, asked).then(({ bytesRead }) => bytesRead);
    // Trouble is met when the read is awaited; until then it is no unhandled rejection.
    reading.catch(() => undefined);
    ahead.push(reading);
    asked += CHUNK_BYTES;
  };
  try {
    while (position <= size) {
      while (ahead.length === 0 || (ahead.length < CHUNKS_AHEAD && asked < size)) ask();
      const bytes = await ahead.shift()!;
      if (bytes === 0) return;
      const chunk = buffers[turn++ % (CHUNKS_AHEAD + 1)]!.subarray(0, bytes);
      position += bytes;
      if (bytes < CHUNK_BYTES) {
        // What was asked for behind it lies elsewhere.
        await Promise.allSettled(ahead);
        ahead = [];
        asked = position;
      }
      count(bytes);
      yield chunk;
    }
  } finally {
    // The file may be closed only then.
    await Promise.allSettled(ahead);
  }
}

async function quickHash(handle: FileHandle, size: number): Promise<string> {
  const hash = createHash('sha256').update(`${size}\n`);
  const edge = new Uint8Array(Math.min(size, EDGE_BYTES));
  for (const position of [0, Math.max(0, size - EDGE_BYTES)]) {
    const { bytesRead } = await handle.read(edge, 0, edge.length, position);
    hash.update(edge.subarray(0, bytesRead));
  }
  return hash.digest('hex');
}
