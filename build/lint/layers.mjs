// SPDX-License-Identifier: MIT
/**
 * The layer map: which folder belongs to which layer, and what each layer may import. The lint rule
 * (rule-layers.mjs) and the architecture test read this one table. The first layer whose `files` matches
 * owns a file; a file that no layer owns is an error, and so is a package that a layer does not list.
 * @module
 */

/**
 * @typedef {object} Layer
 * @property {string} name
 * @property {RegExp} files paths relative to the root, with forward slashes
 * @property {readonly string[]} layers layers it may import (itself always); '*' for any, 'a/*' for those below a
 * @property {readonly string[]} packages npm packages it may import; '*' for any
 * @property {'none' | 'local' | 'all'} node Node's built-in modules: none, all but the network, all
 */

/** Built-in modules that reach the network: nothing that ships may import them. */
export const NETWORK_MODULES = ['net', 'tls', 'http', 'https', 'http2', 'dgram', 'dns', 'inspector', 'quic'];

/** @type {readonly Layer[]} */
export const LAYERS = [
  {
    name: 'shared',
    files: /^shared\//,
    layers: [],
    packages: ['@noble/hashes', 'fflate', 'intl-messageformat', 're2js', 'valibot', 'yaml'],
    node: 'none',
  },

  {
    name: 'electron/preload',
    files: /^electron\/preload\//,
    layers: ['shared'],
    packages: ['electron'],
    node: 'none',
  },
  {
    // What every process of ours does with a path: the errors of reading one, what a folder or archive holds.
    name: 'electron/file-errors',
    files: /^electron\/files\/(archive|check-readable|place|report-files|rule-folder)\.ts$/,
    layers: ['shared'],
    packages: ['@zip.js/zip.js'],
    node: 'local',
  },
  {
    // Reads hostile bytes: no Electron API beyond process.parentPort, and no way out.
    name: 'electron/ingest',
    files: /^electron\/ingest\//,
    layers: ['shared', 'electron/file-errors'],
    packages: ['@zip.js/zip.js', 'fflate', 'fzstd', 'xxhash-wasm', 'xz-decompress'],
    node: 'local',
  },
  {
    // Runs on plain Node, so it may not know Electron.
    name: 'electron/cli',
    files: /^electron\/cli\//,
    layers: ['shared', 'electron/file-errors', 'electron/ingest'],
    packages: ['commander', 'fflate', 'yaml'],
    node: 'local',
  },
  {
    name: 'electron',
    files: /^electron\//,
    layers: ['shared', 'electron/file-errors'],
    packages: ['electron', 'valibot'],
    node: 'local',
  },

  {
    // Pure modules that every part of the window may ask: no framework, no state.
    name: 'renderer/model',
    files: /^renderer\/(model\/|stores\/(report-model|marks)\.ts$|app\/commands\.ts$|i18n\/format\.ts$)/,
    layers: ['shared', 'renderer/contract'],
    packages: [],
    node: 'none',
  },
  {
    // What the store keeps and what starts a worker, as types and constants: the whole window may know them.
    name: 'renderer/contract',
    files: /^renderer\/(db\/contract|host\/ingest-worker-start)\.ts$/,
    layers: ['shared'],
    packages: [],
    node: 'none',
  },
  {
    name: 'renderer/db',
    files: /^renderer\/db\//,
    layers: ['shared', 'renderer/contract'],
    packages: ['dexie', 'fflate'],
    node: 'none',
  },
  {
    name: 'renderer/workers',
    files: /^renderer\/workers\//,
    layers: ['shared', 'renderer/contract', 'renderer/db'],
    packages: ['comlink', 'fflate'],
    node: 'none',
  },
  {
    name: 'renderer/graph',
    files: /^renderer\/graph\//,
    layers: ['shared', 'renderer/model', 'renderer/workers'],
    packages: ['cytoscape', 'cytoscape-dagre', 'cytoscape-fcose'],
    node: 'none',
  },
  {
    name: 'renderer/host',
    files: /^renderer\/host\//,
    layers: ['shared', 'renderer/contract'],
    packages: [],
    node: 'none',
  },
  {
    // Follows the language in the settings store; files form no circle.
    name: 'renderer/i18n',
    files: /^renderer\/i18n\//,
    layers: ['shared', 'renderer/model', 'renderer/stores'],
    packages: ['svelte'],
    node: 'none',
  },
  {
    name: 'renderer/stores',
    files: /^renderer\/(stores\/|app\/theme\.ts$)/,
    layers: [
      'shared',
      'renderer/contract',
      'renderer/db',
      'renderer/graph',
      'renderer/host',
      'renderer/i18n',
      'renderer/model',
      'renderer/workers',
    ],
    packages: ['comlink', 'svelte', 'valibot'],
    node: 'none',
  },
  {
    name: 'renderer/components',
    files: /^renderer\/components\//,
    layers: ['shared', 'renderer/i18n', 'renderer/model'],
    packages: ['svelte'],
    node: 'none',
  },
  {
    name: 'renderer/views',
    files: /^renderer\/views\//,
    layers: [
      'shared',
      'renderer/components',
      'renderer/contract',
      'renderer/graph',
      'renderer/i18n',
      'renderer/model',
      'renderer/stores',
    ],
    packages: ['svelte'],
    node: 'none',
  },
  {
    name: 'renderer',
    files: /^renderer\//,
    layers: ['shared', 'renderer/*'],
    packages: ['comlink', 'svelte'],
    node: 'none',
  },

  {
    // The stand-in for Electron's default app runs inside Electron, apart from the build scripts around it.
    name: 'build/default-app',
    files: /^build\/default-app\//,
    layers: [],
    packages: ['electron'],
    node: 'all',
  },
  { name: 'build', files: /^build\//, layers: ['shared'], packages: ['*'], node: 'all' },
  { name: 'test', files: /^test\//, layers: ['*'], packages: ['*'], node: 'all' },
  {
    name: 'config',
    files: /^[^/]+\.(mjs|cjs|ts|json)$/,
    layers: ['build', 'test'],
    packages: ['*'],
    node: 'all',
  },
];

/** @param {string} file path relative to the root, with forward slashes @returns {Layer | undefined} */
export const layerOf = (file) => LAYERS.find((layer) => layer.files.test(file));

/**
 * @param {string} specifier
 * @returns {string} the package's name: `svelte` of `svelte/store`, `@a/b` of `@a/b/c`
 */
export const packageOf = (specifier) =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/');

/** @param {string} allowed @param {string} name */
const covers = (allowed, name) =>
  allowed === '*' || allowed === name || (allowed.endsWith('/*') && name.startsWith(allowed.slice(0, -1)));

/**
 * Judges one import.
 * @param {string} file the importing file, relative to the root
 * @param {string} specifier what it imports, as written
 * @param {(specifier: string) => string} resolve path relative to the root of a relative specifier
 * @returns {string | null} what is wrong with it, null when nothing is
 */
export function problemOf(file, specifier, resolve) {
  const layer = layerOf(file);
  if (!layer) return `${file} belongs to no layer of build/lint/layers.mjs`;
  if (specifier.startsWith('virtual:')) return null;
  if (specifier.startsWith('.')) {
    const target = resolve(specifier.replace(/\?.*$/, '')); // Vite's `?worker&url` says how, not what
    const targetLayer = layerOf(target);
    if (!targetLayer) return `${target} belongs to no layer of build/lint/layers.mjs`;
    if (targetLayer === layer || layer.layers.some((allowed) => covers(allowed, targetLayer.name)))
      return null;
    return `${layer.name} may not import ${targetLayer.name} (${target})`;
  }
  if (specifier.startsWith('node:')) {
    const name = packageOf(specifier.slice('node:'.length));
    if (layer.node === 'none') return `${layer.name} may not import Node's modules (${specifier})`;
    if (layer.node === 'local' && NETWORK_MODULES.includes(name))
      return `${layer.name} may not import a network module (${specifier})`;
    return null;
  }
  if (layer.packages.includes('*') || layer.packages.includes(packageOf(specifier))) return null;
  return `package ${packageOf(specifier)} is not listed for layer ${layer.name}`;
}
