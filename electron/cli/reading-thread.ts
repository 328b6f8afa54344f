// SPDX-License-Identifier: MIT
/**
 * A large report in two threads: one reads, hashes and scans, the main one analyses. The result is the same as
 * in one thread; it is only there sooner.
 * @module
 */
import { parentPort, type Worker } from 'node:worker_threads';
import { createAnalyzer, type AnalyzerOptions } from '../../shared/analysis/create-analyzer';
import { CancelledError, fromErrorData, toErrorData, type ErrorData } from '../../shared/errors/kinds';
import type { IngestProgress } from '../../shared/ipc/ingest-port';
import { AnalysisFeed } from '../../shared/ingest/analysis-feed';
import { readInput, type ReadResult } from '../../shared/ingest/read-input';
import type { RelayBatch } from '../../shared/ingest/relay/batch';
import { BatchReader } from '../../shared/ingest/relay/batch-reader';
import { BatchWriter } from '../../shared/ingest/relay/batch-writer';
import { WasmScanner } from '../../shared/ingest/tokenizer/wasm-scanner';
import type { AnalysisDocument } from '../../shared/model/document';
import { nodeHash } from '../ingest/file-source';
import { openSource } from '../ingest/open-source';
import type { AnalyzeControl } from './analyze-input';
import type { Input } from './inputs';
import { startThread } from './thread';

interface ReadOrder {
  path: string;
  name: string;
  password: string | null;
}

type ReaderMessage =
  | { type: 'batch'; batch: RelayBatch; progress: IngestProgress | null }
  | { type: 'done'; result: ReadResult }
  | { type: 'failed'; error: ErrorData };

/** Batches under way; more would only take memory. */
const MAX_UNREAD = 8;
const WATCH_EVERY_MS = 50;

/** The reading thread's main function: takes one order, and a message for each batch that was taken. */
export function serveReading(): void {
  const port = parentPort!;
  let unread = 0;
  let wake: (() => void) | null = null;
  port.on('message', (message: ReadOrder | 'taken') => {
    if (message === 'taken') {
      unread--;
      wake?.();
    } else void read(message);
  });

  const read = async ({ path, name, password }: ReadOrder): Promise<void> => {
    const post = (message: ReaderMessage, transfer: ArrayBuffer[] = []): void =>
      port.postMessage(message, transfer);
    try {
      const source = await openSource(path, password === null ? {} : { password });
      try {
        const scanner = new WasmScanner();
        let progress: IngestProgress | null = null;
        const writer = new BatchWriter(scanner, (batch) => {
          unread++;
          post({ type: 'batch', batch, progress }, [batch.bytes.buffer, batch.tape.buffer]);
        });
        const options = { file: name, createHash: nodeHash, nowMs: () => performance.now() };
        const result = await readInput(source, scanner, writer, options, async (state) => {
          progress = state();
          writer.flush();
          while (unread > MAX_UNREAD) await new Promise<void>((resolve) => (wake = resolve));
        });
        writer.flush();
        post({ type: 'done', result });
      } finally {
        await source.close();
      }
    } catch (error) {
      post({ type: 'failed', error: toErrorData(error) });
    }
  };
}

/** Analyses one input; throws as `ingest` does. */
export async function analyzeInTwoThreads(
  input: Pick<Input, 'path' | 'name'>,
  analyzer: AnalyzerOptions,
  control: AnalyzeControl,
): Promise<AnalysisDocument> {
  const worker = startThread('reader');
  const apiNames: string[] = [];
  const feed = new AnalysisFeed(createAnalyzer(analyzer), apiNames, null);
  const reader = new BatchReader(feed);
  let watch: NodeJS.Timeout | undefined;
  try {
    const { header, sha256, progress } = await new Promise<ReadResult>((resolve, reject) => {
      watch = setInterval(() => {
        if (control.isCancelled()) reject(new CancelledError());
      }, WATCH_EVERY_MS);
      worker.on('error', reject);
      worker.on('message', (message: ReaderMessage) => {
        if (message.type === 'done') resolve(message.result);
        else if (message.type === 'failed') reject(fromErrorData(message.error));
        else {
          try {
            apiNames.push(...message.batch.apis);
            reader.read(message.batch);
            if (message.progress) control.onProgress?.(message.progress);
            worker.postMessage('taken');
          } catch (error) {
            reject(error instanceof Error ? error : new Error(String(error)));
          }
        }
      });
      order(worker, { path: input.path, name: input.name, password: control.password ?? null });
    });
    return feed.finish({ file: input.name, sha256, bytes: progress.reportBytes, ...header }).document;
  } finally {
    clearInterval(watch);
    await worker.terminate();
  }
}

function order(worker: Worker, read: ReadOrder): void {
  worker.postMessage(read);
}
