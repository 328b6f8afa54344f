// SPDX-License-Identifier: MIT
/**
 * `npm run e2e [-- Playwright's arguments]`: the packaged app under a virtual display, and the same window in
 * Chromium. For example `npm run e2e -- --project=electron security`.
 * @module
 */
import { readFileSync, rmSync } from 'node:fs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { withVirtualDisplay } from '../setup/display.mjs';
import { inRoot, runNode } from '../setup/shell.mjs';
import { build } from './build.mjs';
import { packForTest } from './pack-dir.mjs';

const REPORT = 'test-results/playwright.json';

/** @param {string[]} args */
export async function run(args) {
  await ensureDependencies();
  const { code, counts } = await endToEnd(args);
  console.log(`${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped`);
  return code;
}

/**
 * Needs installed packages.
 * @param {string[]} [args] for Playwright
 * @returns {Promise<{ code: number, counts: import('./ready.mjs').Counts }>}
 */
export async function endToEnd(args = []) {
  await build();
  const { ensureElectron } = await import('../setup/electron-runtime.mjs');
  const { ensureSystemLibraries } = await import('../setup/system-libraries.mjs');
  const { checkSandbox } = await import('../setup/sandbox.mjs');
  const runtime = await ensureElectron();
  await ensureSystemLibraries(runtime.executable, { tests: true });
  await checkSandbox(runtime.dist);
  await packForTest();
  rmSync(inRoot(REPORT), { force: true });
  const code = await withVirtualDisplay(() =>
    runNode(inRoot('node_modules/@playwright/test/cli.js'), [
      'test',
      '--config',
      inRoot('test/e2e/playwright.config.ts'),
      ...args,
    ]),
  );
  return { code, counts: countsOf() };
}

/** @returns {import('./ready.mjs').Counts} zeros when no report was left */
function countsOf() {
  try {
    const { stats } = JSON.parse(readFileSync(inRoot(REPORT), 'utf8'));
    if (stats.flaky > 0)
      console.error(`kanshiki: ${stats.flaky} end-to-end tests passed at the second try only`);
    return { passed: stats.expected + stats.flaky, failed: stats.unexpected, skipped: stats.skipped };
  } catch {
    return { passed: 0, failed: 0, skipped: 0 };
  }
}
