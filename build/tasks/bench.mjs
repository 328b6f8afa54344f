// SPDX-License-Identifier: MIT
/**
 * `npm run bench [-- arguments]`: speed and memory on large reports, in the packaged app and on the command
 * line, beside the contest's own script. `--help` lists the arguments; the measuring is in test/bench.
 * @module
 */
import { readFileSync } from 'node:fs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { withVirtualDisplay } from '../setup/display.mjs';
import { inRoot, runProgram, say } from '../setup/shell.mjs';
import { build } from './build.mjs';
import { packForTest } from './pack-dir.mjs';

/** @param {string[]} args */
export async function run(args) {
  await ensureDependencies();
  const { runnerImport } = await import('vite');
  const { module: bench } = await runnerImport(inRoot('test/bench/main.ts'), {
    configFile: false,
    root: inRoot(),
  });
  if (args.includes('--help')) return bench.run(args);
  if (!args.includes('--window')) await ensureRuby();
  if (args.includes('--headless')) {
    await build(['cli']);
    return bench.run(args);
  }
  await build();
  const { ensureElectron } = await import('../setup/electron-runtime.mjs');
  const { ensureSystemLibraries } = await import('../setup/system-libraries.mjs');
  const runtime = await ensureElectron();
  await ensureSystemLibraries(runtime.executable, { tests: true });
  await packForTest();
  return withVirtualDisplay(() => bench.run(args));
}

/** For the contest's script. Without it the benchmark has no ratios, and goes on. */
async function ensureRuby() {
  const { findProgram, installMessage } = await import('../setup/system-libraries.mjs');
  if (findProgram('ruby') !== null) return;
  if (process.getuid?.() === 0 && isDebian()) {
    say('installing ruby with apt-get');
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    /** @type {import('node:child_process').SpawnOptions} */
    const options = { env, stdio: ['ignore', 'ignore', 'inherit'] };
    await runProgram('apt-get', ['update', '-qq'], options);
    if (
      (await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'ruby'], options)) ===
      0
    )
      return;
  }
  say(`no ruby, so the contest's script is left out. ${installMessage(['ruby'])}`);
}

function isDebian() {
  try {
    return /^ID="?debian/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
