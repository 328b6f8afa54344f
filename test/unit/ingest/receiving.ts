// SPDX-License-Identifier: MIT
/**
 * The receiving end of an import for tests: takes messages over a real port, answers with credits, and puts the
 * calls together again from columns and records.
 * @module
 */
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { nodeHash } from '../../../electron/ingest/file-source';
import { normalArgName } from '../../../shared/analysis/catalogue';
import { StoredCursor } from '../../../shared/ingest/cursor/stored-cursor';
import type { CallScanner } from '../../../shared/ingest/tokenizer/call-scanner';
import { ingestToPort, type IngestOutcome, type OpenedSource } from '../../../shared/ingest/port-ingest';
import type { IngestMessage, IngestReply } from '../../../shared/ipc/ingest-port';
import type { CallBlock, CallCursor } from '../../../shared/model/call';
import { chunks, plainCall, type PlainCall } from './reading';

export interface Received {
  outcome: IngestOutcome;
  messages: IngestMessage[];
  blocks: CallBlock[];
  tables: { apis: string[]; categories: string[] };
  sections: Record<string, string>;
  /** Largest payload unanswered at any moment. */
  mostUnanswered: number;
}

/** A source over bytes in memory. */
export function memorySource(bytes: Uint8Array, chunkSize = 64 << 10): OpenedSource {
  let readBytes = 0;
  async function* read(): AsyncGenerator<Uint8Array> {
    for (const chunk of chunks(bytes, chunkSize)) {
      readBytes += chunk.length;
      yield chunk;
      if (readBytes % (1 << 20) < chunkSize) await new Promise((resolve) => setImmediate(resolve));
    }
  }
  return {
    chunks: read(),
    totalBytes: bytes.length,
    readBytes: () => readBytes,
    quickHash: () => Promise.resolve('quick'),
    close: () => Promise.resolve(),
  };
}

/** Imports a source over a port. `onMessage` may answer for itself by giving false. */
export async function receive(
  open: () => Promise<OpenedSource>,
  onMessage?: (message: IngestMessage, port: MessagePort) => boolean,
  nowMs = (): number => performance.now(),
  createScanner?: () => CallScanner,
): Promise<Received> {
  const { port1, port2 } = new MessageChannel();
  const received: Omit<Received, 'outcome'> = {
    messages: [],
    blocks: [],
    tables: { apis: [], categories: [] },
    sections: {},
    mostUnanswered: 0,
  };
  const sections = new Map<string, Buffer[]>();
  let unanswered = 0;
  port2.on('message', (message: IngestMessage) => {
    received.messages.push(message);
    if (message.type === 'strings')
      received.tables[message.table === 'api' ? 'apis' : 'categories'].push(...message.values);
    if (message.type === 'block') received.blocks.push(message.block);
    if (message.type === 'block-part') {
      const block = received.blocks.at(-1)!;
      block.args = Buffer.concat([block.args, message.data]);
    }
    if (message.type === 'section') {
      const pieces = sections.get(message.path) ?? [];
      pieces.push(inflateRawSync(message.data));
      sections.set(message.path, pieces);
      if (message.last) received.sections[message.path] = Buffer.concat(pieces).toString('utf8');
    }
    if (onMessage && !onMessage(message, port2)) return;
    if ('bytes' in message) port2.postMessage({ type: 'credit', bytes: message.bytes } satisfies IngestReply);
    if ('bytes' in message) unanswered -= message.bytes;
  });
  const outcome = await ingestToPort(
    open,
    { file: 'report.json', folder: null },
    {
      post: (message) => {
        if ('bytes' in message) unanswered += message.bytes;
        received.mostUnanswered = Math.max(received.mostUnanswered, unanswered);
        port1.postMessage(message);
      },
      onReply: (listener) => port1.on('message', listener),
      deflate: (given) =>
        Promise.resolve({ data: new Uint8Array(deflateRawSync(given, { level: 1 })), given }),
      createHash: nodeHash,
      nowMs,
      ...(createScanner ? { createScanner } : {}),
    },
  );
  port1.close();
  await new Promise((resolve) => port2.on('close', resolve));
  return { ...received, outcome };
}

/** Goes over the received calls with the stored cursor. */
export function eachStored({ blocks, tables }: Received, visit: (cursor: CallCursor) => void): void {
  const cursor = new StoredCursor(tables, normalArgName);
  for (const block of blocks) {
    const records = inflateRawSync(block.args);
    if (records.length !== block.argsBytes) throw new Error('argsBytes is wrong');
    cursor.load(block.procId, block.columns, records);
    for (let row = 0; row < block.count; row++) {
      cursor.seek(row);
      visit(cursor);
    }
  }
}

export function storedCalls(received: Received): PlainCall[] {
  const calls: PlainCall[] = [];
  eachStored(received, (cursor) => calls.push(plainCall(cursor)));
  return calls;
}
