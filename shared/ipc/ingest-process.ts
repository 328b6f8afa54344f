// SPDX-License-Identifier: MIT
/**
 * What the main process and the ingest utility process say to each other. Reports' bytes never pass here:
 * they go over the MessagePort that comes along with `start` (see ingest-port.ts).
 * @module
 */
import type { ErrorData } from '../errors/kinds';
import type { RuleFile } from '../rules/rule-file';

/** From main to the ingest process, by `child.postMessage(message, [port])`; exactly one port comes along. */
export interface IngestStart {
  type: 'start';
  importId: string;
  /** Absolute path of a file that the user chose; opened once, read-only. */
  path: string;
  /** Base name and the last folder names above it, as OpenedFile has them. */
  name: string;
  folder: string;
  /** Of an encrypted archive, when it is not the customary one (the read failed with `archive-password`). */
  password?: string;
  /** The user's own rules, as text; wrong ones are left out. */
  rules: readonly RuleFile[];
}

/** From main to the ingest process: stop reading; the process ends by itself with code 0. */
export interface IngestStop {
  type: 'stop';
}

export type IngestCommand = IngestStart | IngestStop;

/** From the ingest process to main, by `process.parentPort.postMessage`. */
export type IngestReport =
  /** The read has ended (`end`, `failed` or cancelled over the port); the process exits with code 0 next. */
  { type: 'done'; importId: string; outcome: 'end' | 'failed' | 'cancelled'; error: ErrorData | null };
