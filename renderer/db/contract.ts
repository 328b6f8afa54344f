// SPDX-License-Identifier: MIT
/**
 * What the window asks of the store worker, and the records it gets back. The worker is the only writer of
 * report data and the only reader of calls; small tables (reports, cases, sheets, settings) may also be
 * watched from the page with Dexie live queries through renderer/db.
 * @module
 */
import type { Argument } from '../../shared/model/call';
import type { AnalysisDocument, Dialect, Edge } from '../../shared/model/document';
import type { IngestProgress } from '../../shared/ipc/ingest-port';
import type { ErrorData } from '../../shared/errors/kinds';
import type { LogQuestions, ReportLog } from '../../shared/scoring/types';

export interface StoredReport {
  id: number;
  /** Which import wrote it; an import that is resumed keeps its name. */
  importId: string;
  /** Hash of the report's bytes; empty until the import is complete. */
  sha256: string;
  quickHash: string;
  /** Base name of the file, and the folder names above it. */
  file: string;
  folder: string;
  /** Shown name: the pack's name for the report, or the user's, else null (then file and folder). */
  label: string | null;
  dialect: Dialect | null;
  /** `interrupted`: its import was killed, and waits to be resumed or removed. Not to be read meanwhile. */
  state: 'importing' | 'interrupted' | 'complete' | 'partial';
  importedAtMs: number;
  sourceBytes: number;
  /** Bytes of the file that were read before the interruption; null where that was not noted. */
  readBytes?: number | null;
  reportBytes: number;
  calls: number;
  caseId: number;
}

/** Several logs and one sheet. */
export interface StoredCase {
  id: number;
  name: string;
  createdAtMs: number;
  /** Id of the practice pack the case was opened from, or null for a case of the user's own reports. */
  packId: string | null;
  openedAtMs: number;
}

/** One row of the call table, ready to show. */
export interface CallRow {
  procId: number;
  /** Position in the process's `calls` array: the call's identity. */
  index: number;
  api: string;
  category: string;
  ok: boolean | null;
  /** MARK bits, MEM and WRITE only where the call acts on another process. */
  marks: number;
  foreign: boolean;
  /** Whom the call acts on: a procId, an external's id, or null. */
  target: number | `x${number}` | null;
  tid: number;
  timeMs: number;
  /** Hexadecimal, e.g. `0xc0000034`; empty where not logged. */
  returnValue: string;
  repeated: number;
}

export interface CallDetails extends CallRow {
  args: Argument[];
  /** Other keys of the call (stacktrace, last_error, nt_status, caller …) as JSON text. */
  extra: { name: string; json: string }[];
}

export interface CallFilter {
  /** null: all processes, in report order. */
  procId: number | null;
  /** Only calls that act on another process. */
  foreignOnly?: boolean;
  /** MARK bits; calls with any of them. 0 or absent: no condition. */
  marks?: number;
  category?: string | null;
  status?: 'ok' | 'fail' | null;
  /** Part of the API name, case-insensitive. */
  apiContains?: string;
  /** Exact API names; empty or absent: no condition. */
  apis?: string[];
  /** Part of any argument's text, case-insensitive; slower, reads argument blocks. */
  textContains?: string;
}

/** Positions in a view. */
export interface Span {
  from: number;
  count: number;
}

export interface Screen {
  rows: CallRow[];
  details: CallDetails[];
}

/** A filtered list of calls, kept by the worker; rows are asked for by position. */
export interface CallViewState {
  viewId: number;
  total: number;
  /** False while a text search is still running: the total grows, positions given out stay. */
  complete: boolean;
}

export interface ImportEvent {
  importId: string;
  /** Set from the first event on. */
  reportId: number;
  state: 'running' | 'complete' | 'partial' | 'failed' | 'cancelled';
  progress: IngestProgress | null;
  error: ErrorData | null;
  /** The report that was there already, when the content turns out to be the same. */
  duplicateOf: number | null;
}

export interface ImportOptions {
  caseId: number;
  label: string | null;
  /** The interrupted report that is read again, or null for a new one. */
  resume: number | null;
}

/** A word in the arguments of calls of one API in one process. */
export interface WordHit {
  word: string;
  procId: number;
  api: string;
  /** Number of such calls, and the index of the first. */
  calls: number;
  first: number;
}

/** Takes edges of a document ahead of it. */
export type EdgeTaker = (edges: Edge[]) => void | Promise<void>;
/** Some lines of a section's text, and how much there is. */
export interface SectionLines {
  texts: string[];
  /** Number of lines of the section. */
  total: number;
  bytes: number;
  /** Bytes at the end that are beyond what is shown. */
  leftOutBytes: number;
}

/** Every method runs in the store worker (through comlink) and rejects with ErrorData. */
export interface StoreApi {
  /** Takes the port of an ingest side and writes what comes. Resolves when the import ended. */
  runImport(
    importId: string,
    port: MessagePort,
    options: ImportOptions,
    onEvent: (event: ImportEvent) => void,
    /** Bytes free on the disk, or null where nobody knows; the page's client adds it. */
    freeBytes?: () => Promise<number | null>,
  ): Promise<ImportEvent>;
  cancelImport(importId: string): Promise<void>;
  /**
   * Takes the port of an ingest side that reads a stored report once more, and puts what it makes of it in the
   * place of the stored document. Calls, and all that points to them, stay as they are.
   */
  rereadReport(
    port: MessagePort,
    reportId: number,
    onProgress: (readBytes: number, totalBytes: number | null) => void,
  ): Promise<void>;
  /**
   * The document as stored; while importing, what is known so far. With `onEdges` the edges of a large one come
   * there beforehand, and the document itself has none; the page's client puts them together again.
   */
  document(reportId: number, onEdges?: EdgeTaker): Promise<AnalysisDocument | null>;
  /**
   * Opens a list of calls. With `textContains` and `onProgress` it resolves at once and the list grows while
   * arguments are searched, until `complete`; without `onProgress` it resolves when the search is through.
   */
  openView(
    reportId: number,
    filter: CallFilter,
    onProgress?: (state: CallViewState) => void,
  ): Promise<CallViewState>;
  rows(viewId: number, from: number, count: number): Promise<CallRow[]>;
  /** Rows of a view, and with them the arguments of those among them that are seen. */
  screen(viewId: number, page: Span, seen: Span): Promise<Screen>;
  /** Position of the call in the view, or -1. */
  positionOf(viewId: number, procId: number, index: number): Promise<number>;
  closeView(viewId: number): Promise<void>;
  /** Calls with their arguments, in the order asked for; null where there is no such call. */
  details(reportId: number, calls: { procId: number; index: number }[]): Promise<(CallDetails | null)[]>;
  /** API names of the report with their number of calls, for one process or all. */
  apiCounts(
    reportId: number,
    procId: number | null,
  ): Promise<{ api: string; category: string; calls: number }[]>;
  /** What marking must know of the report's calls (shared/scoring). */
  logFacts(
    reportId: number,
    questions: LogQuestions,
  ): Promise<Pick<ReportLog, 'apisByProcId' | 'textHits' | 'pinnedCalls'>>;
  /**
   * Which of many words begin a name in the arguments of one process's calls, by word and API.
   * @param words lower case, printable ASCII
   */
  findWords(reportId: number, procId: number, words: string[]): Promise<WordHit[]>;
  /** Paths of the parts of the report that are not calls, e.g. `network` or `behavior.processes[0]`. */
  sectionPaths(reportId: number): Promise<string[]>;
  /** Lines of one section, as the report has it. */
  sectionLines(reportId: number, path: string, from: number, count: number): Promise<SectionLines>;
  deleteReport(reportId: number): Promise<void>;
  /** Bytes the database takes, as the browser reports it. */
  databaseBytes(): Promise<number>;
}
