// SPDX-License-Identifier: MIT
/**
 * What `npm run build` makes, in order: for each target its inputs, its outputs and how it is made.
 * Every output is written beside its place and then moved there, so that a program that starts during a
 * build never reads half of it.
 * @module
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { inRoot, runNode, TaskError } from '../setup/shell.mjs';
import { keepNotices, noticesPlugin, writeNotices } from './notices.mjs';

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} entry the file it starts from
 * @property {string[]} inputs
 * @property {string[]} outputs
 * @property {() => Promise<void>} make
 */

const COMMON_INPUTS = [
  'package.json',
  'package-lock.json',
  'build/bundle',
  'build/data-plugin.mjs',
  'build/wasm-plugin.mjs',
  'build/source-plugins.mjs',
];

/**
 * One self-contained CommonJS file: Electron's preload and utility processes take nothing else.
 * @param {string} name @param {string} entry @param {string} output @param {string[]} inputs @returns {Target}
 */
function nodeBundle(name, entry, output, inputs) {
  return {
    name,
    entry,
    inputs: [...COMMON_INPUTS, ...inputs],
    outputs: [output],
    async make() {
      const { rolldown } = await import('rolldown');
      const { sourcePlugins } = await import('../source-plugins.mjs');
      const { version } = JSON.parse(readFileSync(inRoot('package.json'), 'utf8'));
      const used = new Set();
      const bundle = await rolldown({
        input: inRoot(entry),
        cwd: inRoot(),
        platform: 'node',
        checks: { bundlerTimings: false },
        external: ['electron', /^node:/],
        plugins: [...sourcePlugins(), noticesPlugin(used)],
        transform: {
          target: 'node20.18',
          define: { __KANSHIKI_VERSION__: JSON.stringify(version) },
        },
        onLog(level, log, handler) {
          // shared asks import.meta for Vite's environment; without Vite it is empty, as it expects.
          if (log.code !== 'EMPTY_IMPORT_META') handler(level, log);
        },
      });
      const partial = inRoot(`${output}.partial-${process.pid}`);
      try {
        await bundle.write({
          file: partial,
          format: 'cjs',
          codeSplitting: false,
          sourcemap: false,
          minify: false,
          comments: { legal: false },
        });
        renameSync(partial, inRoot(output));
        keepNotices(name, used);
      } finally {
        rmSync(partial, { force: true });
        await bundle.close();
      }
    },
  };
}

/** @type {Target} */
const renderer = {
  name: 'renderer',
  entry: 'renderer/index.html',
  inputs: [...COMMON_INPUTS, 'svelte.config.mjs', 'renderer', 'shared'],
  outputs: ['out/renderer/index.html', 'out/renderer/browser.html'],
  async make() {
    const { build } = await import('vite');
    const partial = inRoot(`out/.renderer-${process.pid}`);
    try {
      const used = new Set();
      await build({
        configFile: inRoot('build/bundle/vite.config.mjs'),
        logLevel: 'warn',
        plugins: [noticesPlugin(used)],
        worker: { plugins: () => [noticesPlugin(used)] },
        build: { outDir: partial, emptyOutDir: true },
      });
      swapFolder(partial, inRoot('out/renderer'));
      keepNotices('renderer', used);
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  },
};

/** @type {Target} */
const packs = {
  name: 'packs',
  entry: 'build/generate-packs.mjs',
  inputs: [...COMMON_INPUTS, 'shared/data', 'build/generate-packs.mjs', 'build/packs'],
  outputs: ['out/packs/index.json'],
  async make() {
    const partial = inRoot(`out/.packs-${process.pid}`);
    try {
      const code = await runNode(inRoot('build/generate-packs.mjs'), [partial]);
      if (code !== 0) throw new TaskError('the practice packs could not be generated (message above).');
      writePackIndex(partial);
      swapFolder(partial, inRoot('out/packs'));
    } finally {
      rmSync(partial, { recursive: true, force: true });
    }
  },
};

/** A browser cannot list a folder: it reads this instead. @param {string} folder */
function writePackIndex(folder) {
  const packs = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => ({
      id: JSON.parse(readFileSync(path.join(folder, entry.name, 'pack.json'), 'utf8')).id,
      folder: entry.name,
    }));
  writeFileSync(path.join(folder, 'index.json'), `${JSON.stringify({ packs }, null, 2)}\n`);
}

/** @type {Target} */
const notices = {
  name: 'notices',
  entry: 'package.json',
  inputs: ['out/.notices', 'build/bundle', 'package-lock.json'],
  outputs: ['out/third-party-licences.txt'],
  async make() {
    writeNotices('out/third-party-licences.txt');
  },
};

/** @param {string} from @param {string} to */
function swapFolder(from, to) {
  const old = `${to}.old-${process.pid}`;
  mkdirSync(path.dirname(to), { recursive: true });
  if (existsSync(to)) renameSync(to, old);
  try {
    renameSync(from, to);
  } catch {
    cpSync(from, to, { recursive: true }); // another build was faster; the contents are the same
  }
  rmSync(old, { recursive: true, force: true });
}

/** @type {readonly Target[]} */
export const TARGETS = [
  nodeBundle('cli', 'electron/cli/main.ts', 'out/cli/kanshiki.cjs', ['electron', 'shared']),
  nodeBundle('cli-reader', 'electron/cli/reader.ts', 'out/cli/reader.cjs', ['electron', 'shared']),
  nodeBundle('ingest', 'electron/ingest/main.ts', 'out/electron/ingest.cjs', ['electron', 'shared']),
  nodeBundle('deflate-thread', 'electron/ingest/deflate-thread.ts', 'out/electron/deflate-thread.cjs', [
    'electron/ingest/deflate-now.ts',
    'electron/ingest/deflate-thread.ts',
  ]),
  nodeBundle('main', 'electron/main.ts', 'out/electron/main.cjs', ['electron', 'shared']),
  nodeBundle('preload', 'electron/preload/bridge.ts', 'out/electron/preload.cjs', ['electron', 'shared']),
  renderer,
  packs,
  notices,
];
