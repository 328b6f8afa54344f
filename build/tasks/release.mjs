// SPDX-License-Identifier: MIT
/**
 * `npm run release [-- target…]`: packages with production fuses in dist/release, for example
 * `npm run release -- dir tar.gz deb`; all targets of this system without arguments. Refuses the fallback
 * runtime unless `--test` says that the packages only serve a test. Reads the fuses back.
 * @module
 */
import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { inRoot, say, TaskError } from '../setup/shell.mjs';
import { build } from './build.mjs';
import { electronBuilder } from './pack-dir.mjs';

/** @param {string[]} args */
export async function run(args) {
  const targets = args.filter((arg) => !arg.startsWith('-'));
  const test = args.includes('--test');
  await ensureDependencies();
  await build();
  const { ensureElectron } = await import('../setup/electron-runtime.mjs');
  const runtime = await ensureElectron();
  if (runtime.kind === 'fallback' && !test)
    throw new TaskError(
      `No release: Electron ${runtime.version} here is the repackaged fallback (${runtime.why}). ` +
        'Packages that only serve a test can be made with: npm run release -- --test',
    );
  const { findProgram } = await import('../setup/system-libraries.mjs');
  /** @type {Record<string, string>} */
  const env = { E2E: '0' };
  if (test) env.KANSHIKI_TEST_RELEASE = '1';
  if (!findProgram('fpm') && findProgram('dpkg-deb')) env.CUSTOM_FPM_PATH = inRoot('build/fpm-deb.mjs');
  const sevenZip = findProgram('7za');
  if (sevenZip) env.ELECTRON_BUILDER_7ZIP_PATH = sevenZip;
  else say('no 7za here (Debian: p7zip-full): electron-builder downloads its own for tar.gz and zip');
  const system = process.platform === 'darwin' ? '--mac' : process.platform === 'win32' ? '--win' : '--linux';
  await electronBuilder([system, ...targets], env);
  for (const executable of executables()) await readFuses(executable);
  if (test) say('these packages stand on a test runtime or were asked for as a test: do not publish them');
}

/** The programs of the unpacked folders that electron-builder leaves. */
function executables() {
  const output = inRoot('dist/release');
  const names = ['kanshiki', 'Kanshiki.exe', 'Kanshiki.app/Contents/MacOS/Kanshiki'];
  return readdirSync(output, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .flatMap((entry) => names.map((name) => path.join(output, entry.name, name)))
    .filter((file) => existsSync(file));
}

/** How a fuse is written in the program. */
const FuseState = { DISABLE: 0x30, ENABLE: 0x31 };

/** @param {string} executable */
async function readFuses(executable) {
  const { FuseV1Options, getCurrentFuseWire } = await import('@electron/fuses');
  const wire = await getCurrentFuseWire(executable);
  const wanted = new Map([
    [FuseV1Options.RunAsNode, FuseState.DISABLE],
    [FuseV1Options.EnableCookieEncryption, FuseState.ENABLE],
    [FuseV1Options.EnableNodeOptionsEnvironmentVariable, FuseState.DISABLE],
    [FuseV1Options.EnableNodeCliInspectArguments, FuseState.DISABLE],
    [FuseV1Options.EnableEmbeddedAsarIntegrityValidation, FuseState.ENABLE],
    [FuseV1Options.OnlyLoadAppFromAsar, FuseState.ENABLE],
    [FuseV1Options.GrantFileProtocolExtraPrivileges, FuseState.DISABLE],
  ]);
  const wrong = [...wanted]
    .filter(([fuse, state]) => wire[fuse] !== state)
    .map(([fuse]) => FuseV1Options[fuse]);
  if (wrong.length > 0)
    throw new TaskError(`${executable}: fuses are not as configured: ${wrong.join(', ')}`);
  say(`fuses of ${path.relative(inRoot(), executable)} read back: as configured`);
}
