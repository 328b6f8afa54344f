// SPDX-License-Identifier: MIT
/**
 * The thread that reads, hashes and scans one report for the main one: a program of its own, small, because reading
 * waits until it is loaded. Takes one order, and a message for each batch that was taken. See reading-thread.ts.
 * @module
 */
import { parentPort } from 'node:worker_threads';
import { toErrorData, type ErrorData } from '../../shared/errors/kinds';
import { readInput, type ReadResult } from '../../shared/ingest/read-input';
import type { IngestProgress } from '../../shared/ipc/ingest-port';
import type { RelayBatch } from '../../shared/ingest/relay/batch';
import { BatchWriter } from '../../shared/ingest/relay/batch-writer';
import { WasmScanner } from '../../shared/ingest/tokenizer/wasm-scanner';
import { nodeHash } from '../ingest/file-source';
import { openSource } from '../ingest/open-source';

export interface ReadOrder {
  path: string;
  name: string;
  password: string | null;
}

export type ReaderMessage =
  | { type: 'batch'; batch: RelayBatch; progress: IngestProgress | null }
  | { type: 'done'; result: ReadResult }
  | { type: 'failed'; error: ErrorData };

/** Batches under way; more would only take memory. */
const MAX_UNREAD = 8;

const port = parentPort!;
let unread = 0;
let wake: (() => void) | null = null;

port.on('message', (message: ReadOrder | 'taken') => {
  if (message === 'taken') {
    unread--;
    wake?.();
  } else void read(message);
});

function post(message: ReaderMessage, transfer: ArrayBuffer[] = []): void {
  port.postMessage(message, transfer);
}

async function read({ path, name, password }: ReadOrder): Promise<void> {
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
}
