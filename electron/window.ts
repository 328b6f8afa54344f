// SPDX-License-Identifier: MIT
/**
 * The one window: sandboxed, isolated, without Node, on our own scheme, and unable to go anywhere else. It
 * keeps its place and size.
 * @module
 */
import { app, BrowserWindow, type WebContents } from 'electron';
import { usableBounds } from './bounds';
import type { Log } from './log';
import { preloadFile } from './places';
import { ORIGIN } from './protocol';
import { rememberBounds, saveWindowState, workAreas, type WindowState } from './window-state';

const MIN_WIDTH = 1024;
const MIN_HEIGHT = 700;

/** Colours of the page before its first paint; the tokens `bg` of both themes. */
const BACKGROUND = { light: '#FAFAF8', dark: '#15171A' };

/** Opens the window. `dark` is what the theme comes to at the moment. */
export function openWindow(state: WindowState, dark: boolean, log: Log): BrowserWindow {
  const bounds = usableBounds(state.bounds, workAreas()) ?? { width: 1440, height: 900 };
  const window = new BrowserWindow({
    ...bounds,
    minWidth: MIN_WIDTH,
    minHeight: MIN_HEIGHT,
    show: false,
    title: app.getName(),
    backgroundColor: BACKGROUND[dark ? 'dark' : 'light'],
    webPreferences: {
      preload: preloadFile,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
      enableWebSQL: false,
      // An import must not slow down because the window is covered.
      backgroundThrottling: false,
      devTools: !app.isPackaged,
    },
  });
  if (state.maximized) window.maximize();
  window.once('ready-to-show', () => window.show());

  let saving: NodeJS.Timeout | null = null;
  const remember = (): void => {
    if (saving) return;
    saving = setTimeout(() => {
      saving = null;
      if (window.isDestroyed()) return;
      rememberBounds(window, state);
      saveWindowState(state);
    }, 500);
  };
  window.on('resize', remember);
  window.on('move', remember);
  window.on('close', () => {
    if (saving) clearTimeout(saving);
    rememberBounds(window, state);
    saveWindowState(state);
  });
  window.webContents.on('preload-error', (_event, _file, error) =>
    log.write('error', 'preload failed', error),
  );
  logPageErrors(window.webContents, log);
  window.webContents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp');
  void window
    .loadURL(`${ORIGIN}/index.html`)
    .catch((error: unknown) => log.write('error', 'page not loaded', error));
  return window;
}

/** The page's own errors, which it writes to its console, into the log. */
function logPageErrors(contents: WebContents, log: Log): void {
  // Since Electron 35 the details are on the event; before, they came as further arguments.
  type Details = { level?: string | number; message?: string };
  const listener = (event: Details, level?: number, message?: string): void => {
    const serious = event.level === 'error' || level === 3;
    if (serious) log.write('warn', `page: ${(event.message ?? message ?? '').slice(0, 1000)}`);
  };
  contents.on('console-message', listener as never);
}

/** Keeps any page of ours where it is: no navigation, no new windows, no frames of others, no webviews. */
export function confine(contents: WebContents): void {
  const refuse = (event: { preventDefault(): void }, address: string): void => {
    if (address !== `${ORIGIN}/index.html`) event.preventDefault();
  };
  contents.on('will-navigate', (event) => refuse(event, event.url));
  contents.on('will-frame-navigate', (event) => refuse(event, event.url));
  contents.on('will-redirect', (event) => refuse(event, event.url));
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}
