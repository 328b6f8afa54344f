// SPDX-License-Identifier: MIT
/**
 * `npm test`: everything there is to prove — `ready`, then the packaged app and the window in Chromium. The
 * last line is the summary of all tests; a failed check (format, lint, types) counts as one failure.
 * @module
 */
import { ensureDependencies } from '../setup/dependencies.mjs';
import { say } from '../setup/shell.mjs';
import { endToEnd } from './e2e.mjs';
import { ready } from './ready.mjs';

export async function run() {
  const startMs = Date.now();
  await ensureDependencies();
  const checks = await ready();
  const windows = await endToEnd();
  // A runner that ended badly without a failed test (a crash, an empty run) is a failure too.
  const crashed = windows.code !== 0 && windows.counts.failed === 0 ? 1 : 0;
  const passed = checks.counts.passed + windows.counts.passed;
  const failed = checks.counts.failed + checks.failedChecks + windows.counts.failed + crashed;
  const skipped = checks.counts.skipped + windows.counts.skipped;
  say(`everything took ${Math.round((Date.now() - startMs) / 1000)} s`);
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  return failed === 0 ? 0 : 1;
}
