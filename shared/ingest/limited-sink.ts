// SPDX-License-Identifier: MIT
/**
 * A sink that takes so much of a section and no more: hostile reports must not fill the database.
 * @module
 */
import type { ByteSink } from './tokenizer/capture';

/** What is kept of one section. */
export const MAX_SECTION_BYTES = 256 << 20;

export class LimitedSink implements ByteSink {
  private left = MAX_SECTION_BYTES;

  /** @param onCut called once, when something is left out */
  constructor(
    private readonly sink: ByteSink,
    private readonly onCut: () => void,
  ) {}

  write(bytes: Uint8Array, start: number, end: number): void {
    const taken = Math.min(end - start, this.left);
    if (taken > 0) this.sink.write(bytes, start, start + taken);
    if (taken < end - start && this.left >= 0) {
      this.left = -1;
      this.onCut();
    } else this.left -= taken;
  }

  end(): void {
    this.sink.end();
  }
}
