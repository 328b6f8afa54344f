// SPDX-License-Identifier: MIT
/**
 * What the ingest side (utility process in Electron, worker in a browser) and the store worker say to each
 * other over one MessagePort. The producer may have at most INGEST_WINDOW_BYTES of payload unanswered;
 * the store answers each payload message with a credit once it has taken it in, which it does not do while two
 * batches wait to be written.
 * A message is at most 1 MiB plus its columns. A block whose deflated records are longer (one call with huge
 * values) is cut: its `block` message holds the first piece and says in `parts` how many `block-part` messages
 * follow; nothing but `progress` comes between them. The store appends their data to `block.args`, in order,
 * before it uses the block; each part has its own credit.
 * @module
 */
import type { CallBlock } from '../model/call';
import type { AnalysisDocument, Dialect, IngestIssue, ProcessSummary } from '../model/document';
import type { ErrorData } from '../errors/kinds';

export const INGEST_WINDOW_BYTES = 8 << 20;

/** From ingest to store. */
export type IngestMessage =
  /** First message: what is being read. `quickHash` is the hash of size, first and last MiB. */
  | { type: 'begin'; file: string; folder: string | null; sourceBytes: number | null; quickHash: string }
  /** Sent once the dialect is known; again when the header says more (sample, version). */
  | {
      type: 'header';
      dialect: Dialect;
      version: string | null;
      sample: { name: string | null; sha256: string | null } | null;
    }
  /** New entries of the report's string tables, appended at `from`. */
  | { type: 'strings'; table: 'api' | 'category'; from: number; values: string[] }
  /** A process was met (calls may still be 0) or is now known better. */
  | { type: 'process'; process: ProcessSummary }
  /** Calls. `bytes` is the size that the credit gives back. */
  | { type: 'block'; block: CallBlock; bytes: number; parts?: number }
  /** More of the `args` of the block sent last. */
  | { type: 'block-part'; data: Uint8Array; last: boolean; bytes: number }
  /**
   * A part of the report that is not calls, as raw JSON bytes in pieces, each a raw-deflate stream of its own:
   * inflated and put one after another by `part`, they are the section's JSON text. `path` is e.g. `network`,
   * `behavior.summary`, `signatures`; `behavior.processes[3]` is that process as an object without its `calls`.
   * Pieces of different sections may alternate.
   */
  | {
      type: 'section';
      path: string;
      part: number;
      last: boolean;
      data: Uint8Array;
      rawBytes: number;
      bytes: number;
    }
  /** What the analyzer knows so far (edges grow while reading), without calls. */
  | { type: 'partial'; document: AnalysisDocument }
  | { type: 'progress'; progress: IngestProgress }
  | { type: 'issue'; issue: IngestIssue }
  /** Last message of a read that came to its end, damaged or not. `targets` resolves the `target` column. */
  | { type: 'end'; document: AnalysisDocument; targets: TargetTable }
  /** Last message of a read that failed by our error or an unreadable input: nothing is kept. */
  | { type: 'failed'; error: ErrorData };

/** From store to ingest. */
export type IngestReply =
  | { type: 'credit'; bytes: number }
  /** Stop reading; nothing is kept. The ingest side closes the port. */
  | { type: 'cancel' };

export interface IngestProgress {
  /** Bytes of the source file read so far (compressed bytes for a compressed source). */
  readBytes: number;
  /** Size of the source file, or null for a source of unknown size. */
  totalBytes: number | null;
  /** Report bytes after decompression. */
  reportBytes: number;
  calls: number;
  processes: number;
  elapsedMs: number;
}

/** Entry k says which process reference k of the `target` column is: a procId, or an external's id. */
export type TargetTable = (number | `x${number}`)[];
