// SPDX-License-Identifier: MIT
/**
 * Stops an import while there is still room on the disk: a database on a full disk cannot even remove what
 * was begun, and may not open again.
 * @module
 */
import { BugError, CancelledError, UserError } from '../../shared/errors/kinds';
import { databaseError } from './database';

/** Room that is never used up by imports: enough to take one back, and for the user's own answers. */
const RESERVE_BYTES = 48 << 20;

/** Written bytes after which the room is looked at again; far below the reserve, since the look takes a while. */
const CHECK_EVERY_BYTES = 8 << 20;

/** Bytes that may be written while a look is under way; a database takes a multiple of them for a while. */
const UNSEEN_BYTES = 12 << 20;

/** Watches the room during one import. */
export class RoomWatch {
  /** Written since a look was last begun. */
  #writtenBytes = 0;
  #looking: Promise<void> | null = null;
  #full = false;

  constructor(readonly freeBytes: () => Promise<number | null>) {}

  /** Looks at the room now; throws a UserError `database-full` when only the reserve is left. */
  async check(): Promise<void> {
    await this.#look();
    this.#throwIfFull();
  }

  /**
   * Notes that bytes are being written; throws when a look has found that only the reserve is left. Writing goes
   * on during a look, which a busy page may answer late, but not for long.
   */
  async written(bytes: number): Promise<void> {
    this.#throwIfFull();
    this.#writtenBytes += bytes;
    if (this.#looking) {
      if (this.#writtenBytes < UNSEEN_BYTES) return;
      await this.#looking;
      this.#throwIfFull();
    }
    if (this.#writtenBytes < CHECK_EVERY_BYTES) return;
    this.#writtenBytes = 0;
    this.#looking = this.#look().finally(() => (this.#looking = null));
  }

  /**
   * What a failure of the database means: on a full disk it fails in many ways, of which few say why. Errors of
   * our own are given back as they are.
   */
  async explain(error: unknown): Promise<unknown> {
    const known = databaseError(error);
    const isOwn = error instanceof UserError || error instanceof BugError || error instanceof CancelledError;
    if (isOwn || !(error instanceof Error)) return known;
    await this.#look();
    return this.#full ? new UserError('database-full', {}, { cause: error }) : known;
  }

  #throwIfFull(): void {
    if (this.#full) throw new UserError('database-full');
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
