// SPDX-License-Identifier: MIT
/**
 * Brings node_modules to what package-lock.json says. It compares the lock file with the one that npm leaves
 * in node_modules after every complete install, so an interrupted install is noticed and an up-to-date one
 * costs milliseconds.
 * @module
 */
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { inRoot, runNode, runProgram, say, TaskError } from './shell.mjs';

/** @param {string} file @returns {Record<string, { version?: string, optional?: boolean, peer?: boolean }> | null} */
function packagesOf(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8')).packages ?? {};
  } catch {
    return null;
  }
}

/** @returns {string | null} why an install is needed, null when it is not */
export function installReason() {
  const wanted = packagesOf(inRoot('package-lock.json'));
  if (!wanted) throw new TaskError('package-lock.json is missing or damaged; restore it with git.');
  const present = packagesOf(inRoot('node_modules/.package-lock.json'));
  if (!present)
    return existsSync(inRoot('node_modules')) ? 'an earlier install did not finish' : 'first start';
  for (const [name, entry] of Object.entries(wanted)) {
    if (name === '') continue;
    if (present[name] ? present[name].version !== entry.version : !entry.optional && !entry.peer)
      return `${name.replace(/^.*node_modules\//, '')} differs from package-lock.json`;
  }
  return null;
}

/** Installs the locked packages when they are missing or differ. */
export async function ensureDependencies() {
  const reason = installReason();
  if (!reason) return;
  // npm would empty the folder that the link leads to, which belongs to someone else.
  if (lstatSync(inRoot('node_modules'), { throwIfNoEntry: false })?.isSymbolicLink())
    throw new TaskError(
      `node_modules is a link and does not fit package-lock.json (${reason}); run npm ci there.`,
    );
  say(`installing packages with npm ci (${reason})`);
  const args = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  const npm = process.env.npm_execpath;
  const code = npm?.endsWith('.js')
    ? await runNode(npm, args)
    : await runProgram(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, {
        shell: process.platform === 'win32',
      });
  if (code !== 0)
    throw new TaskError(
      'npm ci failed (its own message is above). A package registry must be within reach once.',
    );
}
