// SPDX-License-Identifier: MIT
/**
 * Decompresses Zstandard as a stream.
 * @module
 */
import { Decompress } from 'fzstd';
import { SourceDamage } from '../../shared/ingest/source';

export async function* unzstdChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  const stream = new Decompress((piece) => {
    if (piece.length > 0) pieces.push(piece);
  });
  const push = (bytes: Uint8Array, last: boolean): boolean => {
    try {
      stream.push(bytes, last);
      return true;
    } catch {
      return false;
    }
  };
  for await (const chunk of source) {
    // The source reuses its buffers, and the library keeps what it has not decoded yet.
    const isGood = push(chunk.slice(), false);
    yield* pieces;
    pieces = [];
    if (!isGood) throw new SourceDamage('archive-damaged');
  }
  const isWhole = push(new Uint8Array(0), true);
  yield* pieces;
  if (!isWhole) throw new SourceDamage('archive-cut-short');
}
