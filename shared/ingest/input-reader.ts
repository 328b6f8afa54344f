// SPDX-License-Identifier: MIT
/**
 * Reads what one input consists of: a report, a monitor log, or an analysis folder, where the report wins and
 * logs fill its gaps. Told apart by the first bytes.
 * @module
 */
import type { ProcessHeader } from '../analysis/analyzer';
import { looksLikeBson } from './bson/bson-document';
import { LogReader, type LogSink } from './bson/log-reader';
import type { StreamCursor } from './cursor/stream-cursor';
import { CALL_ROLES } from './dialects/all';
import type { IssueLog } from './issues';
import { ReportReader, type ReportHeader, type ReportListener } from './report-reader';
import type { Hasher } from './source';
import type { CallScanner } from './tokenizer/call-scanner';
import type { LargeLimits } from './tokenizer/large-call';

/** Bytes that tell a log from a report. */
const HEAD_BYTES = 8;

/** What the bytes at hand are. */
type Mode = 'unknown' | 'report' | 'log' | 'skipped';

export class InputReader implements LogSink {
  private mode: Mode = 'unknown';
  private report: ReportReader | null = null;
  private log: LogReader | null = null;
  private head = new Uint8Array(0);
  private fileName = '';
  private offset = 0;
  private logs = 0;
  private logCalls = 0;
  private logProcesses = 0;
  private damagedLogs = 0;
  private procId = 0;
  private entries = 0;
  private header: ProcessHeader | null = null;

  constructor(
    private readonly scanner: CallScanner,
    private readonly cursor: StreamCursor,
    private readonly listener: ReportListener,
    private readonly issues: IssueLog,
    private readonly createHash: () => Hasher,
    private readonly options: { isFolder?: boolean; largeLimits?: LargeLimits } = {},
  ) {}

  /** Calls told so far. */
  get calls(): number {
    return (this.report?.calls ?? 0) + this.logCalls;
  }

  get processes(): number {
    return (this.report?.processes ?? 0) + this.logProcesses;
  }

  /** Whether the next bytes are the input's own: all of them, but for logs beside a report. */
  get isOwn(): boolean {
    return this.report === null || this.mode === 'report';
  }

  /** The bytes of another file of the folder follow. */
  startFile(name: string): void {
    if (this.offset > 0) this.endFile(null);
    this.fileName = name;
  }

  write(chunk: Uint8Array): void {
    this.offset += chunk.length;
    if (this.mode === 'report') this.report!.write(chunk);
    else if (this.mode === 'log') this.log!.write(chunk);
    else if (this.mode === 'unknown') {
      this.head = Uint8Array.from([...this.head, ...chunk.subarray(0, HEAD_BYTES)]);
      if (this.head.length < HEAD_BYTES) return;
      const { head } = this;
      this.choose();
      const known = head.length - Math.min(HEAD_BYTES, chunk.length);
      if (known > 0) this.pass(head.subarray(0, known));
      this.pass(chunk);
    }
  }

  /** The input ends here. `damage`: the source broke off, and why. Throws UserError for what is no report. */
  finish(damage: { code: string } | null): ReportHeader {
    this.endFile(damage);
    if (this.report) {
      const header = this.report.finish();
      return { ...header, complete: header.complete && this.damagedLogs === 0 };
    }
    const complete = this.damagedLogs === 0 && !damage;
    return { dialect: 'cuckoo-bson', version: null, sample: null, complete, callsInMarks: 0 };
  }

  begin(header: ProcessHeader): boolean {
    const gap = this.report?.gapOf(header.pid) ?? null;
    if (gap === 'filled') return false;
    this.entries = 0;
    this.procId = gap ? gap.procId : (this.report?.processes ?? 0) + this.logProcesses++;
    this.header = gap ? merged(gap.header, header) : header;
    if (!this.report && this.logs === 1) this.listener.header('cuckoo-bson', { version: null, sample: null });
    this.listener.processBegin(this.procId, this.header);
    return true;
  }

  call(json: Uint8Array): void {
    const { scanner, cursor } = this;
    scanner.bytes = json;
    scanner.end = json.length - 1;
    if (scanner.scan(0) < 0) return;
    cursor.procId = this.procId;
    cursor.index = this.entries++;
    this.logCalls++;
    this.listener.call(cursor);
  }

  end(): void {
    this.listener.processEnd(this.procId, this.header!, this.entries, true);
  }

  private pass(bytes: Uint8Array): void {
    if (this.mode === 'report') this.report!.write(bytes);
    else this.log?.write(bytes);
  }

  /** Tells by the first bytes what the file is. */
  private choose(): void {
    const { head, scanner, cursor, listener, issues, createHash } = this;
    this.head = new Uint8Array(0);
    if (looksLikeBson(head)) {
      this.mode = 'log';
      this.logs++;
      scanner.setRoles(CALL_ROLES);
      this.log = new LogReader(this.fileName, this.offset - head.length, this, issues);
    } else if (!this.report && this.logs === 0) {
      this.mode = 'report';
      const { isFolder, largeLimits } = this.options;
      this.report = new ReportReader(
        scanner,
        cursor,
        listener,
        issues,
        createHash,
        isFolder === true,
        largeLimits,
      );
    } else {
      this.mode = 'skipped';
      issues.add('log-unreadable', null, this.fileName);
    }
  }

  private endFile(damage: { code: string } | null): void {
    if (this.mode === 'unknown') {
      const { head } = this;
      this.choose();
      this.pass(head);
    }
    if (this.mode === 'report') this.report!.end(damage);
    else if (this.log) {
      if (damage) this.issues.add(damage.code, this.offset, this.fileName);
      this.log.finish();
      if (this.log.isDamaged || damage) this.damagedLogs++;
      this.log = null;
    }
    this.mode = 'unknown';
  }
}

/** The report's own words first, the log's where it has none. */
function merged(report: ProcessHeader, log: ProcessHeader): ProcessHeader {
  return {
    ...report,
    ppid: report.ppid ?? log.ppid,
    name: report.name ?? log.name,
    path: report.path ?? log.path,
    commandLine: report.commandLine ?? log.commandLine,
    firstSeenMs: report.firstSeenMs ?? log.firstSeenMs,
    tracked: report.tracked ?? log.tracked,
    modules: report.modules.length > 0 ? report.modules : log.modules,
  };
}
