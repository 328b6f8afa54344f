// SPDX-License-Identifier: MIT
/**
 * One line of progress on a terminal, rewritten in place; nothing at all where stderr is no terminal.
 * @module
 */
import type { IngestProgress } from '../../shared/ipc/ingest-port';

const EVERY_MS = 100;

export class ProgressLine {
  private shownMs = 0;
  private isShown = false;

  show(name: string, { readBytes, totalBytes, calls, elapsedMs }: IngestProgress): void {
    if (!process.stderr.isTTY || elapsedMs - this.shownMs < EVERY_MS) return;
    this.shownMs = elapsedMs;
    this.isShown = true;
    const share = totalBytes ? `${Math.floor((readBytes / totalBytes) * 100)}% ` : '';
    const rate = (readBytes / 1e6 / Math.max(elapsedMs / 1000, 0.001)).toFixed(0);
    process.stderr.write(`\r\u001b[K${name.slice(0, 60)}  ${share}${calls} calls  ${rate} MB/s`);
  }

  clear(): void {
    if (this.isShown) process.stderr.write('\r\u001b[K');
    this.isShown = false;
    this.shownMs = 0;
  }
}
