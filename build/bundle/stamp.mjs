// SPDX-License-Identifier: MIT
/**
 * Builds only what changed: a target is fresh when the hash of its inputs is the one its last build left
 * in out/.stamps and its outputs are still there. Contents count, not times, so a fresh clone, a branch
 * switch and a touched file all do what one expects.
 * @module
 */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inRoot } from '../setup/shell.mjs';

/** @param {string} full @returns {string[]} files below a path, sorted; the path itself when it is a file */
function filesBelow(full) {
  let entries;
  try {
    entries = readdirSync(full, { withFileTypes: true });
  } catch {
    return existsSync(full) ? [full] : [];
  }
  return entries
    .flatMap((entry) => {
      const child = path.join(full, entry.name);
      return entry.isDirectory() ? filesBelow(child) : [child];
    })
    .sort();
}

/** @param {readonly string[]} inputs files and folders relative to the root @returns {string} sha256 in hex */
export function hashOf(inputs) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0] ?? '');
  for (const file of inputs.flatMap((input) => filesBelow(inRoot(input)))) {
    const bytes = readFileSync(file);
    hash.update(`${path.relative(inRoot(), file)}\0${bytes.length}\0`).update(bytes);
  }
  return hash.digest('hex');
}

/** @param {string} name */
const stampFile = (name) => inRoot('out/.stamps', name);

/**
 * @param {string} name
 * @param {string} hash
 * @param {readonly string[]} outputs relative to the root
 */
export function isFresh(name, hash, outputs) {
  try {
    return (
      readFileSync(stampFile(name), 'utf8') === hash && outputs.every((output) => existsSync(inRoot(output)))
    );
  } catch {
    return false;
  }
}

/** @param {string} name @param {string} hash */
export function stamp(name, hash) {
  mkdirSync(path.dirname(stampFile(name)), { recursive: true });
  writeFileSync(stampFile(name), hash);
}
