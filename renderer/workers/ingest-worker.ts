// SPDX-License-Identifier: MIT
/**
 * Reads one report in a browser, as the utility process does in Electron: a thin shell around the shared
 * ingest. It gets one file and one port, and is ended by the page.
 * @module
 */
import { deflateSync } from 'fflate';
import type { IngestReply } from '../../shared/ipc/ingest-port';
import { ingestToPort } from '../../shared/ingest/port-ingest';
import { portableHash } from '../../shared/ingest/portable-hash';
import type { IngestWorkerStart } from '../host/ingest-worker-start';
import { openBlobSource } from './blob-source';

addEventListener(
  'message',
  (event: MessageEvent<IngestWorkerStart>) => {
    const port = event.ports[0];
    if (port) void run(event.data, port);
  },
  { once: true },
);

async function run({ file, name, folder }: IngestWorkerStart, port: MessagePort): Promise<void> {
  let listener: (reply: IngestReply) => void = () => undefined;
  port.addEventListener('message', (event: MessageEvent<IngestReply>) => listener(event.data));
  port.addEventListener('close', () => listener({ type: 'cancel' }));
  port.start();
  await ingestToPort(
    () => openBlobSource(file, name),
    { file: name, folder: folder || null },
    {
      post: (message) => port.postMessage(message),
      onReply: (next) => (listener = next),
      deflate: (given) => Promise.resolve({ data: deflateSync(given, { level: 1 }), given }),
      createHash: portableHash,
      nowMs: () => performance.now(),
    },
  );
}
