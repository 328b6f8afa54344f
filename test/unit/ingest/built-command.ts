// SPDX-License-Identifier: MIT
/**
 * The command as users run it: bundled once a test file into a folder of its own, then started on plain Node.
 * @module
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { rolldown } from 'rolldown';
import { sourcePlugins } from '../../../build/source-plugins.mjs';

export interface Run {
  code: number | null;
  stdout: Buffer;
  stderr: string;
}

export interface BuiltCommand {
  folder: string;
  run(
    args: readonly string[],
    options?: { env?: NodeJS.ProcessEnv; uid?: number; cwd?: string },
  ): Promise<Run>;
  start(args: readonly string[]): ChildProcess;
  remove(): void;
}

export async function buildCommand(): Promise<BuiltCommand> {
  const folder = mkdtempSync(path.join(tmpdir(), 'kanshiki-cli-'));
  chmodSync(folder, 0o755);
  const file = path.join(folder, 'kanshiki.cjs');
  const root = path.resolve(import.meta.dirname, '../../..');
  for (const [entry, name] of [
    ['main', 'kanshiki'],
    ['reader', 'reader'],
  ]) {
    const bundle = await rolldown({
      input: path.join(root, `electron/cli/${entry}.ts`),
      cwd: root,
      platform: 'node',
      external: [/^node:/],
      plugins: sourcePlugins(),
      onLog: () => undefined,
    });
    await bundle.write({ file: path.join(folder, `${name}.cjs`), format: 'cjs', codeSplitting: false });
    await bundle.close();
  }
  const start = (args: readonly string[], options = {}): ChildProcess =>
    spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  return {
    folder,
    start,
    run: (args, options = {}) =>
      new Promise((resolve, reject) => {
        const child = start(args, { ...options, env: { ...process.env, ...options.env } });
        const out: Buffer[] = [];
        const err: Buffer[] = [];
        child.stdout!.on('data', (data: Buffer) => out.push(data));
        child.stderr!.on('data', (data: Buffer) => err.push(data));
        child.on('error', reject);
        child.on('close', (code) =>
          resolve({ code, stdout: Buffer.concat(out), stderr: Buffer.concat(err).toString('utf8') }),
        );
      }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
