// SPDX-License-Identifier: MIT
/**
 * Runs a program to its end and measures it.
 * @module
 */
import { spawn } from 'node:child_process';
import { ProcessWatch } from './process-watch';

export interface TimedRun {
  ms: number;
  /** Processor time, up to the last twentieth of a second; NaN where that is not known. */
  cpuMs: number;
  /** Most memory it held, 10^6 bytes; NaN where that is not known. */
  peakMB: number;
  code: number;
  /** Last line of what it said on stderr. */
  complaint: string;
}

/** Its output is thrown away. Never throws: what could not be started has code 127. */
export function timed(command: string, args: readonly string[], folder: string): Promise<TimedRun> {
  return new Promise((resolve) => {
    const startMs = performance.now();
    const child = spawn(command, args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    const watch = child.pid === undefined ? null : new ProcessWatch(child.pid);
    let said = '';
    child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-4000)));
    const done = (code: number): void => {
      const ms = performance.now() - startMs;
      watch?.stop();
      resolve({
        ms,
        cpuMs: watch?.cpuMs().main || NaN,
        peakMB: watch?.peaks().main ?? NaN,
        code,
        complaint: said.trim().split('\n').at(-1) ?? '',
      });
    };
    child.on('error', () => done(127));
    child.on('exit', (code) => done(code ?? 143));
  });
}
