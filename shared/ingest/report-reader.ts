// SPDX-License-Identifier: MIT
/**
 * Reads a report from chunks of bytes: finds processes, calls, signatures and sections in it, settles the
 * dialect by shape, and tells a listener in the order of the file. Synchronous; holds no call. Trouble inside
 * a report becomes issues; what is no report at all becomes a UserError from `finish`.
 * @module
 */
import type { ProcessHeader, SignatureInput } from '../analysis/analyzer';
import type { Dialect, ReportSummary } from '../model/document';
import { UserError } from '../errors/kinds';
import { encodeUtf8 } from '../util/utf8';
import type { StreamCursor } from './cursor/stream-cursor';
import { bestDialect, CALL_ROLES, DIALECTS, HEADER_KEYS } from './dialects/all';
import type { DialectReader, SignatureMarks } from './dialects/dialect';
import { objectOf } from './dialects/fields';
import type { IssueLog } from './issues';
import { LimitedSink } from './limited-sink';
import { MarkedCalls } from './marked-calls';
import { ShapeLog, unknownKeys } from './shape-log';
import type { Hasher } from './source';
import { LBRACE, LBRACKET } from './tokenizer/bytes';
import type { CallScanner } from './tokenizer/call-scanner';
import { parseValue, type JsonObject } from './tokenizer/parse-value';
import type { CutString, LargeLimits } from './tokenizer/large-call';
import type { ByteSink } from './tokenizer/capture';
import type { Guide, Place, Plan } from './tokenizer/guide';
import { Walker } from './tokenizer/walker';

export type ReportHeader = Pick<
  ReportSummary,
  'dialect' | 'complete' | 'callsInMarks' | 'version' | 'sample'
>;

/** What the reader tells, in the order of the file. */
export interface ReportListener {
  /** The dialect is known, or what the report says of itself is known better. */
  header(dialect: Dialect, report: Pick<ReportSummary, 'version' | 'sample'>): void;
  /** A process without calls was met; it begins and ends later. */
  processSeen(procId: number, header: ProcessHeader, hasList: boolean): void;
  /** A process begins; its pid is known already or null. */
  processBegin(procId: number, known: ProcessHeader | null): void;
  /** The cursor stands on a call of the process begun last. */
  call(cursor: StreamCursor): void;
  /** The process begun last has ended; `calls` counts the entries of its `calls` array, `hasList`: it has one. */
  processEnd(procId: number, header: ProcessHeader, calls: number, hasList: boolean): void;
  signature(signature: SignatureInput): void;
  /** Where the raw bytes of a section go, or null when nobody wants them. */
  section(path: string): ByteSink | null;
}

const ROLE = {
  ROOT: 0,
  TOP: 1,
  BEHAVIOR: 2,
  PROCESSES: 3,
  PROCESS: 4,
  SIGNATURES: 5,
  SIGNATURE: 6,
  MARKS: 7,
} as const;

/** Members of a process or signature, and header sections, longer than this are not looked at. */
const MAX_HEADER_BYTES = 16 << 20;

/** Unknown keys that are named. */
const LISTED_KEYS = 20;

export class ReportReader implements Guide {
  readonly walker: Walker;
  /** Calls told so far. */
  calls = 0;
  processes = 0;
  private readonly shape = new ShapeLog();
  private dialect: DialectReader | null = null;
  private readonly top: JsonObject = {};
  private told = '';
  private procId = -1;
  private fields: JsonObject = {};
  private processSink: ByteSink | null = null;
  /** The process at hand was told to the listener. */
  private begun = false;
  private seenCalls = false;
  private entries = 0;
  private isWhole = true;
  private members = 0;
  private sampling = true;
  private readonly seen = new Set<string>();
  private readonly marked = new MarkedCalls();
  /** Number of entries of the `calls` arrays met for each pid: a call with a lower cid is there. */
  private readonly entriesByPid = new Map<number, number>();
  /** Processes without calls, while no call was met: marks may yet bring theirs. */
  private waiting: { procId: number; header: ProcessHeader; hasList: boolean }[] = [];
  private signatureFields: JsonObject = {};
  private marks: SignatureMarks = { calls: [], texts: [] };
  private markReader: DialectReader | null = null;

  constructor(
    private readonly scanner: CallScanner,
    private readonly cursor: StreamCursor,
    private readonly listener: ReportListener,
    private readonly issues: IssueLog,
    createHash: () => Hasher,
    /** Processes without calls are told only by `finish`: logs may follow that have them. */
    private readonly holdsEmpty: boolean,
    largeLimits?: LargeLimits,
  ) {
    this.walker = new Walker(scanner, this, ROLE.ROOT, createHash, largeLimits);
    scanner.setRoles(CALL_ROLES);
  }

  write(chunk: Uint8Array): void {
    this.walker.write(chunk);
  }

  /**
   * The report's bytes end here. `damage`: the source broke off, and why. Throws UserError for what is no report.
   * Processes without calls are kept for `fill` until `finish`.
   */
  end(damage: { code: string } | null): void {
    const { walker, issues } = this;
    walker.finish();
    if (walker.offset === 0) throw new UserError(damage ? damage.code : 'file-empty');
    if (walker.damage) {
      const { code, offset, path } = walker.damage;
      issues.add(code === 'cut-short' && damage ? damage.code : code, offset, path);
    } else if (damage) issues.add(damage.code, walker.offset, null);
    if (walker.trailingOffset >= 0) issues.add('trailing-garbage', walker.trailingOffset, null);
    if (this.procId >= 0) this.endProcess();
    this.settle();
    if (!this.dialect) {
      if (walker.damage) throw new UserError('not-a-report-damaged', { offset: walker.damage.offset });
      throw new UserError('not-a-report');
    }
    this.isWhole = !walker.damage && !damage;
  }

  private tellUnknown(unknown: ReadonlyMap<string, number>): void {
    if (unknown.size === 0) return;
    const listed = [...unknown].slice(0, LISTED_KEYS).map(([key, times]) => `${key.slice(0, 60)} ×${times}`);
    if (unknown.size > LISTED_KEYS) listed.push('…');
    this.issues.add('unknown-keys', null, null, { count: unknown.size, keys: listed.join(', ') });
  }

  /** Whether the report has calls of this pid; if not, the process of that pid that waits for some, if there is one. */
  gapOf(pid: number): { procId: number; header: ProcessHeader } | 'filled' | null {
    if ((this.entriesByPid.get(pid) ?? 0) > 0) return 'filled';
    const at = this.waiting.findIndex(({ header }) => header.pid === pid);
    return at < 0 ? null : this.waiting.splice(at, 1)[0]!;
  }

  /** Tells what waits; the report is done. */
  finish(): ReportHeader {
    const dialect = this.dialect!;
    this.tellUnknown(unknownKeys(this.shape, this.scanner, dialect.known));
    const callsInMarks = this.marked.settle(this.isKnownCall);
    this.tellWaiting();
    for (const header of dialect.processes?.(this.top) ?? [])
      this.tellProcess(this.processes++, header, false);
    return { dialect: dialect.name, complete: this.isWhole, callsInMarks, ...dialect.report(this.top) };
  }

  plan(place: Place, first: number): Plan {
    const { role, key } = place;
    const isObject = first === LBRACE;
    const isArray = first === LBRACKET;
    switch (role) {
      case ROLE.ROOT:
        if (!isObject) throw new UserError(isArray ? 'not-a-report' : 'not-json');
        return { do: 'enter', role: ROLE.TOP };
      case ROLE.TOP:
        this.shape.topKey(key);
        if (key === 'behavior' && isObject && this.first(key)) return { do: 'enter', role: ROLE.BEHAVIOR };
        if (key === 'signatures' && isArray && this.first(key)) {
          return { do: 'enter', role: ROLE.SIGNATURES, sink: this.section(key) };
        }
        return {
          do: 'pass',
          sink: this.section(key),
          ...(HEADER_KEYS.has(key) ? { captureBytes: MAX_HEADER_BYTES } : {}),
        };
      case ROLE.BEHAVIOR:
        this.shape.behaviorKey(key);
        if (key === 'processes' && isArray && this.first('behavior.processes')) {
          return { do: 'enter', role: ROLE.PROCESSES };
        }
        return { do: 'pass', sink: this.section(`behavior.${key}`) };
      case ROLE.PROCESSES:
        this.processes = place.index + 1;
        if (!isObject) {
          this.issues.add('process-no-object', this.walker.valueOffset, this.walker.path);
          return { do: 'pass' };
        }
        this.beginProcess(place.index);
        return { do: 'enter', role: ROLE.PROCESS };
      case ROLE.PROCESS:
        return this.planMember(key, isArray);
      case ROLE.SIGNATURES:
        if (!isObject) return { do: 'pass' };
        this.signatureFields = {};
        this.marks = { calls: [], texts: [] };
        return { do: 'enter', role: ROLE.SIGNATURE };
      case ROLE.SIGNATURE:
        this.shape.signatureKey(key);
        this.markReader = DIALECTS.find((dialect) => dialect.marksKey === key) ?? null;
        if (this.markReader && isArray) return { do: 'enter', role: ROLE.MARKS };
        return { do: 'pass', captureBytes: MAX_HEADER_BYTES };
      default:
        return { do: 'pass', captureBytes: MAX_HEADER_BYTES };
    }
  }

  passed(place: Place, bytes: Uint8Array | null): void {
    const { role, key } = place;
    if (!bytes) {
      if (role === ROLE.PROCESS || role === ROLE.SIGNATURE || role === ROLE.MARKS) {
        this.issues.add('section-too-large', this.walker.valueOffset, this.walker.path);
      }
      return;
    }
    if (role === ROLE.PROCESS) this.fields[key] = parseValue(bytes);
    else if (role === ROLE.SIGNATURE) this.signatureFields[key] = parseValue(bytes);
    else if (role === ROLE.MARKS) {
      this.marked.add(bytes, this.isKnownCall);
      const mark = objectOf(parseValue(bytes));
      if (mark) this.markReader?.addMark(this.marks, mark);
    } else if (role === ROLE.TOP) {
      this.top[key] = parseValue(bytes);
      if (key === 'info') this.shape.info(objectOf(this.top[key]));
      this.settle();
    }
  }

  left(place: Place): void {
    if (place.role === ROLE.PROCESSES) this.endProcess();
    else if (place.role === ROLE.SIGNATURES) this.endSignature();
    else if (place.role === ROLE.TOP && place.key === 'behavior') this.settle();
  }

  call(index: number, cuts: readonly CutString[]): void {
    for (const { offset, lengthBytes, sha256 } of cuts) {
      this.issues.add('value-too-large', offset, this.walker.path, { bytes: lengthBytes, sha256 });
    }
    if (this.sampling) this.sample();
    if (!this.begun) this.begin();
    this.entries = index + 1;
    this.calls++;
    this.scanner.countMembers();
    this.cursor.procId = this.procId;
    this.cursor.index = index;
    this.listener.call(this.cursor);
  }

  badCall(index: number, reason: 'no-object' | 'too-large', lengthBytes: number): void {
    if (!this.begun) this.begin();
    this.entries = index + 1;
    this.calls++;
    const code = reason === 'no-object' ? 'call-no-object' : 'call-too-large';
    this.issues.add(code, this.walker.valueOffset, this.walker.path, { bytes: lengthBytes });
  }

  note(code: 'non-finite' | 'bad-utf8' | 'byte-order-mark', count: number, offset: number): void {
    this.issues.count(code, count, offset, this.walker.path);
  }

  private section(path: string): ByteSink | null {
    const sink = this.listener.section(path);
    return sink && new LimitedSink(sink, () => this.issues.add('section-cut', this.walker.valueOffset, path));
  }

  /** Whether this key is met for the first time; the second one is an issue and passed by. */
  private first(path: string): boolean {
    if (!this.seen.has(path)) {
      this.seen.add(path);
      return true;
    }
    this.issues.add('duplicate-section', this.walker.valueOffset, path);
    return false;
  }

  private beginProcess(procId: number): void {
    this.procId = procId;
    this.fields = {};
    this.entries = 0;
    this.begun = false;
    this.seenCalls = false;
    this.members = 0;
    this.processSink = this.section(`behavior.processes[${procId}]`);
  }

  private planMember(key: string, isArray: boolean): Plan {
    this.shape.processKey(key);
    if (key === 'calls' && isArray) {
      if (this.seenCalls) {
        this.issues.add('duplicate-section', this.walker.valueOffset, this.walker.path);
        return { do: 'pass' };
      }
      this.seenCalls = true;
      this.settle();
      return { do: 'calls' };
    }
    return { do: 'pass', captureBytes: MAX_HEADER_BYTES, sink: this.memberSink(key) };
  }

  private begin(): void {
    this.begun = true;
    const header = this.dialect?.process(this.fields) ?? null;
    this.listener.processBegin(this.procId, header && header.pid !== 0 ? header : null);
  }

  private tellWaiting(): void {
    for (const { procId, header, hasList } of this.waiting) this.tellProcess(procId, header, hasList);
    this.waiting = [];
  }

  /** Tells a process that has no `calls` of its own, with the calls that only marks have. */
  private tellProcess(procId: number, header: ProcessHeader, hasList: boolean): void {
    this.listener.processBegin(procId, header);
    const { cursor, scanner } = this;
    const window = { bytes: scanner.bytes, end: scanner.end };
    cursor.procId = procId;
    for (const { cid, bytes } of this.marked.take(header.pid)) {
      scanner.bytes = bytes;
      scanner.end = bytes.length - 1;
      if (scanner.scan(0) < 0) continue;
      if (this.sampling) this.sample();
      cursor.index = cid;
      this.listener.call(cursor);
    }
    Object.assign(scanner, window);
    this.listener.processEnd(procId, header, 0, hasList);
  }

  private readonly isKnownCall = (pid: number, cid: number): boolean =>
    cid < (this.entriesByPid.get(pid) ?? 0);

  private endProcess(): void {
    if (this.procId < 0) return;
    const header = (this.dialect ?? DIALECTS[0]!).process(this.fields);
    this.entriesByPid.set(header.pid, Math.max(this.entries, this.entriesByPid.get(header.pid) ?? 0));
    if (this.begun) {
      this.listener.processEnd(this.procId, header, this.entries, true);
      if (!this.holdsEmpty) this.tellWaiting();
    } else {
      this.listener.processSeen(this.procId, header, this.seenCalls);
      this.waiting.push({ procId: this.procId, header, hasList: this.seenCalls });
      if (this.calls > 0 && !this.holdsEmpty) this.tellWaiting();
    }
    if (this.processSink) {
      writeText(this.processSink, this.members === 0 ? '{}' : '}');
      this.processSink.end();
    }
    this.procId = -1;
  }

  /** Members of a process go into one section, an object without its `calls`. */
  private memberSink(key: string): ByteSink | null {
    const sink = this.processSink;
    if (!sink) return null;
    const prefix = `${this.members++ === 0 ? '{' : ','}${JSON.stringify(key)}:`;
    writeText(sink, prefix);
    return { write: (bytes, start, end) => sink.write(bytes, start, end), end: () => undefined };
  }

  private endSignature(): void {
    const dialect = this.dialect ?? DIALECTS[0]!;
    this.listener.signature({ ...dialect.signature(this.signatureFields), ...this.marks });
  }

  /** Looks at the first calls for the shape of the dialect. */
  private sample(): void {
    const isFirst = this.calls === 0;
    this.sampling = this.shape.call(this.scanner);
    if (!isFirst) return;
    this.settle();
  }

  /** Chooses the dialect by what is known by now, and tells when that or the header has changed. */
  private settle(): void {
    this.dialect = bestDialect(this.shape);
    if (!this.dialect) return;
    const report = this.dialect.report(this.top);
    const told = JSON.stringify([this.dialect.name, report]);
    if (told === this.told) return;
    this.told = told;
    this.listener.header(this.dialect.name, report);
  }
}

function writeText(sink: ByteSink, text: string): void {
  const bytes = encodeUtf8(text);
  sink.write(bytes, 0, bytes.length);
}
