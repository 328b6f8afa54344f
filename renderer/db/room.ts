// SPDX-License-Identifier: MIT
/**
 * Stops an import while there is still room on the disk: a database on a full disk cannot even remove what
 * was begun, and may not open again.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';

/** Room that is never used up by imports: enough to take one back, and for the user's own answers. */
const RESERVE_BYTES = 48 << 20;

/** Written bytes after which the room is looked at again; far below the reserve, since the look takes a while. */
const CHECK_EVERY_BYTES = 8 << 20;

/** Watches the room during one import. */
export class RoomWatch {
  #uncheckedBytes = 0;
  #full = false;

  constructor(readonly freeBytes: () => Promise<number | null>) {}

  /** Looks at the room now; throws a UserError `database-full` when only the reserve is left. */
  async check(): Promise<void> {
    await this.#look();
    this.written(0);
  }

  /** Notes that bytes are being written; throws when a look has found that only the reserve is left. */
  written(bytes: number): void {
    if (this.#full) throw new UserError('database-full');
    this.#uncheckedBytes += bytes;
    if (this.#uncheckedBytes < CHECK_EVERY_BYTES) return;
    this.#uncheckedBytes = 0;
    // Writing goes on meanwhile: it may not wait for a busy page.
    void this.#look();
  }

  async #look(): Promise<void> {
    try {
      const free = await this.freeBytes();
      if (free !== null && free < RESERVE_BYTES) this.#full = true;
    } catch {
      // Not knowing is no reason to stop; a write that fails is.
    }
  }
}
