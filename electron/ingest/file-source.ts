// SPDX-License-Identifier: MIT
/**
 * A report's file as a source of bytes: opened once, read-only, read ahead by one chunk, gzip told by its first
 * bytes. A file that changes or vanishes meanwhile ends the read with a UserError.
 * @module
 */
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, type FileHandle } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import { fileFormat, FORMAT_BYTES } from '../../shared/ingest/file-format';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import type { Hasher } from '../../shared/ingest/source';
import { fileError } from '../files/check-readable';
import { gunzipChunks } from './gunzip';
import { unxzChunks } from './unxz';
import { unzipChunks } from './unzip';
import { unzstdChunks } from './unzstd';

/** Without waiting: a pipe would be opened only when somebody writes into it. */
const READ_ONLY = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);
const CHUNK_BYTES = 512 << 10;
const EDGE_BYTES = 1 << 20;

/** SHA-256 of Node. */
export function nodeHash(): Hasher {
  const hash = createHash('sha256');
  return { update: (bytes) => hash.update(bytes), digestHex: () => hash.digest('hex') };
}

/** Opens a report's file. Throws UserError `file-*`. */
export async function openFileSource(
  file: string,
  options: { password?: string } = {},
): Promise<OpenedSource> {
  const name = path.basename(file);
  try {
    const handle = await open(file, READ_ONLY);
    try {
      return await sourceOf(handle, name, options.password);
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
  password: string | undefined,
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
  const count = (bytes: number): void => {
    readBytes = Math.min(before.size, readBytes + bytes);
  };
  const raw = (): AsyncIterable<Uint8Array> => fileChunks(handle, name, count, unchanged);
  let others: string[] = [];
  const format = fileFormat(head);
  const chunks = (): AsyncIterable<Uint8Array> => {
    switch (format) {
      case 'plain':
        return raw();
      case 'gzip':
        return gunzipChunks(raw);
      case 'zip':
        return unzipChunks(handle, before.size, name, password, count, (names) => (others = names));
      case 'zstd':
        return unzstdChunks(raw());
      case 'xz':
        return unxzChunks(raw());
    }
  };
  return {
    chunks: chunks(),
    // Their windows are large: a report that repeats itself shrinks to very little.
    ...(format === 'zstd' || format === 'xz' ? { mostShrunk: 20_000 } : {}),
    otherReports: () => others,
    totalBytes: before.size,
    readBytes: () => readBytes,
    quickHash: () => quickHash(handle, before.size),
    close: () => handle.close(),
  };
}

async function* fileChunks(
  handle: FileHandle,
  name: string,
  count: (bytes: number) => void,
  unchanged: () => Promise<void>,
): AsyncGenerator<Uint8Array> {
  const buffers = [new Uint8Array(CHUNK_BYTES), new Uint8Array(CHUNK_BYTES)];
  let position = 0;
  const read = (turn: number): Promise<number> => {
    const reading = handle
      .read(buffers[turn & 1]!, 0, CHUNK_BYTES, position)
      .then(({ bytesRead }) => bytesRead);
    // Trouble is met when the read is awaited; until then it is no unhandled rejection.
    reading.catch(() => undefined);
    return reading;
  };
  try {
    let next = read(0);
    for (let turn = 0; ; turn++) {
      const bytes = await next;
      if (bytes === 0) break;
      position += bytes;
      count(bytes);
      next = read(turn + 1);
      yield buffers[turn & 1]!.subarray(0, bytes);
    }
    await unchanged();
  } catch (error) {
    throw error instanceof UserError ? error : fileError(error, name);
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
