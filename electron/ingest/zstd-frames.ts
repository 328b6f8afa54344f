// SPDX-License-Identifier: MIT
/**
 * The frames of a Zstandard file, in the pieces of RFC 8878: a header, blocks, and a checksum where there is one.
 * What may be skipped is.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import { SourceDamage } from '../../shared/ingest/source';

/** What decoders agree to keep in memory; `zstd` itself asks before it takes more. */
const MAX_WINDOW_BYTES = 128 << 20;
const FRAME = 0xfd2fb528;
const SKIPPABLE = 0x184d2a50;
/** Of a frame's header, the longest. */
const MAX_HEADER_BYTES = 18;

export interface ZstdPiece {
  bytes: Uint8Array;
  /** A header begins a frame; the last block ends it. */
  isFirst: boolean;
  isLast: boolean;
  /** In the last piece of a frame that has one: the low four bytes of XXH64 of its contents. */
  checksum: number | null;
}

/** Bytes of a stream, as many at a time as are asked for. */
class ByteReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = new Uint8Array(0);

  constructor(source: AsyncIterable<Uint8Array>) {
    this.#chunks = source[Symbol.asyncIterator]();
  }

  /** Up to so many bytes without taking them; fewer at the end. */
  async peek(length: number): Promise<Uint8Array> {
    while (this.#rest.length < length) {
      const { done, value } = await this.#chunks.next();
      if (done) break;
      // The source reuses its buffers.
      const joined = new Uint8Array(this.#rest.length + value.length);
      joined.set(this.#rest);
      joined.set(value, this.#rest.length);
      this.#rest = joined;
    }
    return this.#rest.subarray(0, length);
  }

  /** Throws SourceDamage where so many do not follow. */
  async take(length: number): Promise<Uint8Array> {
    const bytes = await this.peek(length);
    if (bytes.length < length) throw new SourceDamage('archive-cut-short');
    this.#rest = this.#rest.subarray(length);
    return bytes;
  }

  async skip(length: number): Promise<void> {
    for (let left = length; left > 0;) {
      const there = await this.peek(1);
      if (there.length === 0) throw new SourceDamage('archive-cut-short');
      const piece = Math.min(left, this.#rest.length);
      this.#rest = this.#rest.subarray(piece);
      left -= piece;
    }
  }

  async end(): Promise<void> {
    await this.#chunks.return?.();
  }
}

/** Throws SourceDamage where a frame ends early or none begins, UserError for a window that nobody needs. */
export async function* zstdPieces(source: AsyncIterable<Uint8Array>): AsyncGenerator<ZstdPiece> {
  const reader = new ByteReader(source);
  try {
    for (;;) {
      const magic = await reader.peek(8);
      if (magic.length === 0) return;
      if (magic.length < 8) throw new SourceDamage('archive-cut-short');
      const kind = uint32(magic);
      if (kind >>> 4 === SKIPPABLE >>> 4) await reader.skip(uint32(await reader.take(8), 4));
      else if (kind === FRAME) yield* frame(reader);
      else throw new SourceDamage('archive-damaged');
    }
  } finally {
    await reader.end();
  }
}

async function* frame(reader: ByteReader): AsyncGenerator<ZstdPiece> {
  const { headerBytes, windowBytes, hasChecksum } = headerOf(await reader.peek(MAX_HEADER_BYTES));
  if (windowBytes > MAX_WINDOW_BYTES) throw new UserError('archive-method');
  yield { bytes: await reader.take(headerBytes), isFirst: true, isLast: false, checksum: null };
  for (let isLast = false; !isLast;) {
    const head = await reader.peek(3);
    if (head.length < 3) throw new SourceDamage('archive-cut-short');
    const block = head[0]! | (head[1]! << 8) | (head[2]! << 16);
    isLast = (block & 1) === 1;
    const isRun = ((block >> 1) & 3) === 1;
    const bytes = await reader.take(3 + (isRun ? 1 : block >> 3));
    const checksum = isLast && hasChecksum ? uint32(await reader.take(4)) : null;
    yield { bytes, isFirst: false, isLast, checksum };
  }
}

function headerOf(head: Uint8Array): { headerBytes: number; windowBytes: number; hasChecksum: boolean } {
  const flags = head[4]!;
  const isSingle = (flags & 0x20) !== 0;
  const dictionaryBytes = [0, 1, 2, 4][flags & 3]!;
  const sizeBytes = flags >> 6 === 0 ? Number(isSingle) : 1 << (flags >> 6);
  const sizeAt = 5 + Number(!isSingle) + dictionaryBytes;
  let windowBytes = 0;
  if (isSingle)
    for (let at = sizeBytes - 1; at >= 0; at--) windowBytes = windowBytes * 256 + (head[sizeAt + at] ?? 0);
  else {
    const base = 2 ** (10 + (head[5]! >> 3));
    windowBytes = base + (base / 8) * (head[5]! & 7);
  }
  return { headerBytes: sizeAt + sizeBytes, windowBytes, hasChecksum: (flags & 4) !== 0 };
}

function uint32(bytes: Uint8Array, at = 0): number {
  return (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0;
}
