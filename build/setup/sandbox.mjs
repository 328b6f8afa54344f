// SPDX-License-Identifier: MIT
/**
 * Chromium's sandbox on Linux: root cannot have it, and other users need user namespaces or a setuid helper.
 * @module
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { capture, TaskError } from './shell.mjs';

/** @returns {boolean} whether Electron must be started with --no-sandbox */
export const runsAsRoot = () => process.platform === 'linux' && process.getuid?.() === 0;

/**
 * Stops with the exact remedy where the sandbox cannot start; it is never switched off for an ordinary user.
 * @param {string} dist folder of the Electron distribution
 */
export async function checkSandbox(dist) {
  if (process.platform !== 'linux' || runsAsRoot()) return;
  const helper = path.join(dist, 'chrome-sandbox');
  if (isSetuidRoot(helper) || (await userNamespacesWork())) return;
  throw new TaskError(
    [
      "This system does not allow user namespaces, which Electron's sandbox needs. Give its helper the right instead:",
      `  sudo chown root:root '${helper}' && sudo chmod 4755 '${helper}'`,
    ].join('\n'),
  );
}

/** @param {string} file */
function isSetuidRoot(file) {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat !== undefined && stat.uid === 0 && (stat.mode & 0o4000) !== 0;
}

async function userNamespacesWork() {
  if (readSysctl('kernel/apparmor_restrict_unprivileged_userns') === '1') return false;
  const { code } = await capture('unshare', ['--user', 'true']);
  return code === 0 || code === 127;
}

/** @param {string} name */
function readSysctl(name) {
  try {
    return readFileSync(`/proc/sys/${name}`, 'utf8').trim();
  } catch {
    return null;
  }
}
