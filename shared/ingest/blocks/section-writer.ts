// SPDX-License-Identifier: MIT
/**
 * Cuts the raw bytes of a section into pieces for the port.
 * @module
 */
import type { ByteSink } from '../tokenizer/capture';

const PIECE_BYTES = 256 << 10;
const FIRST_BYTES = 4096;

/** A piece of a section, not deflated yet; `bytes` is its own array. */
export interface SectionPiece {
  path: string;
  part: number;
  last: boolean;
  bytes: Uint8Array<ArrayBuffer>;
}

export class SectionWriter implements ByteSink {
  private piece = new Uint8Array(FIRST_BYTES);
  private used = 0;
  private part = 0;
  private ended = false;

  constructor(
    private readonly path: string,
    private readonly emit: (piece: SectionPiece) => void,
  ) {}

  write(bytes: Uint8Array, start: number, end: number): void {
    while (start < end) {
      if (this.used === PIECE_BYTES) this.send(false);
      const take = Math.min(end - start, PIECE_BYTES - this.used);
      this.reserve(this.used + take);
      this.piece.set(bytes.subarray(start, start + take), this.used);
      this.used += take;
      start += take;
    }
  }

  end(): void {
    if (!this.ended) this.send(true);
    this.ended = true;
  }

  private reserve(needed: number): void {
    if (needed <= this.piece.length) return;
    const larger = new Uint8Array(Math.min(PIECE_BYTES, Math.max(needed, this.piece.length * 4)));
    larger.set(this.piece.subarray(0, this.used));
    this.piece = larger;
  }

  private send(last: boolean): void {
    this.emit({ path: this.path, part: this.part++, last, bytes: this.piece.slice(0, this.used) });
    this.used = 0;
  }
}
