// SPDX-License-Identifier: MIT
/** Draws icon.svg in every size that packages need; run by hand after the drawing changed: node build/icons/make.mjs
 * @module
 */
import { chromium } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { inRoot } from '../setup/shell.mjs';
import { findChromium } from '../setup/system-libraries.mjs';

const SIZES = [16, 32, 48, 64, 128, 256, 512];

const svg = readFileSync(inRoot('build/icons/icon.svg'), 'utf8').replace(/^<!--.*-->\n/, '');
const browser = await chromium.launch({
  executablePath: findChromium() ?? undefined,
  args: ['--no-sandbox'],
});
const page = await browser.newPage();
for (const size of SIZES) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(
    `<style>body{margin:0}svg{display:block;width:${size}px;height:${size}px}</style>${svg}`,
  );
  await page.screenshot({ path: inRoot(`build/icons/${size}x${size}.png`), omitBackground: true });
}
await browser.close();
