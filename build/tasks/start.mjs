// SPDX-License-Identifier: MIT
/**
 * `npm start [-- FILE…]`: sets up what is missing, builds what changed and opens the window. Without a
 * display it says so and prints the analysis of the given files, or of the bundled practice report.
 * @module
 */
import path from 'node:path';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { displayProblem, displaySwitches } from '../setup/display.mjs';
import { inRoot, ROOT, runNode, runProgram, say, TaskError } from '../setup/shell.mjs';
import { build } from './build.mjs';

/** @param {string[]} args */
export async function run(args) {
  // npm changes to the project's folder; INIT_CWD is where the user stands.
  const files = args
    .filter((arg) => !arg.startsWith('-'))
    .map((file) => path.resolve(process.env.INIT_CWD ?? process.cwd(), file));
  const switches = args.filter((arg) => arg.startsWith('-'));

  await ensureDependencies();
  const problem = await displayProblem();
  if (problem) return headless(problem, files);

  await build();
  const { ensureElectron } = await import('../setup/electron-runtime.mjs');
  const { ensureSystemLibraries } = await import('../setup/system-libraries.mjs');
  const { checkSandbox, runsAsRoot } = await import('../setup/sandbox.mjs');
  const runtime = await ensureElectron();
  await ensureSystemLibraries(runtime.executable, { tests: false });
  await checkSandbox(runtime.dist);
  if (runsAsRoot()) {
    say(
      'running as root, where Chromium has no sandbox: started with --no-sandbox; use an ordinary account for work',
    );
    switches.push('--no-sandbox');
  }
  // An older Chromium may refuse a newer one's database, so each Electron major has a profile of its own.
  const major = runtime.version.split('.')[0];
  const profile = inRoot('.profiles', `electron-${major}`);
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  return runProgram(
    runtime.executable,
    [...switches, ...displaySwitches(), `--user-data-dir=${profile}`, ROOT, ...files],
    { env },
  );
}

/** @param {string} problem @param {string[]} files */
async function headless(problem, files) {
  say(
    `no window here (${problem}); printing the analysis of ${files.length > 0 ? 'the files' : 'the practice report'} instead`,
  );
  await build(files.length > 0 ? ['cli'] : ['cli', 'packs']);
  const { existsSync } = await import('node:fs');
  if (!existsSync(inRoot('out/cli/kanshiki.cjs'))) throw new TaskError('The command line was not built.');
  const inputs = files.length > 0 ? files : [practiceReport(await reportsOfPacks())];
  return runNode(inRoot('out/cli/kanshiki.cjs'), ['analyze', ...inputs, '--format', 'text']);
}

/** @returns {Promise<string[]>} report files of the bundled packs, sorted */
async function reportsOfPacks() {
  const { readdirSync } = await import('node:fs');
  return readdirSync(inRoot('out/packs'), { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.json(\.gz)?$/.test(file) && !/(^|\/)(pack|index)\.json$/.test(file))
    .sort()
    .map((file) => inRoot('out/packs', file));
}

/** @param {string[]} reports @returns {string} */
function practiceReport(reports) {
  const first = reports[0];
  if (!first) throw new TaskError('The practice pack holds no report.');
  return first;
}
