// SPDX-License-Identifier: MIT
/**
 * Data folders as modules: `import docs from 'virtual:data/apis'` gives every YAML document of
 * `shared/data/apis/` (recursive, sorted by path) as `{ file, data }[]`. Works in vite, vitest and rolldown.
 * Wrong data (build/data-schemas.mjs) fails the build.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { assertData } from './data-schemas.mjs';

const dataRoot = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../shared/data');
const PREFIX = 'virtual:data/';

/** @param {string} folder @returns {string[]} */
function yamlFiles(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      if (entry.isDirectory()) return yamlFiles(full);
      return /\.ya?ml$/.test(entry.name) ? [full] : [];
    })
    .sort();
}

/**
 * The documents of a folder, parsed.
 *
 * @param {string} folder relative to shared/data
 * @param {(file: string) => void} [watch]
 */
export function readData(folder, watch) {
  return yamlFiles(path.join(dataRoot, folder)).map((file) => {
    watch?.(file);
    const name = path.relative(dataRoot, file).split(path.sep).join('/');
    try {
      return { file: name, data: parse(readFileSync(file, 'utf8')) };
    } catch (error) {
      throw new Error(`${name}: ${error instanceof Error ? error.message : error}`, { cause: error });
    }
  });
}

/** @returns {any} */
export function dataPlugin() {
  return {
    name: 'kanshiki-data',
    resolveId(/** @type {string} */ id) {
      return id.startsWith(PREFIX) ? '\0' + id : null;
    },
    load(/** @type {string} */ id) {
      if (!id.startsWith('\0' + PREFIX)) return null;
      const folder = id.slice(PREFIX.length + 1);
      const documents = readData(folder, (file) => this.addWatchFile?.(file));
      assertData(folder, documents, readData);
      // As text for JSON.parse, which is done with it in half the time that a literal of that size takes.
      return {
        code: `export default JSON.parse(${JSON.stringify(JSON.stringify(documents))});`,
        moduleType: 'js',
      };
    },
  };
}
