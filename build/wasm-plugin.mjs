// SPDX-License-Identifier: MIT
/**
 * WebAssembly as a module: `import bytes from 'virtual:wasm/call-scanner'` gives the bytes of what AssemblyScript
 * makes of shared/ingest/wasm. Works in vite, vitest and rolldown. What was compiled before is taken from .cache.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inRoot } from './setup/shell.mjs';

const ID = 'virtual:wasm/call-scanner';
const SOURCES = 'shared/ingest/wasm';
/** Memory is what memory.ts divides: it never grows, so that views of it stay good. */
const [, PAGES = ''] = /PAGES: i32 = (\d+)/.exec(readFileSync(inRoot(SOURCES, 'memory.ts'), 'utf8')) ?? [];
const OPTIONS = [
  ...['-O3', '--runtime', 'stub', '--enable', 'simd,bulk-memory'],
  ...['--initialMemory', PAGES, '--maximumMemory', PAGES],
];

/** @returns {Promise<Uint8Array>} */
async function compiled() {
  const { version } = createRequire(import.meta.url)('assemblyscript/package.json');
  const files = readdirSync(inRoot(SOURCES)).sort();
  const hash = createHash('sha256').update(`${version} ${OPTIONS.join(' ')}`);
  for (const file of files) hash.update(`\0${file}\0`).update(readFileSync(inRoot(SOURCES, file)));
  const cached = inRoot('.cache/wasm', `${hash.digest('hex')}.wasm`);
  try {
    return readFileSync(cached);
  } catch {
    const bytes = await compile();
    mkdirSync(inRoot('.cache/wasm'), { recursive: true });
    writeFileSync(`${cached}.${process.pid}`, bytes);
    renameSync(`${cached}.${process.pid}`, cached);
    return bytes;
  }
}

/** @returns {Promise<Uint8Array>} */
async function compile() {
  const { default: asc } = await import('assemblyscript/asc');
  /** @type {Uint8Array | null} */
  let bytes = null;
  const { error, stderr } = await asc.main(
    [`${SOURCES}/layout.ts`, '--baseDir', inRoot(), '--outFile', 'scanner.wasm', ...OPTIONS],
    {
      writeFile: (name, contents) => {
        if (name.endsWith('.wasm') && typeof contents !== 'string') bytes = contents;
      },
    },
  );
  if (error || !bytes) throw new Error(`${SOURCES}: ${error?.message ?? 'no output'}\n${stderr.toString()}`);
  return bytes;
}

/** @returns {any} */
export function wasmPlugin() {
  return {
    name: 'kanshiki-wasm',
    resolveId(/** @type {string} */ id) {
      return id === ID ? `\0${ID}` : null;
    },
    async load(/** @type {string} */ id) {
      if (id !== `\0${ID}`) return null;
      for (const file of readdirSync(inRoot(SOURCES))) this.addWatchFile?.(inRoot(SOURCES, file));
      return { code: `export default Uint8Array.of(${(await compiled()).join()});`, moduleType: 'js' };
    },
  };
}
