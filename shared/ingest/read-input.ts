// SPDX-License-Identifier: MIT
/**
 * Reads a source to its end into a listener: the loop over chunks, the hash, progress and cancel.
 * @module
 */
import { normalArgName } from '../analysis/catalogue';
import { CancelledError, UserError } from '../errors/kinds';
import type { IngestProgress } from '../ipc/ingest-port';
import type { IngestIssue } from '../model/document';
import { ArgNames } from './cursor/arg-names';
import { StreamCursor } from './cursor/stream-cursor';
import { InputReader } from './input-reader';
import { IssueLog } from './issues';
import type { ReportHeader, ReportListener } from './report-reader';
import { SourceDamage, type Hasher, type ReportSource } from './source';
import type { CallScanner } from './tokenizer/call-scanner';

/** Smaller reports may shrink as they like. */
const BOMB_BYTES = 256 << 20;
/** No report shrinks to less than this part by deflate. */
const MOST_SHRUNK = 200;

/** Gets what the reader tells, and the issues. */
export interface InputListener extends ReportListener {
  issue(issue: IngestIssue): void;
}

export interface ReadOptions {
  /** Name shown for the report: base name, or the relative path inside a folder. */
  file: string;
  createHash: () => Hasher;
  nowMs: () => number;
  /** Asked between chunks; true ends the read with CancelledError. */
  isCancelled?: () => boolean;
}

export interface ReadResult {
  header: ReportHeader;
  sha256: string;
  progress: IngestProgress;
}

/**
 * Reads one input, damaged or not. `afterChunk` runs when a chunk was read; the next one waits for it.
 * Throws UserError for what is no report or cannot be read, CancelledError when cancelled.
 */
export async function readInput(
  source: ReportSource,
  scanner: CallScanner,
  listener: InputListener,
  options: ReadOptions,
  afterChunk: (progress: () => IngestProgress) => Promise<void> | void,
): Promise<ReadResult> {
  const startedMs = options.nowMs();
  const issues = new IssueLog((issue) => listener.issue(issue));
  const cursor = new StreamCursor(scanner, new ArgNames(normalArgName));
  const isFolder = source.isFolder === true;
  const reader = new InputReader(scanner, cursor, listener, issues, options.createHash, { isFolder });
  const hash = options.createHash();
  let reportBytes = 0;
  const progress = (): IngestProgress => ({
    readBytes: source.readBytes(),
    totalBytes: source.totalBytes,
    reportBytes,
    calls: reader.calls,
    processes: reader.processes,
    elapsedMs: options.nowMs() - startedMs,
  });
  let damage: SourceDamage | null = null;
  try {
    for await (const chunk of source.chunks) {
      if (options.isCancelled?.()) throw new CancelledError();
      if (!(chunk instanceof Uint8Array)) {
        reader.startFile(chunk.file);
        continue;
      }
      reader.write(chunk);
      if (reader.isOwn) {
        hash.update(chunk);
        reportBytes += chunk.length;
      }
      if (isBomb(reportBytes, source)) throw new UserError('archive-bomb');
      await afterChunk(progress);
    }
  } catch (error) {
    if (!(error instanceof SourceDamage)) throw named(error, options.file);
    damage = error;
  }
  try {
    const header = reader.finish(damage);
    issues.finish();
    const sample = header.sample ?? source.sample ?? null;
    return { header: { ...header, sample }, sha256: hash.digestHex(), progress: progress() };
  } catch (error) {
    throw named(error, options.file);
  }
}

/** Whether a file unpacks to more than a report can: it is made to fill memory and disks. */
function isBomb(reportBytes: number, source: ReportSource): boolean {
  return reportBytes > BOMB_BYTES && reportBytes > (source.mostShrunk ?? MOST_SHRUNK) * source.readBytes();
}

/** User errors from inside know no file; the reader of the message wants its name. */
function named(error: unknown, file: string): unknown {
  if (!(error instanceof UserError) || 'name' in error.params) return error;
  return new UserError(error.code, { ...error.params, name: file }, { cause: error });
}
