// SPDX-License-Identifier: MIT
/** `npm run unit [-- filter…]`: every test that runs on plain Node. @module */
import { ensureDependencies } from '../setup/dependencies.mjs';
import { inRoot, runNode } from '../setup/shell.mjs';

/** @param {string[]} args */
export async function run(args) {
  await ensureDependencies();
  return runNode(inRoot('node_modules/vitest/vitest.mjs'), ['run', ...args]);
}
