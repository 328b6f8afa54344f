// SPDX-License-Identifier: MIT
/**
 * A large report in two threads: one reads, hashes and scans (reader.ts), the main one analyses. The result is the
 * same as in one thread; it is only there sooner.
 * @module
 */
import { createAnalyzer, type AnalyzerOptions } from '../../shared/analysis/create-analyzer';
import { CancelledError, fromErrorData } from '../../shared/errors/kinds';
import { AnalysisFeed } from '../../shared/ingest/analysis-feed';
import type { ReadResult } from '../../shared/ingest/read-input';
import { BatchReader } from '../../shared/ingest/relay/batch-reader';
import type { AnalysisDocument } from '../../shared/model/document';
import type { AnalyzeControl } from './analyze-input';
import type { Input } from './inputs';
import type { ReadOrder, ReaderMessage } from './reader';
import { startReader } from './thread';

const WATCH_EVERY_MS = 50;

/** Analyses one input; throws as `ingest` does. */
export async function analyzeInTwoThreads(
  input: Pick<Input, 'path' | 'name'>,
  analyzer: () => AnalyzerOptions,
  control: AnalyzeControl,
): Promise<AnalysisDocument> {
  const worker = startReader();
  const order: ReadOrder = { path: input.path, name: input.name, password: control.password ?? null };
  worker.postMessage(order);
  let watch: NodeJS.Timeout | undefined;
  const read = async (): Promise<{ feed: AnalysisFeed; result: ReadResult }> => {
    const apiNames: string[] = [];
    const feed = new AnalysisFeed(createAnalyzer(analyzer()), apiNames, null);
    const reader = new BatchReader(feed);
    const result = await new Promise<ReadResult>((resolve, reject) => {
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
    });
    return { feed, result };
  };
  // The thread ends first: its memory is free for what is made then.
  const { feed, result } = await read().finally(() => {
    clearInterval(watch);
    return worker.terminate();
  });
  const { header, sha256, progress } = result;
  return feed.finish({ file: input.name, sha256, bytes: progress.reportBytes, ...header }).document;
}
