// SPDX-License-Identifier: MIT
/**
 * The ingest utility process: gets one file and one port from the main process, imports the file over the
 * port, and ends. See shared/ipc/ingest-process for what main and it say to each other.
 * @module
 */
import { constants, setPriority } from 'node:os';
import path from 'node:path';
import type { IngestReply } from '../../shared/ipc/ingest-port';
import type { IngestCommand, IngestReport, IngestStart } from '../../shared/ipc/ingest-process';
import { ingestToPort } from '../../shared/ingest/port-ingest';
import { WasmScanner } from '../../shared/ingest/tokenizer/wasm-scanner';
import { analyzerOptionsOf, loadUserRules } from '../../shared/rules/user-rules';
import { startDeflating } from './deflate';
import { nodeHash } from './file-source';
import { openSource } from './open-source';

// Reading takes all that is left; the window, in which somebody works, takes what it needs.
try {
  setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where the system does not allow that, both share alike.
}

const main = process.parentPort;
let stopByMain: (() => void) | null = null;

main.on('message', ({ data, ports }) => {
  const command = data as IngestCommand;
  if (command.type === 'stop') stopByMain?.();
  else if (ports[0]) void run(command, ports[0]);
});

async function run(start: IngestStart, port: Electron.MessagePortMain): Promise<void> {
  let listener: (reply: IngestReply) => void = () => undefined;
  const cancel = (): void => listener({ type: 'cancel' });
  stopByMain = cancel;
  port.on('message', ({ data }) => listener(data as IngestReply));
  // The window is gone: nobody takes what is read.
  port.on('close', cancel);
  port.start();
  const { outcome, error } = await ingestToPort(
    () => openSource(start.path, start.password === undefined ? {} : { password: start.password }),
    { file: start.name, folder: start.folder || null },
    {
      post: (message) => port.postMessage(message),
      onReply: (next) => (listener = next),
      deflate: startDeflating(path.join(__dirname, 'deflate-thread.cjs')),
      createHash: nodeHash,
      nowMs: () => performance.now(),
      createScanner: () => new WasmScanner(),
      analyzer: analyzerOptionsOf(loadUserRules(start.rules)),
    },
  );
  const report: IngestReport = { type: 'done', importId: start.importId, outcome, error };
  main.postMessage(report);
  if (outcome === 'cancelled') port.close();
  // The store closes the port when it has taken the last message; then nothing keeps this process alive.
  setTimeout(() => process.exit(0), outcome === 'cancelled' ? 50 : LINGER_MS).unref?.();
  port.on('close', () => process.exit(0));
}

/** How long the last messages may take to be fetched by a busy window. */
const LINGER_MS = 60_000;
