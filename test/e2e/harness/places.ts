// SPDX-License-Identifier: MIT
/**
 * Where the tests find things: the checkout, the packaged program, Chromium, and real reports where there are any.
 * @module
 */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { packagedExecutable } from '../../../build/tasks/pack-dir.mjs';
import { findChromium } from '../../../build/setup/system-libraries.mjs';

/** The checkout. */
export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../..');

/** Where screenshots for people go: test-results/screens/<project>/. */
export const SCREENS = path.join(ROOT, 'test-results/screens');

/** The app under test: KANSHIKI_APP, else the package that `npm run pack:dir` makes. */
export function appUnderTest(): string {
  return process.env.KANSHIKI_APP ?? packagedExecutable();
}

/** A current Chromium: KANSHIKI_CHROMIUM, else the first on PATH. */
export function chromiumUnderTest(): string {
  const file = findChromium();
  if (!file) throw new Error('no Chromium: install chromium or set KANSHIKI_CHROMIUM');
  return file;
}

/** A real report by its path below the reports folder, or null where that folder is absent. */
export function realReport(name: string): string | null {
  const folder = process.env.KANSHIKI_REPORTS ?? path.join(ROOT, '../shared/reports');
  const file = path.join(folder, name);
  return existsSync(file) ? file : null;
}

/** A report of the practice pack that was built along with the app, e.g. `log1`. */
export function practiceReport(id: string): string {
  return path.join(ROOT, 'out/packs/mws-cup-2017-task3', id, 'report.json');
}
