// SPDX-License-Identifier: MIT
/**
 * Reads one monitor log from chunks of bytes: cuts it into documents and tells the calls of its process.
 * Holds one document at a time.
 * @module
 */
import type { ProcessHeader } from '../../analysis/analyzer';
import { encodeUtf8 } from '../../util/utf8';
import type { IssueLog } from '../issues';
import { BsonError, readDocument, statedLength } from './bson-document';
import { MonitorLog } from './monitor-log';

/** Who gets the log's process and calls. */
export interface LogSink {
  /** The log's process is known. False: nothing of this log is wanted. */
  begin(header: ProcessHeader): boolean;
  /** JSON text of a call, followed by a zero byte. */
  call(json: Uint8Array): void;
  end(): void;
}

const MAX_DOCUMENT_BYTES = 64 << 20;
const MIN_DOCUMENT_BYTES = 5;

export class LogReader {
  /** Something of the log was cut or broken. */
  isDamaged = false;
  private readonly log = new MonitorLog();
  /** What is not a whole document yet, and how much it takes to be one. */
  private pieces: Uint8Array[] = [];
  private pieceBytes = 0;
  private want = 4;
  /** Report offset of the first piece. */
  private offset: number;
  private state: 'new' | 'open' | 'unwanted' = 'new';

  /** @param name of the log, for issues; a number in it is the pid where the log does not say */
  constructor(
    private readonly name: string,
    offset: number,
    private readonly sink: LogSink,
    private readonly issues: IssueLog,
  ) {
    this.offset = offset;
  }

  write(chunk: Uint8Array): void {
    if (this.isDamaged || this.state === 'unwanted') return;
    this.pieces.push(chunk.slice());
    this.pieceBytes += chunk.length;
    if (this.pieceBytes < this.want) return;
    const bytes = joined(this.pieces, this.pieceBytes);
    let at = 0;
    while (bytes.length - at >= 4) {
      const length = statedLength(bytes, at);
      if (length < MIN_DOCUMENT_BYTES || length > MAX_DOCUMENT_BYTES) return this.hurt('bson-damaged', at);
      this.want = length;
      if (bytes.length - at < length) break;
      this.want = 4;
      try {
        this.document(bytes.subarray(at, at + length));
      } catch (error) {
        if (error instanceof BsonError) return this.hurt('bson-damaged', at);
        throw error;
      }
      at += length;
    }
    this.pieces = [bytes.slice(at)];
    this.pieceBytes = bytes.length - at;
    this.offset += at;
  }

  finish(): void {
    if (!this.isDamaged && this.state !== 'unwanted' && this.pieceBytes > 0)
      this.hurt('cut-short', this.pieceBytes);
    if (this.state === 'open') this.sink.end();
    this.state = 'unwanted';
  }

  private document(bytes: Uint8Array): void {
    const entry = this.log.entry(readDocument(bytes));
    if (entry.kind === 'process' && this.state === 'new') this.begin(entry.header);
    if (entry.kind !== 'call') return;
    // A log without its first document: the file's name is the pid, as monitors write it.
    if (this.state === 'new') this.begin(unknownProcess(Number(/(\d+)\.bson/.exec(this.name)?.[1] ?? 0)));
    if (this.state === 'open') this.sink.call(encodeUtf8(`${entry.json}\0`));
  }

  private begin(header: ProcessHeader): void {
    this.state = this.sink.begin(header) ? 'open' : 'unwanted';
  }

  private hurt(code: string, at: number): void {
    this.isDamaged = true;
    this.issues.add(code, this.offset + at, this.name);
  }
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  if (pieces.length === 1) return pieces[0]!;
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

function unknownProcess(pid: number): ProcessHeader {
  return {
    pid,
    ppid: null,
    nativeId: null,
    name: null,
    path: null,
    commandLine: null,
    firstSeenMs: null,
    tracked: null,
    modules: [],
  };
}
