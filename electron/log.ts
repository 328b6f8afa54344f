// SPDX-License-Identifier: MIT
/**
 * The local log: one file in the profile folder, turned over at 1 MiB, two old ones kept. It never leaves the
 * machine, and callers give it codes, versions and stacks, never contents of a report. A full disk costs the
 * line, not the app.
 * @module
 */
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs';
import path from 'node:path';

const MAX_BYTES = 1 << 20;
const KEPT = 2;

/** Longest text of one entry; a runaway stack must not turn the log over. */
const MAX_ENTRY = 8192;

export type LogLevel = 'info' | 'warn' | 'error';

export class Log {
  readonly #file: string;

  /** @param folder made when it is not there. */
  constructor(folder: string) {
    this.#file = path.join(folder, 'kanshiki.log');
    try {
      mkdirSync(folder, { recursive: true });
    } catch {
      // Nowhere to write: every later line is dropped in the same way.
    }
  }

  /** Writes one entry: time, level, text; an error adds its stack. */
  write(level: LogLevel, text: string, error?: unknown): void {
    const detail =
      error === undefined
        ? ''
        : `: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
    const entry = `${new Date().toISOString()} ${level} ${(text + detail).slice(0, MAX_ENTRY)}\n`;
    try {
      this.#turnOver();
      appendFileSync(this.#file, entry);
    } catch {
      // The log must never be what breaks.
    }
    if (level === 'error') process.stderr.write(entry);
  }

  #turnOver(): void {
    const size = statSync(this.#file, { throwIfNoEntry: false })?.size ?? 0;
    if (size < MAX_BYTES) return;
    for (let n = KEPT - 1; n >= 1; n -= 1) {
      if (statSync(`${this.#file}.${n}`, { throwIfNoEntry: false })) {
        renameSync(`${this.#file}.${n}`, `${this.#file}.${n + 1}`);
      }
    }
    renameSync(this.#file, `${this.#file}.1`);
  }
}
