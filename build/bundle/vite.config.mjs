// SPDX-License-Identifier: MIT
/**
 * The window's bundle: one page for Electron, one for a plain browser, workers as modules. Nothing is
 * inlined as a data: URL and no modulepreload helper is added, because the CSP allows only our own files.
 * @module
 */
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';
import { dataPlugin } from '../data-plugin.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const { version } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

export default defineConfig({
  root: path.join(root, 'renderer'),
  base: './',
  publicDir: false,
  plugins: [dataPlugin(), svelte({ configFile: path.join(root, 'svelte.config.mjs') })],
  define: { __KANSHIKI_VERSION__: JSON.stringify(version) },
  worker: {
    format: 'es',
    plugins: () => [dataPlugin()],
    rolldownOptions: { checks: { bundlerTimings: false } },
  },
  build: {
    target: 'chrome130',
    assetsInlineLimit: 0,
    modulePreload: false,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2048,
    rolldownOptions: {
      checks: { bundlerTimings: false },
      input: {
        index: path.join(root, 'renderer/index.html'),
        browser: path.join(root, 'renderer/browser.html'),
      },
    },
  },
});
