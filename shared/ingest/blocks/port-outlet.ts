// SPDX-License-Identifier: MIT
/**
 * Sends a report to the store while it is read: blocks, sections, processes, issues, progress and what the
 * analyzer knows so far, in the language of ingest-port.
 * @module
 */
import type { CallVerdict, ProcessHeader } from '../../analysis/analyzer';
import { INGEST_WINDOW_BYTES, type IngestMessage, type IngestReply } from '../../ipc/ingest-port';
import type { Dialect, IngestIssue, ReportSummary } from '../../model/document';
import type { StreamCursor } from '../cursor/stream-cursor';
import type { IngestOutlet, IngestState } from '../pipeline';
import type { CallScanner } from '../tokenizer/call-scanner';
import type { ByteSink } from '../tokenizer/capture';
import { BlockBuilder, type RawBlock } from './block-builder';
import { COLUMN_BYTES_PER_CALL } from './columns';
import { MessageQueue } from './message-queue';
import { SectionWriter, type SectionPiece } from './section-writer';

export interface Deflated {
  /** An array of its own. */
  data: Uint8Array<ArrayBuffer>;
  /** What was deflated, to be used again; the array that was handed in may be detached. */
  given: Uint8Array<ArrayBuffer>;
}

/** zlib raw-deflate, fast level. */
export type Deflate = (bytes: Uint8Array<ArrayBuffer>) => Promise<Deflated>;

export interface PortOptions {
  post: (message: IngestMessage) => void;
  deflate: Deflate;
  nowMs: () => number;
}

const PROGRESS_EVERY_MS = 250;
const PARTIAL_EVERY_MS = 1000;
/** What is known of a large report takes its time to put together: no more than this part of all. */
const PARTIAL_SHARE = 1 / 30;
/** A block that is not full is sent when none was for this long: slow sources show something too. */
const FLUSH_EVERY_MS = 400;
const PART_BYTES = 1 << 20;

export class PortOutlet implements IngestOutlet {
  private readonly queue: MessageQueue;
  private readonly builder: BlockBuilder;
  private readonly sent = { api: 0, category: 0 };
  private progressMs = -Infinity;
  private partialMs = 0;
  private blockMs = 0;
  private partialDue = false;
  private firstProcess = true;

  constructor(
    private readonly scanner: CallScanner,
    private readonly options: PortOptions,
  ) {
    this.queue = new MessageQueue(options.post, INGEST_WINDOW_BYTES);
    this.builder = new BlockBuilder(scanner, (block) => this.block(block));
  }

  /** Takes a reply of the store. */
  reply(reply: IngestReply): void {
    if (reply.type === 'credit') this.queue.credit(reply.bytes);
    else this.queue.cancel();
  }

  header(dialect: Dialect, report: Pick<ReportSummary, 'version' | 'sample'>): void {
    this.queue.put({ type: 'header', dialect, ...report });
  }

  process(procId: number, header: ProcessHeader | null, calls: number): void {
    if (calls === 0) this.builder.beginProcess(procId);
    this.queue.put({
      type: 'process',
      process: {
        procId,
        pid: header?.pid ?? 0,
        ppid: header?.ppid ?? null,
        parentProcId: null,
        nativeId: header?.nativeId ?? null,
        name: header?.name ?? null,
        path: header?.path ?? null,
        commandLine: header?.commandLine ?? null,
        firstSeenMs: header?.firstSeenMs ?? null,
        calls,
        tracked: header?.tracked ?? null,
        inSampleTree: false,
      },
    });
  }

  call(cursor: StreamCursor, verdict: CallVerdict): void {
    this.builder.add(cursor, verdict);
  }

  processEnd(): void {
    this.builder.flush();
    this.partialDue ||= this.firstProcess;
    this.firstProcess = false;
  }

  section(path: string): ByteSink {
    return new SectionWriter(path, (piece) => this.piece(piece));
  }

  issue(issue: IngestIssue): void {
    this.queue.put({ type: 'issue', issue });
  }

  async room(state: IngestState): Promise<void> {
    const nowMs = this.options.nowMs();
    if (nowMs - this.progressMs >= PROGRESS_EVERY_MS) {
      this.progressMs = nowMs;
      this.options.post({ type: 'progress', progress: state.progress() });
    }
    if (nowMs - this.blockMs >= FLUSH_EVERY_MS) this.builder.flush();
    if (this.partialDue || nowMs - this.partialMs >= PARTIAL_EVERY_MS) {
      const document = state.snapshot();
      if (document) this.queue.put({ type: 'partial', document });
      this.partialDue = false;
      const endMs = this.options.nowMs();
      this.partialMs = endMs + Math.max(0, (endMs - nowMs) / PARTIAL_SHARE - PARTIAL_EVERY_MS);
    }
    await this.queue.room();
  }

  async drained(): Promise<void> {
    this.builder.flush();
    await this.queue.drained();
  }

  private block(block: RawBlock): void {
    this.blockMs = this.options.nowMs();
    this.strings('api', this.scanner.apis.names);
    this.strings('category', this.scanner.categories.names);
    const { length } = block.records;
    this.queue.putLater(this.deflated(block), length);
  }

  private strings(table: 'api' | 'category', names: readonly string[]): void {
    const from = this.sent[table];
    if (names.length === from) return;
    this.sent[table] = names.length;
    this.queue.put({ type: 'strings', table, from, values: names.slice(from) });
  }

  private async deflated({ records, ...block }: RawBlock): Promise<IngestMessage[]> {
    const argsBytes = records.length;
    const { data: args, given } = await this.options.deflate(records);
    this.builder.recycle(given);
    const columnBytes = block.count * COLUMN_BYTES_PER_CALL;
    const parts = Math.max(0, Math.ceil(args.length / PART_BYTES) - 1);
    const first = parts === 0 ? args : args.slice(0, PART_BYTES);
    const messages: IngestMessage[] = [
      {
        type: 'block',
        block: { ...block, args: first, argsBytes },
        bytes: first.length + columnBytes,
        ...(parts > 0 ? { parts } : {}),
      },
    ];
    for (let part = 1; part <= parts; part++) {
      const data = args.slice(part * PART_BYTES, (part + 1) * PART_BYTES);
      messages.push({ type: 'block-part', data, last: part === parts, bytes: data.length });
    }
    return messages;
  }

  private piece({ path, part, last, bytes }: SectionPiece): void {
    const rawBytes = bytes.length;
    const message = async (): Promise<IngestMessage[]> => {
      const { data } = await this.options.deflate(bytes);
      return [{ type: 'section', path, part, last, data, rawBytes, bytes: data.length }];
    };
    this.queue.putLater(message(), rawBytes);
  }
}
