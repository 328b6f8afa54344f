// SPDX-License-Identifier: MIT
/**
 * What ingest feeds and what it gets back. Each process is fed on its own, in call order; processes may come
 * in any order. `finish` joins them. Nothing here knows where calls come from.
 * @module
 */
import type { CallCursor } from '../model/call';
import type { AnalysisDocument, CallRef, Dialect, IngestIssue } from '../model/document';
import type { TargetTable } from '../ipc/ingest-port';

/** What the report says of one process, apart from its calls. It may be known only after them. */
export interface ProcessHeader {
  pid: number;
  ppid: number | null;
  nativeId: number | null;
  /** The parent's `nativeId`, where the report tells it (Cuckoo 3 `parent_procid`). */
  parentNativeId?: number | null;
  name: string | null;
  path: string | null;
  commandLine: string | null;
  firstSeenMs: number | null;
  tracked: boolean | null;
  /** Loaded images, where logged: base addresses tell whose memory an address is. */
  modules: { base: bigint; size: bigint; path: string }[];
}

/** A signature of the report, its marks as found there. */
export interface SignatureInput {
  name: string;
  description: string | null;
  severity: number | null;
  /** Marks that name a call: by pid and the report's call id (Cuckoo 2 and CAPE: position in `calls`). */
  calls: { pid: number | null; cid: number | null; api: string | null }[];
  /** Other marks as text (indicators), used to resolve them to calls. */
  texts: string[];
  /** Processes named by their `nativeId`, where the report does so (Cuckoo 3): stated, not proven. */
  stated?: { source: number; target: number | null }[];
}

/** What one call is to the table: see CallColumns.marks and .target. */
export interface CallVerdict {
  marks: number;
  target: number;
}

export interface ReportFacts {
  file: string;
  sha256: string;
  bytes: number;
  dialect: Dialect;
  version: string | null;
  sample: { name: string | null; sha256: string | null } | null;
  complete: boolean;
  callsInMarks: number;
}

export interface Analyzer {
  /**
   * Starts process `procId`; give the header now if it is known already. Begun again, it goes on (calls that
   * stand only in signatures' marks come after its own).
   */
  beginProcess(procId: number, header: ProcessHeader | null): void;
  /** Looks at the call under the cursor. The result object is reused: read it before the next step. */
  step(cursor: CallCursor): CallVerdict;
  /** Ends the process begun last. `calls` is the number of entries in its `calls` array. */
  endProcess(header: ProcessHeader, calls: number): void;
  addSignature(signature: SignatureInput): void;
  addIssue(issue: IngestIssue): void;
  /** What is known so far; cheap enough to be called once a second. null where the look before must still do. */
  snapshot(report: ReportFacts): AnalysisDocument | null;
  finish(report: ReportFacts): { document: AnalysisDocument; targets: TargetTable };
}

export type { CallRef };
