// SPDX-License-Identifier: MIT
/**
 * The window in the packaged app.
 * @module
 */
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { appUnderTest } from './places';
import type { LaunchOptions, Session } from './session';

/** See late-attach.mjs; bash is on every Linux that the tests run on. */
const LATE_ATTACH = path.join(path.dirname(fileURLToPath(import.meta.url)), 'late-attach.sh');

/** Starts the packaged app with a profile of the test's own. `watch` sees the page once it has loaded. */
export async function launchElectron(
  profile: string,
  options: LaunchOptions,
  watch: (page: Page) => void,
): Promise<Session> {
  const root = process.platform === 'linux' && process.getuid?.() === 0;
  const { ELECTRON_RUN_AS_NODE: _, ...env } = process.env;
  const app = await _electron.launch({
    executablePath: process.platform === 'linux' ? LATE_ATTACH : appUnderTest(),
    args: [
      ...(root ? ['--no-sandbox'] : []),
      `--user-data-dir=${profile}`,
      `--lang=${options.locale}`,
      ...options.files,
    ],
    env: {
      ...(env as Record<string, string>),
      KANSHIKI_E2E_APP: appUnderTest(),
      KANSHIKI_E2E_NODE: process.execPath,
    },
    colorScheme: options.colorScheme,
    timeout: 60_000,
  });
  const page = await app.firstWindow();
  watch(page);
  await page.waitForLoadState('load');
  return {
    host: 'electron',
    page,
    electron: app,
    resize: (width, height) => resizeWindow(app, width, height),
    chooseFiles: (files, act) => chooseInDialog(app, files, act),
    close: () => app.close(),
  };
}

/** Gives the page exactly this size, in CSS pixels. */
async function resizeWindow(app: ElectronApplication, width: number, height: number): Promise<void> {
  await app.evaluate(
    ({ BrowserWindow }, [w, h]) => {
      const window = BrowserWindow.getAllWindows()[0]!;
      window.unmaximize();
      window.setContentSize(w, h);
    },
    [width, height] as const,
  );
}

/** The native dialog is the operating system's and cannot be driven: it answers once with the given files. */
async function chooseInDialog(
  app: ElectronApplication,
  files: readonly string[],
  act: () => Promise<void>,
): Promise<void> {
  await app.evaluate(({ dialog }, filePaths) => {
    const real = dialog.showOpenDialog;
    dialog.showOpenDialog = () => {
      dialog.showOpenDialog = real;
      return Promise.resolve({ canceled: false, filePaths: [...filePaths] });
    };
  }, files);
  await act();
}
