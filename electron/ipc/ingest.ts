// SPDX-License-Identifier: MIT
/**
 * Starts an ingest utility process on a file that the user chose and hands its port to the page, then is out
 * of the way: no byte of a report passes here. A process that dies closes its port, which is how the store
 * learns of it; one whose page is gone is ended.
 * @module
 */
import { MessageChannelMain, utilityProcess, type UtilityProcess, type WebContents } from 'electron';
import { INGEST_PORT_CHANNEL } from '../../shared/ipc/channel-names';
import type { IngestCommand, IngestReport } from '../../shared/ipc/ingest-process';
import { BugError } from '../../shared/errors/kinds';
import { checkReadable } from '../files/check-readable';
import { foldersAbove, type OpenedFiles } from '../files/opened-files';
import type { RulesWatch } from '../rules-watch';
import type { UnfinishedFiles } from '../files/unfinished-files';
import type { Log } from '../log';
import { ingestFile } from '../places';
import type { Handlers } from './handle';
import path from 'node:path';

/** A stopped process gets this long to end by itself. */
const GRACE_MS = 2000;

export function ingestChannels(
  files: OpenedFiles,
  unfinished: UnfinishedFiles,
  rules: RulesWatch,
  log: Log,
): Handlers {
  const running = new Map<string, UtilityProcess>();
  /** Processes that were told to stop: an import may be resumed under its name before its process has gone. */
  const ending = new Map<string, Promise<void>>();
  const watched = new WeakSet<WebContents>();

  /** Ends all reading for a page that goes away or loads anew: nobody would take what is read. */
  const watch = (sender: WebContents): void => {
    if (watched.has(sender)) return;
    watched.add(sender);
    const endAll = (): void => {
      for (const child of running.values()) child.kill();
    };
    sender.on('destroyed', endAll);
    sender.on('render-process-gone', endAll);
    sender.on('did-navigate', endAll);
  };

  return {
    async 'ingest:start'(sender, token, importId, password) {
      const file = files.pathOf(token);
      await ending.get(importId);
      if (running.has(importId)) throw new BugError('import id in use');
      await checkReadable(file);
      void unfinished.remember(importId, file);
      const child = utilityProcess.fork(ingestFile, [], {
        serviceName: 'Kanshiki ingest',
        stdio: ['ignore', 'ignore', 'pipe'],
        // Windows needs its own folder for cryptography; nothing else of the environment is its business.
        env: process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {},
      });
      running.set(importId, child);
      watch(sender);
      let ended = false;
      child.stderr?.on('data', (data: Buffer) =>
        log.write('warn', `ingest: ${data.toString('utf8').trimEnd()}`),
      );
      child.on('message', (report: IngestReport) => {
        if (report.type !== 'done') return;
        ended = true;
        const { outcome, error } = report;
        log.write(
          error?.kind === 'bug' ? 'error' : 'info',
          `import ${outcome}${error ? ` ${error.code}` : ''}`,
          error?.detail,
        );
      });
      child.on('exit', (code) => {
        running.delete(importId);
        if (!ended) log.write('warn', `ingest process ended early with code ${code}`);
      });
      const { port1, port2 } = new MessageChannelMain();
      const command: IngestCommand = {
        type: 'start',
        importId,
        path: file,
        name: path.basename(file),
        folder: foldersAbove(file),
        rules: (await rules.current()).files,
        ...(password === null ? {} : { password }),
      };
      child.postMessage(command, [port1]);
      sender.postMessage(INGEST_PORT_CHANNEL, importId, [port2]);
    },
    'ingest:stop'(_sender, importId) {
      const child = running.get(importId);
      if (!child) return;
      const command: IngestCommand = { type: 'stop' };
      child.postMessage(command);
      const late = setTimeout(() => child.kill(), GRACE_MS);
      const gone = new Promise<void>((resolve) => {
        child.once('exit', () => {
          clearTimeout(late);
          ending.delete(importId);
          resolve();
        });
      });
      ending.set(importId, gone);
    },
    async 'ingest:source'(_sender, importId) {
      const file = unfinished.pathOf(importId);
      return file === null ? null : files.register(file);
    },
    'ingest:forget': (_sender, importId) => unfinished.forget(importId),
  };
}
