// SPDX-License-Identifier: MIT
/**
 * Where things lie on disk: our own bundled files, the practice packs, and the folder of the user's profile.
 * The bundle is one CommonJS file in `out/electron`, so `__dirname` is that folder in every way of starting.
 * @module
 */
import { app } from 'electron';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** Files of the window; nothing outside this folder is ever served to it. */
export const rendererFolder = path.join(__dirname, '../renderer');

/** The window's only script with access to Electron. */
export const preloadFile = path.join(__dirname, 'preload.cjs');

/** What the utility process runs. */
export const ingestFile = path.join(__dirname, 'ingest.cjs');

/** Folders of practice packs: beside the archive when packaged, in `out` in a checkout. */
export function packsFolder(): string {
  return app.isPackaged ? path.join(process.resourcesPath, 'packs') : path.join(__dirname, '../packs');
}

/** The profile's own folder for rules. */
export function ownRulesFolder(): string {
  return path.join(app.getPath('userData'), 'rules');
}

/** Whether this Electron is the repackaged one of checkouts and tests, by the marker it carries. */
export function isFallbackRuntime(): boolean {
  return existsSync(path.join(process.resourcesPath, 'fallback-runtime.json'));
}

/**
 * Chooses the profile folder; call before anything asks for it. `--user-data-dir` wins. In a checkout each
 * Electron major has one of its own, because an older Chromium may refuse a newer one's IndexedDB.
 */
export function chooseProfile(): void {
  const asked = app.commandLine.getSwitchValue('user-data-dir');
  if (asked) app.setPath('userData', path.resolve(asked));
  else if (!app.isPackaged) {
    const major = process.versions.electron.split('.')[0];
    app.setPath('userData', path.join(__dirname, '../../.profiles', `electron-${major}`));
  }
}
