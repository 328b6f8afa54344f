// SPDX-License-Identifier: MIT
/**
 * One import, from the port to the database. Blocks are taken in, credited, and committed in batches of whole
 * packs, one batch after another, while the next one is gathered; the report becomes complete in one last strict transaction, and until then it does not count.
 * Whatever ends an import early takes away all that it wrote; one that was resumed goes back to waiting.
 * @module
 */
import {
  BugError,
  CancelledError,
  fromErrorData,
  toErrorData,
  UserError,
  type ErrorData,
} from '../../shared/errors/kinds';
import {
  INGEST_WINDOW_BYTES,
  type IngestMessage,
  type IngestProgress,
  type TargetTable,
} from '../../shared/ipc/ingest-port';
import type { CallBlock } from '../../shared/model/call';
import type { AnalysisDocument } from '../../shared/model/document';
import type { ImportEvent, ImportOptions } from './contract';
import { database } from './database';
import { findDuplicate, QUICK_HASH_COVERS_BYTES } from './duplicates';
import { ImportBatch } from './import-batch';
import { ImportInbox } from './import-inbox';
import { lockImport } from './import-lock';
import { beginReport, interruptReport, resumeReport } from './import-report';
import { Leftovers } from './leftovers';
import { LiveCalls } from './live-calls';
import { LiveDocument } from './live-document';
import { removeReport } from './report-removal';
import type { ImportRecord } from './schema';
import { RoomWatch } from './room';
import { forgetCached } from './stored-calls';

/** A batch is written when it holds this much, or what is ready has waited for long. */
const BATCH_BYTES = 2 << 20;
const BATCH_MS = 2000;

/** Far less than what the sender may have unanswered. */
const CREDIT_BYTES = INGEST_WINDOW_BYTES / 8;

const EVENT_INTERVAL_MS = 100;

type Begin = IngestMessage & { type: 'begin' };
type End = IngestMessage & { type: 'end' };

/** A disk that is full to the last byte may leave the removal of a report without answer. */
const FULL_DISK_MS = 20_000;

/** The import found its report to be in the database already. */
class Duplicate extends Error {
  constructor(readonly reportId: number) {
    super('duplicate');
  }
}

export class ImportRun {
  reportId = 0;
  /** Calls and document as far as they have arrived; null before the first message. */
  calls: LiveCalls | null = null;
  readonly document = new LiveDocument();
  readonly #inbox: ImportInbox;
  readonly #room: RoomWatch;
  #batch: ImportBatch | null = null;
  /** What is stored already of an import that is resumed. */
  #leftovers: Leftovers | null = null;
  #reachedBefore: ImportRecord | null = null;
  /** A block whose records come in several messages. */
  #cut: { message: IngestMessage & { type: 'block' }; pieces: Uint8Array[] } | null = null;
  #progress: IngestProgress | null = null;
  #announcedMs = 0;
  /** Taken in and not credited yet. */
  #owedBytes = 0;
  #committedMs = performance.now();
  /** The transaction under way. */
  #committing: Promise<void> = Promise.resolve();
  #release: (() => void) | null = null;

  constructor(
    readonly importId: string,
    port: MessagePort,
    readonly options: ImportOptions,
    readonly onEvent: (event: ImportEvent) => void,
    freeBytes: () => Promise<number | null>,
    /** Called once, when the report has its id. */
    readonly onReport: (run: ImportRun) => void,
  ) {
    this.#inbox = new ImportInbox(port);
    this.#room = new RoomWatch(freeBytes);
  }

  /** The document as far as it is known; no process has fewer calls than have arrived of it. */
  documentSoFar(): AnalysisDocument {
    const document = this.document.current();
    const layouts = this.calls?.builder.layouts;
    if (!layouts) return document;
    const processes = document.processes.map((process) => {
      const arrived = layouts.get(process.procId)?.rows ?? 0;
      return arrived > process.calls ? { ...process, calls: arrived } : process;
    });
    return { ...document, processes };
  }

  /** Resolves with the last event, however the import ends. */
  async run(): Promise<ImportEvent> {
    let event: ImportEvent;
    try {
      this.#release = await lockImport(this.importId);
      if (!this.#release) throw new UserError('import-running');
      event = this.#event(await this.#read());
    } catch (error) {
      event = await this.#giveUp(error);
    }
    this.#release?.();
    this.#inbox.close();
    this.onEvent(event);
    return event;
  }

  /** Stops it; `run` resolves once nothing of it is left. */
  cancel(): void {
    this.#inbox.reply({ type: 'cancel' });
    this.#inbox.cancel();
  }

  async #read(): Promise<'complete' | 'partial'> {
    for (;;) {
      const message = await this.#inbox.next();
      if (message.type === 'end') return this.#finish(message);
      await this.#take(message);
      const batch = this.#batch;
      if (!batch || batch.empty) continue;
      if (batch.bytes >= BATCH_BYTES || performance.now() - this.#committedMs >= BATCH_MS)
        await this.#beginCommit();
    }
  }

  async #take(message: Exclude<IngestMessage, End>): Promise<void> {
    switch (message.type) {
      case 'begin':
        return this.#begin(message);
      case 'header':
        this.document.header(message);
        await database().reports.update(this.reportId, { dialect: message.dialect });
        return;
      case 'strings': {
        const table = message.table === 'api' ? this.calls!.apis : this.calls!.categories;
        message.values.forEach((value, at) => (table[message.from + at] = value));
        return;
      }
      case 'process': {
        const { procId, calls } = message.process;
        // Only at its end a process is said to have calls.
        if (calls > 0) this.#batch!.add(this.calls!.close(procId));
        return this.document.process(message.process);
      }
      case 'block':
        if (message.parts) this.#cut = { message, pieces: [message.block.args] };
        else this.#addBlock(message.block, message.bytes);
        return;
      case 'block-part':
        return this.#addPart(message);
      case 'section':
        this.#batch!.addSection(message);
        return this.#credit(message.bytes);
      case 'partial':
        return this.document.replace(message.document);
      case 'issue':
        return this.document.issue(message.issue);
      case 'progress':
        this.#progress = message.progress;
        return this.#announce();
      case 'failed':
        throw fromErrorData(message.error);
    }
  }

  #addBlock(block: CallBlock, bytes: number): void {
    this.#batch!.add(this.calls!.append(block));
    this.#credit(bytes);
  }

  #addPart({ data, last, bytes }: IngestMessage & { type: 'block-part' }): void {
    const cut = this.#cut;
    if (!cut) throw new BugError('a block part without its block');
    cut.pieces.push(data);
    this.#credit(bytes);
    if (!last) return;
    this.#cut = null;
    const { block, bytes: firstBytes } = cut.message;
    this.#addBlock({ ...block, args: joined(cut.pieces) }, firstBytes);
  }

  /** Tells the sender that bytes were taken in; not each time, since a message costs more than it says. */
  #credit(bytes: number): void {
    this.#owedBytes += bytes;
    if (this.#owedBytes < CREDIT_BYTES) return;
    this.#inbox.reply({ type: 'credit', bytes: this.#owedBytes });
    this.#owedBytes = 0;
  }

  async #begin(begin: Begin): Promise<void> {
    const { file, sourceBytes, quickHash } = begin;
    if (sourceBytes !== null && sourceBytes <= QUICK_HASH_COVERS_BYTES) {
      const there = await findDuplicate({ quickHash }, this.options.caseId);
      if (there) throw new Duplicate(there.id);
    }
    await this.#room.check();
    const { resume } = this.options;
    if (resume === null) this.reportId = await beginReport(this.importId, begin, this.options);
    else {
      this.#reachedBefore = await resumeReport(resume, begin);
      this.reportId = resume;
      forgetCached(resume);
      this.#leftovers = await Leftovers.of(resume);
    }
    this.calls = new LiveCalls(this.reportId);
    this.#batch = new ImportBatch(this.reportId);
    this.document.begin(file);
    this.onReport(this);
    this.#announce(true);
  }

  /** Resolves as soon as the transaction before is over. */
  async #beginCommit(): Promise<void> {
    const batch = this.#batch!;
    this.#batch = new ImportBatch(this.reportId);
    this.#committedMs = performance.now();
    await this.#committing;
    this.#committing = this.#commit(batch);
    // Trouble is met where it is awaited.
    this.#committing.catch(() => undefined);
  }

  async #commit(batch: ImportBatch): Promise<void> {
    await this.#room.written(batch.bytes);
    await batch.commit(this.#reached(), this.#leftovers);
    this.calls!.committed(batch.ready);
  }

  /** What is stored reaches as far as the best of several attempts. */
  #reached(): ImportRecord {
    const { readBytes = 0, calls = 0 } = this.#progress ?? {};
    const before = this.#reachedBefore;
    if (before && before.readBytes > readBytes) return before;
    return { reportId: this.reportId, readBytes, calls };
  }

  async #finish({ document, targets }: End): Promise<'complete' | 'partial'> {
    const calls = this.calls!;
    this.#batch!.add(calls.finish());
    await this.#beginCommit();
    await this.#committing;
    const state = document.report.complete ? 'complete' : 'partial';
    calls.targets = targets;
    // Before it is written: of a large report that takes memory enough without the one before it.
    this.document.replace(document);
    await this.#makeVisible(document, targets, state);
    return state;
  }

  /** The one transaction that makes the report count. */
  async #makeVisible(
    document: AnalysisDocument,
    targets: TargetTable,
    state: 'complete' | 'partial',
  ): Promise<void> {
    const db = database();
    const { reportId } = this;
    const { apis, categories } = this.calls!;
    const { sha256, bytes, dialect, calls } = document.report;
    const small = [db.cases, db.reports, db.imports, db.documents, db.layouts];
    const bulk = this.#leftovers ? [db.args, db.columns, db.sections] : [];
    await db.transaction('rw', [...small, ...bulk], async () => {
      const there = await findDuplicate({ sha256 }, this.options.caseId);
      if (there) throw new Duplicate(there.id);
      await this.#leftovers?.removeRest();
      await db.documents.put({ reportId, document });
      await db.layouts.put({ reportId, apis, categories, targets, processes: this.calls!.layouts() });
      await db.imports.delete(reportId);
      const found = { sha256, dialect, state, reportBytes: bytes, calls, readBytes: undefined };
      await db.reports.update(reportId, found);
    });
  }

  async #giveUp(reason: unknown): Promise<ImportEvent> {
    // The sender may still be reading; what it sends from now on has no reader.
    this.#inbox.reply({ type: 'cancel' });
    const duplicateOf = reason instanceof Duplicate ? reason.reportId : null;
    let error: ErrorData | null = duplicateOf === null ? toErrorData(await this.#room.explain(reason)) : null;
    try {
      const isTakenBack = this.#takeBack(duplicateOf !== null);
      await (error?.code === 'database-full' ? inTime(isTakenBack) : isTakenBack);
    } catch (failure) {
      // What is left is offered as interrupted at the next start.
      if (error?.kind !== 'user') error = toErrorData(await this.#room.explain(failure));
    }
    if (duplicateOf !== null) {
      const there = await database().reports.get(duplicateOf);
      return { ...this.#event(there?.state === 'partial' ? 'partial' : 'complete'), duplicateOf };
    }
    const state = reason instanceof CancelledError ? 'cancelled' : 'failed';
    return { ...this.#event(state), error: state === 'cancelled' ? null : error };
  }

  /** What was resumed may be resumed again, unless the report is there already. */
  async #takeBack(isDuplicate: boolean): Promise<void> {
    // What is being written would come after its removal.
    await this.#committing.catch(() => undefined);
    const { resume } = this.options;
    if (resume === null && this.reportId !== 0) await removeReport(this.reportId);
    else if (resume !== null && isDuplicate) await removeReport(resume);
    else if (this.reportId !== 0) await interruptReport(this.reportId);
  }

  #event(state: ImportEvent['state']): ImportEvent {
    const { importId, reportId } = this;
    return { importId, reportId, state, progress: this.#progress, error: null, duplicateOf: null };
  }

  #announce(now = false): void {
    const nowMs = performance.now();
    if (!now && nowMs - this.#announcedMs < EVENT_INTERVAL_MS) return;
    this.#announcedMs = nowMs;
    this.onEvent(this.#event('running'));
  }
}

/** Waits for what a database on a full disk may never answer. */
async function inTime(answer: Promise<void>): Promise<void> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<void>((resolve) => (timer = setTimeout(resolve, FULL_DISK_MS)));
  await Promise.race([answer, late]).finally(() => clearTimeout(timer));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(pieces.reduce((bytes, piece) => bytes + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    all.set(piece, at);
    at += piece.length;
  }
  return all;
}
