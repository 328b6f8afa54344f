// SPDX-License-Identifier: MIT
/**
 * A list of small ids by position that grows as it is written: a byte each where they are small, else two.
 * @module
 */

const PIECE_BITS = 12;
const PIECE = 1 << PIECE_BITS;
const BYTE = 0xff;

export class GrowingIds {
  /** Ids plus one, 0 where none was written; by position, PIECE of them each. */
  private readonly pieces: (Uint8Array | Uint16Array | undefined)[] = [];

  /** @param id -1 to 65,534 */
  set(index: number, id: number): void {
    const at = index >>> PIECE_BITS;
    let piece = this.pieces[at];
    if (!piece || (id >= BYTE && piece.BYTES_PER_ELEMENT === 1)) {
      const wide: Uint8Array | Uint16Array = id >= BYTE ? new Uint16Array(PIECE) : new Uint8Array(PIECE);
      if (piece) wide.set(piece);
      this.pieces[at] = piece = wide;
    }
    piece[index & (PIECE - 1)] = id + 1;
  }

  /** The id at a position, -1 where none was written. */
  get(index: number): number {
    return (this.pieces[index >>> PIECE_BITS]?.[index & (PIECE - 1)] ?? 0) - 1;
  }
}
