// SPDX-License-Identifier: MIT
/**
 * The main process: puts its parts together and does nothing else. Windows, files and menus; nothing here
 * knows of malware, and no report's bytes pass.
 * @module
 */
import { app, type BrowserWindow, dialog, Menu, nativeTheme, session } from 'electron';
import path from 'node:path';
import { filesOfCommandLine } from './files/command-line';
import { OpenedFiles } from './files/opened-files';
import { UnfinishedFiles } from './files/unfinished-files';
import { appChannels, appInfo } from './ipc/app';
import { exportChannels } from './ipc/export';
import { openChannels } from './ipc/handle';
import { ingestChannels } from './ipc/ingest';
import { packChannels } from './ipc/pack';
import { push } from './ipc/push';
import { PendingFiles, reportChannels } from './ipc/report';
import { rulesChannels } from './ipc/rules';
import { Log } from './log';
import { buildMenu, MenuTexts } from './menu';
import { chooseProfile, packsFolder } from './places';
import { RulesWatch } from './rules-watch';
import { closeSession, registerScheme, serveWindow } from './protocol';
import { confine, openWindow } from './window';
import { loadWindowState } from './window-state';

chooseProfile();
registerScheme();
// Without a Chromium sandbox (root) the network service would die in a loop; each window asks for it anyway.
if (!app.commandLine.hasSwitch('no-sandbox')) app.enableSandbox();

const log = new Log(path.join(app.getPath('userData'), 'logs'));
const files = new OpenedFiles();
const unfinished = new UnfinishedFiles(path.join(app.getPath('userData'), 'unfinished.json'), log);
const pending = new PendingFiles();
let window: BrowserWindow | null = null;

/** Brings files to the page: at once when it listens, else when it asks. */
async function openFiles(paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  if (!window || !pending.asked) {
    pending.add(paths);
    return;
  }
  push(window.webContents, 'files:opened', await files.registerAll(paths));
}

function fail(what: string, error: unknown): void {
  log.write('error', what, error);
}

async function start(): Promise<void> {
  const state = loadWindowState();
  const texts = new MenuTexts(state.language ?? (app.getLocale().startsWith('ja') ? 'ja' : 'en'));
  nativeTheme.themeSource = state.theme;
  const { runtime, ...versions } = appInfo();
  log.write('info', `start ${JSON.stringify(versions)}`);
  if (runtime === 'fallback')
    log.write('warn', 'this Electron is the repackaged one for checkouts and tests');
  if (app.commandLine.hasSwitch('no-sandbox'))
    log.write('warn', 'started with --no-sandbox: Chromium has no sandbox');

  serveWindow(session.defaultSession);
  closeSession(session.defaultSession, !app.isPackaged);
  const makeMenu = (): void => {
    Menu.setApplicationMenu(
      buildMenu(texts, (command) => {
        if (window) push(window.webContents, 'menu:command', command);
      }),
    );
  };
  makeMenu();
  const rules = new RulesWatch(state.rulesFolder, log, (folder) => {
    if (window) push(window.webContents, 'rules:changed', folder);
  });
  openChannels(
    log,
    appChannels(state, texts, makeMenu),
    reportChannels(files, pending, texts),
    ingestChannels(files, unfinished, rules, log),
    packChannels(packsFolder(), files, log),
    rulesChannels(rules, state, texts),
    exportChannels(texts),
  );

  const open = (): void => {
    pending.asked = false;
    window = openWindow(state, nativeTheme.shouldUseDarkColors, log);
    window.on('closed', () => (window = null));
    // A page that loads anew asks again for files that come meanwhile.
    window.webContents.on('did-navigate', () => (pending.asked = false));
    window.webContents.on('render-process-gone', (_event, details) => {
      log.write('error', `window gone: ${details.reason} (${details.exitCode})`);
      if (details.reason === 'clean-exit' || !window) return;
      const buttons = [texts.t('menu.crash.reload'), texts.t('menu.role.quit')];
      const message = texts.t('menu.crash.message');
      const answer = dialog.showMessageBoxSync(window, { type: 'error', message, buttons, cancelId: 1 });
      if (answer === 0) window.webContents.reload();
      else app.quit();
    });
  };
  open();
  app.on('activate', () => {
    if (!window) open();
  });
}

process.on('uncaughtException', (error) => fail('uncaught', error));
process.on('unhandledRejection', (error) => fail('unhandled', error));
app.on('web-contents-created', (_event, contents) => confine(contents));
app.on('child-process-gone', (_event, details) => {
  if (details.reason !== 'clean-exit' && details.reason !== 'killed')
    log.write('warn', `${details.name ?? details.type} gone: ${details.reason} (${details.exitCode})`);
});
app.on('open-file', (event, file) => {
  event.preventDefault();
  void openFiles([file]);
});
app.on('window-all-closed', () => {
  if (process.platform !== 'darwin') app.quit();
});

// The second instance's words come as data: Chromium reorders the command line that it hands over.
const given = filesOfCommandLine(process.argv, app.isPackaged ? null : app.getAppPath(), process.cwd());
if (app.requestSingleInstanceLock({ files: given })) {
  pending.add(given);
  app.on('second-instance', (_event, _argv, _folder, data) => {
    if (window?.isMinimized()) window.restore();
    window?.focus();
    const asked = (data as { files?: unknown } | null)?.files;
    if (Array.isArray(asked)) void openFiles(asked.filter((file) => typeof file === 'string'));
  });
  app
    .whenReady()
    .then(start)
    .catch((error: unknown) => {
      fail('start failed', error);
      app.exit(1);
    });
} else {
  app.quit();
}
