// SPDX-License-Identifier: MIT
/**
 * `npm run build [-- target…]`: makes what changed since the last build; `--force` makes everything.
 * @module
 */
import { ensureDependencies } from '../setup/dependencies.mjs';
import { inRoot, say, TaskError } from '../setup/shell.mjs';

/** @param {string[]} args */
export async function run(args) {
  await ensureDependencies();
  await build(
    args.filter((arg) => !arg.startsWith('-')),
    args.includes('--force'),
  );
}

/**
 * Needs installed packages (ensureDependencies).
 * @param {readonly string[]} [names] targets to make; all when empty
 * @param {boolean} [force] also what is fresh
 */
export async function build(names = [], force = false) {
  const { existsSync, mkdirSync } = await import('node:fs');
  const { TARGETS } = await import('../bundle/targets.mjs');
  const { hashOf, isFresh, stamp } = await import('../bundle/stamp.mjs');
  const unknown = names.filter((name) => !TARGETS.some((target) => target.name === name));
  if (unknown.length > 0)
    throw new TaskError(
      `no build target ${unknown.join(', ')}; there are ${TARGETS.map((t) => t.name).join(', ')}.`,
    );
  mkdirSync(inRoot('out'), { recursive: true });
  /** @type {string[]} */
  const failures = [];
  for (const target of TARGETS) {
    if (names.length > 0 && !names.includes(target.name)) continue;
    const hash = hashOf(target.inputs);
    if (!force && isFresh(target.name, hash, target.outputs)) continue;
    if (target.entry && !existsSync(inRoot(target.entry))) {
      say(`build: ${target.name} left out, ${target.entry} does not exist`);
      continue;
    }
    const startMs = Date.now();
    try {
      await target.make();
    } catch (error) {
      failures.push(`${target.name}: ${error instanceof Error ? error.message : String(error)}`);
      continue;
    }
    stamp(target.name, hash);
    say(`build: ${target.name} made in ${Date.now() - startMs} ms`);
  }
  if (failures.length > 0) throw new TaskError(`The build failed.\n${failures.join('\n')}`);
}
