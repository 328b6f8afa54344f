// SPDX-License-Identifier: MIT
/**
 * What the window may know of the app, and what it tells of its own looks.
 * @module
 */
import { app, nativeTheme } from 'electron';
import { statfs } from 'node:fs/promises';
import type { AppInfo } from '../../shared/ipc/channels';
import type { MenuTexts } from '../menu';
import { isFallbackRuntime } from '../places';
import { saveWindowState, type WindowState } from '../window-state';
import type { Handlers } from './handle';

/** Versions and place of the running app; the About box and the log show the same. */
export function appInfo(): AppInfo {
  return {
    version: app.getVersion(),
    electron: process.versions.electron,
    chrome: process.versions.chrome,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
    locale: app.getLocale(),
    runtime: isFallbackRuntime() ? 'fallback' : 'official',
  };
}

/** @param onLanguage makes the menu anew */
export function appChannels(state: WindowState, texts: MenuTexts, onLanguage: () => void): Handlers {
  return {
    'app:info': () => appInfo(),
    async 'app:free-bytes'() {
      const { bavail, bsize } = await statfs(app.getPath('userData'));
      return bavail * bsize;
    },
    'app:appearance'(_sender, theme, language) {
      nativeTheme.themeSource = theme;
      if (texts.language !== language) {
        texts.language = language;
        onLanguage();
      }
      if (state.theme === theme && state.language === language) return;
      state.theme = theme;
      state.language = language;
      saveWindowState(state);
    },
  };
}
