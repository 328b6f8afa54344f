// SPDX-License-Identifier: MIT
/**
 * Chooses the Electron that a checkout runs and packages: the one ELECTRON_OVERRIDE_DIST_PATH names, an
 * official one that is already here, a download of the official one (ELECTRON_MIRROR and proxies count, with
 * a short patience), and last the pinned fallback. Says in one line which it is and why, and remembers the
 * choice in .electron/runtime.json for the packager.
 * @module
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { FALLBACK_MARKER, FALLBACK_VERSION, makeFallback } from './electron-fallback.mjs';
import { capture, inRoot, say, TaskError } from './shell.mjs';

/**
 * @typedef {object} Runtime
 * @property {string} dist folder of the distribution, absolute
 * @property {string} executable absolute
 * @property {string} version
 * @property {'official' | 'fallback'} kind
 * @property {string} why
 */

const RECORD = '.electron/runtime.json';
const CONNECT_MS = 10_000;
const STALL_MS = 30_000;
/** A failed download is tried again after a day, or at once when the mirror setting changed. */
const RETRY_MS = 24 * 60 * 60 * 1000;

const EXECUTABLE =
  process.platform === 'darwin'
    ? 'Electron.app/Contents/MacOS/Electron'
    : process.platform === 'win32'
      ? 'electron.exe'
      : 'electron';

/** @returns {string} the version that package-lock.json pins */
const lockedVersion = () =>
  JSON.parse(readFileSync(inRoot('node_modules/electron/package.json'), 'utf8')).version;

/**
 * Needs installed packages.
 * @returns {Promise<Runtime>}
 */
export async function ensureElectron() {
  const runtime = await choose();
  const { dist, version, kind, why } = runtime;
  const earlier = readRecord();
  mkdirSync(inRoot('.electron'), { recursive: true });
  writeFileSync(inRoot(RECORD), `${JSON.stringify({ ...earlier, dist, version, kind, why }, null, 2)}\n`);
  say(
    `Electron ${version}, ${kind === 'official' ? 'official' : 'repackaged fallback for checkouts and tests'}: ${why}`,
  );
  return runtime;
}

/** @returns {Promise<Runtime>} */
async function choose() {
  const override = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (override) {
    if (!existsSync(path.join(override, EXECUTABLE)))
      throw new TaskError(`ELECTRON_OVERRIDE_DIST_PATH is set, but ${override} holds no ${EXECUTABLE}.`);
    return describe(path.resolve(override), 'ELECTRON_OVERRIDE_DIST_PATH names it');
  }
  const official = inRoot('node_modules/electron/dist');
  const locked = lockedVersion();
  if (versionOf(official) === locked) return describe(official, 'already here');
  const refusal = await download(locked);
  if (refusal === null) return describe(official, 'downloaded');

  const fallback = inRoot(`.electron/fallback-${FALLBACK_VERSION}`);
  if (versionOf(fallback) !== FALLBACK_VERSION) {
    say(`no official Electron ${locked} (${refusal}); preparing the fallback runtime`);
    await makeFallback(fallback);
  }
  return describe(fallback, `the official ${locked} could not be downloaded (${refusal})`);
}

/** @param {string} dist @returns {string | null} */
function versionOf(dist) {
  try {
    if (!existsSync(path.join(dist, EXECUTABLE))) return null;
    return readFileSync(path.join(dist, 'version'), 'utf8').trim().replace(/^v/, '');
  } catch {
    return null;
  }
}

/** @param {string} dist @param {string} why @returns {Promise<Runtime>} */
async function describe(dist, why) {
  const executable = path.join(dist, EXECUTABLE);
  const version = versionOf(dist) ?? (await askVersion(executable));
  return {
    dist,
    executable,
    version,
    kind: existsSync(path.join(dist, FALLBACK_MARKER)) ? 'fallback' : 'official',
    why,
  };
}

/** @param {string} executable */
async function askVersion(executable) {
  const { stdout } = await capture(executable, ['-p', 'process.versions.electron'], {
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
    timeoutMs: 10_000,
  });
  if (!/^\d+\.\d+\.\d+/.test(stdout)) throw new TaskError(`${executable} does not say which Electron it is.`);
  return stdout.trim();
}

/**
 * Downloads the official distribution into node_modules/electron/dist, by Electron's own installer, checked
 * against the hashes in its npm package.
 * @param {string} version
 * @returns {Promise<string | null>} why not, or null when it is there
 */
async function download(version) {
  const mirror = process.env.ELECTRON_MIRROR ?? process.env.npm_config_electron_mirror ?? '';
  const earlier = readRecord();
  if (earlier.refusal && earlier.mirror === mirror && Date.now() - (earlier.refusedAtMs ?? 0) < RETRY_MS)
    return earlier.refusal;
  say(`downloading Electron ${version}`);
  const refusal = await fetchToCache(version);
  if (refusal === null) {
    const { code, stderr } = await capture(process.execPath, [inRoot('node_modules/electron/install.js')]);
    if (code !== 0) return firstLine(stderr);
    return null;
  }
  mkdirSync(inRoot('.electron'), { recursive: true });
  writeFileSync(inRoot(RECORD), JSON.stringify({ ...earlier, refusal, mirror, refusedAtMs: Date.now() }));
  return refusal;
}

/** Fills the cache that Electron's installer reads. @param {string} version @returns {Promise<string | null>} */
async function fetchToCache(version) {
  const aborter = new AbortController();
  const giveUp = (/** @type {number} */ ms) =>
    setTimeout(() => aborter.abort(new Error(`no answer within ${ms / 1000} s`)), ms);
  let timer = giveUp(CONNECT_MS);
  try {
    if (process.env.HTTPS_PROXY ?? process.env.https_proxy) process.env.ELECTRON_GET_USE_PROXY ??= '1';
    const { downloadArtifact } = await import('@electron/get');
    await downloadArtifact({
      version,
      artifactName: 'electron',
      platform: process.platform,
      arch: process.arch,
      checksums: JSON.parse(readFileSync(inRoot('node_modules/electron/checksums.json'), 'utf8')),
      downloadOptions: {
        signal: aborter.signal,
        getProgressCallback: async () => {
          clearTimeout(timer);
          timer = giveUp(STALL_MS);
        },
      },
    });
    return null;
  } catch (error) {
    if (aborter.signal.aborted) return String(aborter.signal.reason.message);
    return error instanceof Error ? reasonOf(error) : String(error);
  } finally {
    clearTimeout(timer);
  }
}

/** @param {Error} error @returns {string} its deepest cause in one line: fetch itself only says "fetch failed" */
function reasonOf(error) {
  return error.cause instanceof Error ? reasonOf(error.cause) : firstLine(error.message || String(error));
}

/** @param {string} text */
const firstLine = (text) => text.trim().split('\n')[0] ?? '';

/** @returns {Partial<Runtime> & { refusal?: string, mirror?: string, refusedAtMs?: number }} */
function readRecord() {
  try {
    return JSON.parse(readFileSync(inRoot(RECORD), 'utf8'));
  } catch {
    return {};
  }
}
