// SPDX-License-Identifier: MIT
/**
 * Decompresses gzip as a stream. What a broken file still gives is given first, to the last byte before the
 * damage; then SourceDamage says so.
 * @module
 */
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { SourceDamage } from '../../shared/ingest/source';

const OUTPUT_BYTES = 256 << 10;

/**
 * zlib keeps to itself what it made of the piece of input in which it meets damage. The file is then read again
 * with smaller pieces around that place.
 */
const FINER_BYTES = [256, 1];
/** Input that lies between the source and zlib: what its stream takes before it says stop. */
const BUFFERED_BYTES = 20 << 10;

/** How far reading came, in bytes. */
interface Progress {
  taken: number;
  given: number;
  longestPiece: number;
}

/** @param read the compressed bytes from their beginning; a second time only where they are damaged */
export async function* gunzipChunks(read: () => AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let known = 0;
  let fineFrom = Infinity;
  let pieceBytes = Infinity;
  for (const finer of [...FINER_BYTES, 0]) {
    const progress: Progress = { taken: 0, given: 0, longestPiece: 0 };
    try {
      for await (const chunk of inflated(pieces(read(), fineFrom, pieceBytes, progress))) {
        progress.given += chunk.length;
        // What was given before is not given again.
        if (progress.given > known)
          yield chunk.subarray(Math.max(0, chunk.length - (progress.given - known)));
        known = Math.max(known, progress.given);
      }
      return;
    } catch (error) {
      if (!(error instanceof SourceDamage) || error.code !== 'gzip-damaged' || finer === 0) throw error;
      fineFrom = progress.taken - BUFFERED_BYTES - 3 * progress.longestPiece;
      pieceBytes = finer;
    }
  }
}

async function* inflated(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const gunzip = createGunzip({ chunkSize: OUTPUT_BYTES });
  const input = Readable.from(source, { objectMode: true, highWaterMark: 1 });
  let sourceError: unknown = null;
  input.on('error', (error) => {
    sourceError = error;
    gunzip.destroy(error);
  });
  input.pipe(gunzip);
  try {
    for await (const chunk of gunzip) yield chunk as Uint8Array;
  } catch (error) {
    if (sourceError) throw sourceError;
    const code = (error as NodeJS.ErrnoException).code ?? '';
    if (code === 'Z_BUF_ERROR') throw new SourceDamage('gzip-cut-short');
    if (code.startsWith('Z_')) throw new SourceDamage('gzip-damaged');
    throw error;
  } finally {
    input.destroy();
    gunzip.destroy();
  }
}

/** Copies, since the source reuses its buffers and zlib may still hold one; from a place on, small ones. */
async function* pieces(
  source: AsyncIterable<Uint8Array>,
  fineFrom: number,
  pieceBytes: number,
  progress: Progress,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of source) {
    for (let at = 0; at < chunk.length;) {
      const coarse = fineFrom - progress.taken;
      const length =
        coarse > 0 ? Math.min(chunk.length - at, coarse) : Math.min(chunk.length - at, pieceBytes);
      progress.longestPiece =
        coarse > 0 && pieceBytes < Infinity ? 0 : Math.max(progress.longestPiece, length);
      progress.taken += length;
      yield Uint8Array.from(chunk.subarray(at, at + length));
      at += length;
    }
  }
}
