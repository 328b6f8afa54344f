// SPDX-License-Identifier: MIT
/**
 * Decompresses gzip as a stream. What a broken file still gives is given first; then SourceDamage says so.
 * @module
 */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceDamage } from '../../shared/ingest/source';

const OUTPUT_BYTES = 256 << 10;

export async function* gunzipChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  // The source reuses its buffers, and zlib may still hold one when the next is read.
  const copies = Readable.from(copied(source), { objectMode: true, highWaterMark: 1 });
  let sourceError: unknown = null;
  copies.on('error', (error) => {
    sourceError = error;
    gunzip.destroy(error);
  });
  copies.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    if (sourceError) throw sourceError;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') throw new SourceDamage('gzip-cut-short');
    if (code.startsWith('Z_')) throw new SourceDamage('gzip-damaged');
    throw error;
  } finally {
    copies.destroy();
    gunzip.destroy();
  }
}

async function* copied(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) yield Uint8Array.from(chunk);
}
