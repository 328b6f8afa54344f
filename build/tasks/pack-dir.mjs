// SPDX-License-Identifier: MIT
/**
 * `npm run pack:dir`: the package under test, unpacked, in dist/test. Made anew only when the build, the
 * runtime or the packaging changed.
 * @module
 */
import path from 'node:path';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { inRoot, runNode, say, TaskError } from '../setup/shell.mjs';
import { build } from './build.mjs';

const INPUTS = [
  'out/electron',
  'out/renderer',
  'out/packs',
  'out/third-party-licences.txt',
  'package.json',
  'package-lock.json',
  'LICENSE',
  '.electron/runtime.json',
  'build/electron-builder.cjs',
  'build/after-pack.cjs',
  'build/default-app',
  'build/icons',
];

export async function run() {
  await ensureDependencies();
  await build();
  const { ensureElectron } = await import('../setup/electron-runtime.mjs');
  await ensureElectron();
  await packForTest();
}

/** Where the packaged app's program lies, by platform. */
export function packagedExecutable() {
  if (process.platform === 'darwin') {
    const folder = process.arch === 'arm64' ? 'mac-arm64' : 'mac';
    return inRoot('dist/test', folder, 'Kanshiki.app/Contents/MacOS/Kanshiki');
  }
  if (process.platform === 'win32') return inRoot('dist/test/win-unpacked/Kanshiki.exe');
  return inRoot(
    'dist/test',
    process.arch === 'x64' ? 'linux-unpacked' : `linux-${process.arch}-unpacked`,
    'kanshiki',
  );
}

/** Needs a build and a chosen runtime (ensureElectron). */
export async function packForTest() {
  const { hashOf, isFresh, stamp } = await import('../bundle/stamp.mjs');
  const hash = hashOf(INPUTS);
  if (isFresh('package', hash, [path.relative(inRoot(), packagedExecutable())])) return;
  const startMs = Date.now();
  await electronBuilder(['--dir'], { E2E: '1' });
  stamp('package', hash);
  say(`packaged for tests in ${((Date.now() - startMs) / 1000).toFixed(1)} s`);
}

/** @param {string[]} args @param {Record<string, string>} env */
export async function electronBuilder(args, env) {
  const code = await runNode(
    inRoot('node_modules/electron-builder/cli.js'),
    ['--config', 'build/electron-builder.cjs', '--publish', 'never', ...args],
    { env: { ...process.env, ...env }, stdio: ['ignore', 2, 2] },
  );
  if (code !== 0) throw new TaskError('electron-builder failed (its own message is above).');
}
