// SPDX-License-Identifier: MIT
/** `npm run format [-- path…]`: rewrites files in the project's format. @module */
import { ensureDependencies } from '../setup/dependencies.mjs';
import { inRoot, runNode } from '../setup/shell.mjs';

/** @param {string[]} args */
export async function run(args) {
  await ensureDependencies();
  return runNode(inRoot('node_modules/prettier/bin/prettier.cjs'), [
    '--write',
    ...(args.length > 0 ? args : ['.']),
  ]);
}
