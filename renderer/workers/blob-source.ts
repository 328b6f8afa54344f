// SPDX-License-Identifier: MIT
/**
 * A File or Blob as a source of report bytes: read as a stream, gzip told by its first bytes.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import { fileFormat, FORMAT_BYTES } from '../../shared/ingest/file-format';
import { portableHash } from '../../shared/ingest/portable-hash';
import type { OpenedSource } from '../../shared/ingest/port-ingest';
import { SourceDamage } from '../../shared/ingest/source';

const EDGE_BYTES = 1 << 20;

/** Opens a file that the page holds. Throws a UserError for an empty one and for formats not read here. */
export async function openBlobSource(file: Blob, name: string): Promise<OpenedSource> {
  if (file.size === 0) throw new UserError('file-empty', { name });
  const format = fileFormat(await bytesOf(file.slice(0, FORMAT_BYTES), name));
  if (format !== 'plain' && format !== 'gzip') throw new UserError('archive-unsupported', { name, format });
  let readBytes = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      readBytes += chunk.length;
      controller.enqueue(chunk);
    },
  });
  const raw = file.stream().pipeThrough(counted);
  return {
    chunks: format === 'gzip' ? gunzipped(raw, () => readBytes === file.size) : chunksOf(raw, name),
    totalBytes: file.size,
    readBytes: () => readBytes,
    quickHash: () => quickHash(file, name),
    close: () => Promise.resolve(),
  };
}

async function bytesOf(part: Blob, name: string): Promise<Uint8Array> {
  try {
    return new Uint8Array(await part.arrayBuffer());
  } catch (error) {
    throw readError(error, name);
  }
}

/** A File that changed or vanished since it was chosen cannot be read any more. */
function readError(error: unknown, name: string): unknown {
  if (!(error instanceof DOMException)) return error;
  const code = error.name === 'NotFoundError' ? 'file-not-found' : 'file-changed';
  return new UserError(code, { name }, { cause: error });
}

async function* chunksOf(stream: ReadableStream<Uint8Array>, name: string): AsyncGenerator<Uint8Array> {
  const reader = stream.getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value;
    }
  } catch (error) {
    throw readError(error, name);
  } finally {
    reader.releaseLock();
  }
}

/** What a broken file still gives is given first; then SourceDamage says how it ended. */
async function* gunzipped(
  stream: ReadableStream<BufferSource>,
  atEnd: () => boolean,
): AsyncGenerator<Uint8Array> {
  const reader = stream.pipeThrough(new DecompressionStream('gzip')).getReader();
  for (;;) {
    let next: ReadableStreamReadResult<Uint8Array>;
    try {
      next = await reader.read();
    } catch (error) {
      if (error instanceof DOMException) throw error;
      throw new SourceDamage(atEnd() ? 'gzip-cut-short' : 'gzip-damaged');
    }
    if (next.done) return;
    yield next.value;
  }
}

/** The same as the utility process computes: the size, then the first and the last MiB. */
async function quickHash(file: Blob, name: string): Promise<string> {
  const hash = portableHash();
  hash.update(new TextEncoder().encode(`${file.size}\n`));
  for (const start of [0, Math.max(0, file.size - EDGE_BYTES)]) {
    hash.update(await bytesOf(file.slice(start, start + EDGE_BYTES), name));
  }
  return hash.digestHex();
}
