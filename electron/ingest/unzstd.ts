// SPDX-License-Identifier: MIT
/**
 * Decompresses Zstandard as a stream, frame by frame, each with its checksum.
 * @module
 */
import { Decompress } from 'fzstd';
import xxhash from 'xxhash-wasm';
import { SourceDamage } from '../../shared/ingest/source';
import { zstdPieces } from './zstd-frames';

export async function* unzstdChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const { create64 } = await xxhash();
  let content: Uint8Array[] = [];
  let stream = new Decompress();
  let hash = create64();
  const push = (bytes: Uint8Array, isEnd: boolean): void => {
    try {
      stream.push(bytes, isEnd);
    } catch {
      throw new SourceDamage('archive-damaged');
    }
  };
  for await (const { bytes, isFirst, isLast, checksum } of zstdPieces(source)) {
    if (isFirst) {
      stream = new Decompress((piece) => {
        if (piece.length > 0) content.push(piece);
      });
      hash = create64();
    }
    push(bytes, false);
    // The library waits for these four bytes, and does not look at them.
    if (isLast) push(new Uint8Array(checksum === null ? 0 : 4), true);
    for (const piece of content) hash.update(piece);
    yield* content;
    content = [];
    if (checksum !== null && Number(hash.digest() & 0xffffffffn) !== checksum)
      throw new SourceDamage('archive-damaged');
  }
}
