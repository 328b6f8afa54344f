// SPDX-License-Identifier: MIT
/**
 * `npm run ready`: everything that needs no window — format, lint with the layer rules, types of each layer,
 * components, and the tests on plain Node. Two steps run at a time; one that passes costs one line.
 * @module
 */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { hashOf } from '../bundle/stamp.mjs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { capture, inRoot, runNode, say } from '../setup/shell.mjs';

/** Where the test runner leaves its counts. */
const REPORT = 'test-results/vitest.json';

const bin = (/** @type {string} */ file) => inRoot('node_modules', file);
const types = (/** @type {string} */ layer) => ({
  name: `types of ${layer}`,
  command: [
    bin('@typescript/native/bin/tsc'),
    '-p',
    inRoot(layer === 'shared' ? 'tsconfig.json' : `${layer}/tsconfig.json`),
  ],
});

/**
 * What has not changed since it was last found good is not read again. Contents count, not times; what else a
 * verdict depends on is in the name: the lint rules of our own, and the versions of the tools.
 * @param {string} name @param {readonly string[]} inputs
 */
const cache = (name, inputs) => [
  '--cache',
  '--cache-strategy=content',
  `--cache-location=${inRoot('.cache', `${name}-${hashOf(inputs).slice(0, 12)}`)}`,
];

/** The longest first, so that the two lanes end together. @type {() => readonly { name: string, command: string[] }[]} */
const checks = () => [
  {
    name: 'lint and layers',
    command: [
      bin('eslint/bin/eslint.js'),
      '.',
      '--max-warnings=0',
      ...cache('eslint', ['package-lock.json', 'eslint.config.mjs', 'build/lint']),
    ],
  },
  {
    name: 'format',
    command: [
      bin('prettier/bin/prettier.cjs'),
      '--check',
      '--log-level=warn',
      ...cache('prettier', ['package-lock.json', '.prettierrc.json']),
      '.',
    ],
  },
  {
    name: 'types of renderer',
    command: [
      bin('svelte-check/bin/svelte-check'),
      '--tsgo',
      '--workspace',
      inRoot(),
      '--tsconfig',
      inRoot('renderer/tsconfig.json'),
      '--output',
      'human-verbose',
      '--fail-on-warnings',
    ],
  },
  { name: 'lint that needs types', command: [bin('oxlint/bin/oxlint'), '--deny-warnings'] },
  types('test'),
  types('electron'),
  types('shared'),
  types('build'),
];

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * Needs installed packages.
 * @returns {Promise<{ counts: Counts, failedChecks: number }>} a test run that ended badly without a failed test
 *   counts as a failed check
 */
export async function ready() {
  mkdirSync(inRoot('.cache'), { recursive: true });
  const queue = [...checks()];
  let failures = 0;
  const worker = async () => {
    for (let check = queue.shift(); check; check = queue.shift()) {
      const startMs = Date.now();
      const { code, stdout, stderr } = await capture(process.execPath, check.command);
      const verdict = code === 0 ? 'ok' : 'FAILED';
      say(`${check.name}: ${verdict} (${((Date.now() - startMs) / 1000).toFixed(1)} s)`);
      if (code === 0) continue;
      failures++;
      process.stderr.write(`${stdout}${stderr}\n`);
    }
  };
  await Promise.all([worker(), worker()]);

  rmSync(inRoot(REPORT), { force: true });
  const code = await runNode(
    bin('vitest/vitest.mjs'),
    ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${inRoot(REPORT)}`],
    { env: process.stdout.isTTY ? process.env : { ...process.env, NO_COLOR: '1' } },
  );
  const counts = countsOf(REPORT);
  if (code !== 0 && counts.failed === 0) failures++;
  return { counts, failedChecks: failures };
}

/** @param {string} file the JSON report @returns {Counts} zeros when the runner left none */
function countsOf(file) {
  try {
    const report = JSON.parse(readFileSync(inRoot(file), 'utf8'));
    return {
      passed: report.numPassedTests,
      failed: report.numFailedTests,
      skipped: report.numPendingTests + report.numTodoTests,
    };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}

export async function run() {
  await ensureDependencies();
  const { counts, failedChecks } = await ready();
  const failed = counts.failed + failedChecks;
  console.log(`${counts.passed} passed, ${failed} failed, ${counts.skipped} skipped`);
  return failed === 0 ? 0 : 1;
}
