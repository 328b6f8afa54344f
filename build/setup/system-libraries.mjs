// SPDX-License-Identifier: MIT
/**
 * The system packages that Electron and the tests need on Linux. They are looked for by what they give
 * (libraries that the loader misses, programs, a Japanese font), so any distribution that has them is fine.
 * As root on Debian what is missing is installed; anywhere else one message gives the exact command.
 * @module
 */
import { accessSync, constants, readFileSync } from 'node:fs';
import path from 'node:path';
import { capture, runProgram, say, TaskError } from './shell.mjs';

/** Debian's names; since Debian 13 and Ubuntu 24.04 two of the libraries carry another one. */
const LIBRARIES = ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'];
const RENAMED = new Map([
  ['libgtk-3-0', 'libgtk-3-0t64'],
  ['libasound2', 'libasound2t64'],
]);
const FONT = 'fonts-noto-cjk';

/** Programs by which a current Chromium may go. */
const CHROMIUM_NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** @param {string} name @returns {string | null} absolute path of a program on PATH */
export function findProgram(name) {
  for (const folder of (process.env.PATH ?? '').split(path.delimiter)) {
    const file = path.join(folder, name);
    try {
      accessSync(file, constants.X_OK);
      return file;
    } catch {
      // not in this folder
    }
  }
  return null;
}

/** @returns {string | null} the Chromium that renderer tests use: KANSHIKI_CHROMIUM, else the first on PATH */
export function findChromium() {
  if (process.env.KANSHIKI_CHROMIUM) return process.env.KANSHIKI_CHROMIUM;
  for (const name of CHROMIUM_NAMES) {
    const file = findProgram(name);
    if (file) return file;
  }
  return null;
}

/** @param {string} executable @returns {Promise<boolean>} whether the loader finds all its libraries */
async function librariesPresent(executable) {
  const { code, stdout } = await capture('ldd', [executable]);
  return code !== 0 || !stdout.includes('not found');
}

/** @returns {Promise<boolean>} */
async function japaneseFontPresent() {
  const { code, stdout } = await capture('fc-list', [':lang=ja', 'family']);
  return code === 0 && stdout.trim() !== '';
}

/**
 * @param {string} executable Electron's
 * @param {{ tests: boolean }} options tests also need a virtual display and a Chromium
 */
export async function ensureSystemLibraries(executable, { tests }) {
  if (process.platform !== 'linux') return;
  /** @type {string[]} */
  const missing = [];
  if (!(await librariesPresent(executable))) missing.push(...LIBRARIES);
  if (!(await japaneseFontPresent())) missing.push(FONT);
  if (tests && !findProgram('Xvfb')) missing.push('xvfb');
  if (tests && !findChromium()) missing.push('chromium');
  if (missing.length === 0) return;

  const system = osRelease();
  if (system.ID === 'debian' && process.getuid?.() === 0) {
    await aptInstall(Number(system.VERSION_ID ?? 12) >= 13 ? missing.map(renamed) : missing);
    return;
  }
  const message = installMessage(missing);
  // Without the font the window still works; Japanese text is drawn as boxes.
  if (missing.every((name) => name === FONT)) say(message);
  else throw new TaskError(message);
}

/** @param {readonly string[]} names */
async function aptInstall(names) {
  say(`installing system packages with apt-get: ${names.join(' ')}`);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await runProgram('apt-get', ['update', '-qq'], { env, stdio: ['ignore', 'ignore', 'inherit'] });
  const code = await runProgram('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...names], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  if (code !== 0)
    throw new TaskError(`apt-get could not install ${names.join(' ')} (its own message is above).`);
}

/** @param {string} name */
const renamed = (name) => RENAMED.get(name) ?? name;

/** @param {readonly string[]} missing @returns {string} */
export function installMessage(missing) {
  const ubuntu = missing.map(renamed).map((name) => (name === 'chromium' ? 'chromium-browser' : name));
  return [
    'Kanshiki needs system packages that are not here. Nothing was installed; please run:',
    `  Debian 12:     sudo apt-get update && sudo apt-get install -y --no-install-recommends ${missing.join(' ')}`,
    `  Ubuntu 24.04:  sudo apt-get update && sudo apt-get install -y --no-install-recommends ${ubuntu.join(' ')}`,
    '                 (the command for Ubuntu has not been tried here)',
  ].join('\n');
}

/** @returns {Record<string, string>} */
function osRelease() {
  try {
    const lines = readFileSync('/etc/os-release', 'utf8').matchAll(/^([A-Z_]+)="?([^"\n]*)"?$/gm);
    return Object.fromEntries(Array.from(lines, (match) => [match[1], match[2]]));
  } catch {
    return {};
  }
}
