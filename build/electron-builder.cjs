// SPDX-License-Identifier: MIT
/**
 * How the app is packaged. With E2E=1 it is the package under test: the same but for the inspect fuse, which
 * Playwright needs, and it lands in a folder of its own. A release must stand on an official Electron; the
 * fallback runtime is refused unless KANSHIKI_TEST_RELEASE=1 says that the result is only a test.
 * @module
 */
'use strict';

const { existsSync, readFileSync } = require('node:fs');
const path = require('node:path');

const record = path.join(__dirname, '../.electron/runtime.json');
if (!existsSync(record))
  throw new Error('No Electron runtime was chosen; use npm run pack:dir or npm run release.');
const runtime = JSON.parse(readFileSync(record, 'utf8'));

const underTest = process.env.E2E === '1';
if (runtime.kind === 'fallback' && !underTest && process.env.KANSHIKI_TEST_RELEASE !== '1')
  throw new Error(
    `Electron ${runtime.version} here is the repackaged fallback, which is never released (${runtime.why}). ` +
      'Set KANSHIKI_TEST_RELEASE=1 for a package that only serves a test.',
  );

/** @type {import('electron-builder').Configuration} */
module.exports = {
  appId: 'invalid.kanshiki.workbench',
  productName: 'Kanshiki',
  electronDist: runtime.dist,
  electronVersion: runtime.version,
  directories: { output: underTest ? 'dist/test' : 'dist/release', buildResources: 'build/icons' },
  files: ['out/electron/**', 'out/renderer/**', 'package.json', '!**/*.map'],
  extraResources: [
    { from: 'out/packs', to: 'packs' },
    { from: 'LICENSE', to: 'LICENSE.txt' },
    { from: 'out/third-party-licences.txt', to: 'third-party-licences.txt' },
  ],
  asar: true,
  npmRebuild: false,
  electronLanguages: ['en-US', 'ja'],
  afterPack: path.join(__dirname, 'after-pack.cjs'),
  electronFuses: {
    runAsNode: false,
    enableCookieEncryption: true,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: underTest,
    // Takes effect on Windows and macOS; Electron does not check the archive on Linux.
    enableEmbeddedAsarIntegrityValidation: true,
    onlyLoadAppFromAsar: true,
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  publish: null,
  fileAssociations: [],
  linux: {
    executableName: 'kanshiki',
    syncDesktopName: true,
    icon: path.join(__dirname, 'icons'),
    category: 'Development',
    target: ['AppImage', 'deb', 'tar.gz'],
    artifactName: '${name}-${version}-${arch}.${ext}',
    synopsis: 'Workbench for malware sandbox reports',
  },
  deb: { depends: ['libgtk-3-0', 'libnss3', 'libasound2', 'libgbm1'], recommends: ['fonts-noto-cjk'] },
  win: { target: ['nsis', 'zip'], icon: path.join(__dirname, 'icons/256x256.png') },
  mac: {
    target: ['dmg', 'zip'],
    icon: path.join(__dirname, 'icons/512x512.png'),
    category: 'public.app-category.developer-tools',
  },
};
