// SPDX-License-Identifier: MIT
/**
 * Feeds an analyzer from a report reader, and keeps what only the whole report can tell: API names of calls
 * that signatures name by number, and the facts for the document. What else wants the calls (block builder)
 * hangs on as an outlet.
 * @module
 */
import type { Analyzer, CallVerdict, ProcessHeader, ReportFacts, SignatureInput } from '../analysis/analyzer';
import type { TargetTable } from '../ipc/ingest-port';
import type { AnalysisDocument, Dialect, IngestIssue, ReportSummary } from '../model/document';
import type { StreamCursor } from './cursor/stream-cursor';
import { GrowingIds } from './growing-ids';
import type { ReportListener } from './report-reader';
import type { ByteSink } from './tokenizer/capture';

/** Gets what the analyzer gets, and its verdicts. */
export interface Outlet {
  header(dialect: Dialect, report: Pick<ReportSummary, 'version' | 'sample'>): void;
  process(procId: number, header: ProcessHeader | null, calls: number): void;
  call(cursor: StreamCursor, verdict: CallVerdict): void;
  processEnd(): void;
  section(path: string): ByteSink | null;
  issue(issue: IngestIssue): void;
}

type HeaderFacts = Pick<ReportFacts, 'version' | 'sample'> & { dialect: Dialect | null };

export class AnalysisFeed implements ReportListener {
  private facts: HeaderFacts = { dialect: null, version: null, sample: null };
  private readonly signatures: SignatureInput[] = [];
  /** API ids of the calls of each process, for marks that name a call by number alone. */
  private readonly apisByPid = new Map<number, GrowingIds[]>();
  private apis = new GrowingIds();

  constructor(
    private readonly analyzer: Analyzer,
    private readonly apiNames: readonly string[],
    private readonly outlet: Outlet | null,
  ) {}

  header(dialect: Dialect, report: Pick<ReportSummary, 'version' | 'sample'>): void {
    this.facts = { dialect, ...report };
    this.outlet?.header(dialect, report);
  }

  processSeen(procId: number, header: ProcessHeader): void {
    this.outlet?.process(procId, header, 0);
  }

  processBegin(procId: number, known: ProcessHeader | null): void {
    this.apis = new GrowingIds();
    this.analyzer.beginProcess(procId, known);
    this.outlet?.process(procId, known, 0);
  }

  call(cursor: StreamCursor): void {
    const verdict = this.analyzer.step(cursor);
    this.apis.set(cursor.index, cursor.apiId);
    this.outlet?.call(cursor, verdict);
  }

  processEnd(procId: number, header: ProcessHeader, calls: number): void {
    this.analyzer.endProcess(header, calls);
    const known = this.apisByPid.get(header.pid);
    if (known) known.push(this.apis);
    else this.apisByPid.set(header.pid, [this.apis]);
    this.outlet?.processEnd();
    this.outlet?.process(procId, header, calls);
  }

  signature(signature: SignatureInput): void {
    this.signatures.push(signature);
    this.analyzer.addSignature(signature);
  }

  section(path: string): ByteSink | null {
    return this.outlet?.section(path) ?? null;
  }

  issue(issue: IngestIssue): void {
    this.analyzer.addIssue(issue);
    this.outlet?.issue(issue);
  }

  /** What is known so far; null while the dialect is not, and where nothing is to be told that was not before. */
  snapshot(file: string, bytes: number): AnalysisDocument | null {
    const { dialect, version, sample } = this.facts;
    if (!dialect) return null;
    return this.analyzer.snapshot({
      file,
      sha256: '',
      bytes,
      dialect,
      version,
      sample,
      complete: false,
      callsInMarks: 0,
    });
  }

  finish(facts: ReportFacts): { document: AnalysisDocument; targets: TargetTable } {
    this.nameMarks();
    return this.analyzer.finish(facts);
  }

  private nameMarks(): void {
    for (const { calls } of this.signatures) {
      for (const mark of calls) {
        if (mark.api !== null || mark.pid === null || mark.cid === null) continue;
        for (const apis of this.apisByPid.get(mark.pid) ?? []) {
          const id = apis.get(mark.cid);
          if (id < 0) continue;
          mark.api = this.apiNames[id] ?? null;
          break;
        }
      }
    }
  }
}
