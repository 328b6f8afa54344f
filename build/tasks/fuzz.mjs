// SPDX-License-Identifier: MIT
/**
 * `npm run fuzz [-- seconds [seed]]`: random and damaged reports against JSON.parse, for so long; prints its seed.
 * @module
 */
import { mkdirSync } from 'node:fs';
import { ensureDependencies } from '../setup/dependencies.mjs';
import { inRoot, runNode } from '../setup/shell.mjs';

/** @param {string[]} args */
export async function run(args) {
  await ensureDependencies();
  const { rolldown } = await import('rolldown');
  const { sourcePlugins } = await import('../source-plugins.mjs');
  const bundle = await rolldown({
    input: inRoot('test/fuzz/ingest/main.ts'),
    cwd: inRoot(),
    platform: 'node',
    external: [/^node:/],
    plugins: sourcePlugins(),
    onLog: () => undefined,
  });
  mkdirSync(inRoot('out/fuzz'), { recursive: true });
  const file = inRoot('out/fuzz/ingest.cjs');
  await bundle.write({ file, format: 'cjs', codeSplitting: false });
  await bundle.close();
  return runNode(file, args);
}
