// SPDX-License-Identifier: MIT
/**
 * From which of its pages a process calls, where the monitor logs that: code placed there by another process
 * is proven to have run when a call comes out of it.
 * @module
 */
import type { CallCursor } from '../../model/call';
import type { OwnCall } from '../objects';

const MAX_PAGES = 4096;
const PAGE_BITS = 12n;

export class CallerPages {
  /** First call from each 4 KiB page, by page number. */
  private readonly pages = new Map<bigint, OwnCall>();
  private lastPage = -1n;

  note(cursor: CallCursor): void {
    const caller = cursor.caller;
    if (caller === null) return;
    const page = caller >> PAGE_BITS;
    if (page === this.lastPage) return;
    this.lastPage = page;
    if (page === 0n || this.pages.has(page) || this.pages.size >= MAX_PAGES) return;
    this.pages.set(page, { index: cursor.index, api: cursor.api });
  }

  /** The first call that came from the bytes `base` to `base + size`, to the page. */
  firstCallFrom(base: bigint, size: bigint): OwnCall | null {
    const from = base >> PAGE_BITS;
    const to = (base + size - 1n) >> PAGE_BITS;
    let first: OwnCall | null = null;
    for (const [page, call] of this.pages)
      if (page >= from && page <= to && (!first || call.index < first.index)) first = call;
    return first;
  }
}
