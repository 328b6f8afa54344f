// SPDX-License-Identifier: MIT
/**
 * One import from a host's point of view: reads a source and talks to the store over a port until the end,
 * a failure, or a cancel. The utility process and the browser's worker are thin shells around it.
 * @module
 */
import { createAnalyzer, type AnalyzerOptions } from '../analysis/create-analyzer';
import { CancelledError, toErrorData, type ErrorData } from '../errors/kinds';
import type { IngestMessage, IngestReply } from '../ipc/ingest-port';
import { PortOutlet, type Deflate } from './blocks/port-outlet';
import { ingest } from './pipeline';
import type { Hasher, ReportSource } from './source';
import type { CallScanner } from './tokenizer/call-scanner';

/** What a host gives: its port, its coders and its clock. */
export interface IngestHost {
  post(message: IngestMessage): void;
  /** Replies of the store from now on. */
  onReply(listener: (reply: IngestReply) => void): void;
  deflate: Deflate;
  createHash: () => Hasher;
  nowMs: () => number;
  /** The fastest scanner that the host may run; the one in TypeScript where absent. */
  createScanner?: () => CallScanner;
  /** The rules to read with; ours where absent. */
  analyzer?: AnalyzerOptions;
}

/** A source that can be told apart from others before it is read to its end. */
export interface OpenedSource extends ReportSource {
  /** Hash of the file's size and of its first and last MiB. */
  quickHash(): Promise<string>;
  close(): Promise<void>;
}

export interface IngestOutcome {
  outcome: 'end' | 'failed' | 'cancelled';
  error: ErrorData | null;
}

/** Runs one import. Never throws: what goes wrong is told to the store (unless it cancelled) and returned. */
export async function ingestToPort(
  open: () => Promise<OpenedSource>,
  names: { file: string; folder: string | null },
  host: IngestHost,
): Promise<IngestOutcome> {
  let cancelled = false;
  let outlet: PortOutlet | null = null;
  host.onReply((reply) => {
    if (reply.type === 'cancel') cancelled = true;
    outlet?.reply(reply);
  });
  try {
    const source = await open();
    try {
      const quickHash = await source.quickHash();
      host.post({ type: 'begin', ...names, sourceBytes: source.totalBytes, quickHash });
      const { document, targets, progress } = await ingest(source, createAnalyzer(host.analyzer), {
        file: names.file,
        createHash: host.createHash,
        nowMs: host.nowMs,
        isCancelled: () => cancelled,
        outlet: (scanner) => (outlet = new PortOutlet(scanner, host)),
        ...(host.createScanner ? { scanner: host.createScanner() } : {}),
      });
      host.post({ type: 'progress', progress });
      host.post({ type: 'end', document, targets });
      return { outcome: 'end', error: null };
    } finally {
      await source.close();
    }
  } catch (error) {
    if (cancelled || error instanceof CancelledError) return { outcome: 'cancelled', error: null };
    const data = toErrorData(error);
    host.post({ type: 'failed', error: data });
    return { outcome: 'failed', error: data };
  }
}
