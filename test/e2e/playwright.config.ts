// SPDX-License-Identifier: MIT
/**
 * End-to-end tests: the packaged app in its real Electron, and the same window in a current Chromium. One
 * worker, because the clipboard and the display are shared. `npm run e2e` sets up what this needs.
 * @module
 */
import { defineConfig } from '@playwright/test';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Options } from './model/app';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

export default defineConfig<Options>({
  testDir: './specs',
  outputDir: path.join(root, 'test-results/e2e'),
  forbidOnly: true,
  fullyParallel: false,
  workers: 1,
  // A build server may try a test again; the summary names what needed it.
  retries: process.env.CI ? 1 : 0,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: path.join(root, 'test-results/playwright.json') }]],
  projects: [
    { name: 'electron', use: { host: 'electron' }, testIgnore: /\.browser\.spec\.ts$/ },
    { name: 'browser', use: { host: 'browser' }, testIgnore: /\.electron\.spec\.ts$/ },
  ],
});
