// SPDX-License-Identifier: MIT
/**
 * Choosing report files: the open dialog, dropped files, and files given before the window was ready.
 * @module
 */
import { BrowserWindow, dialog, type WebContents } from 'electron';
import type { OpenedFiles } from '../files/opened-files';
import type { MenuTexts } from '../menu';
import type { Handlers } from './handle';

const isMac = process.platform === 'darwin';
const EXTENSIONS = ['json', 'gz', 'bson', 'zip', 'zst', 'xz'];

/** Files that arrived before the page asked; emptied by `report:pending`. */
export class PendingFiles {
  #paths: string[] = [];
  /** Set once the page has asked: from then on files are pushed to it. */
  asked = false;

  add(paths: readonly string[]): void {
    this.#paths.push(...paths);
  }

  take(): string[] {
    this.asked = true;
    return this.#paths.splice(0);
  }
}

/** The window that a page stands in; null when it is closing. */
export function windowOf(sender: WebContents): BrowserWindow | null {
  return BrowserWindow.fromWebContents(sender);
}

export function reportChannels(files: OpenedFiles, pending: PendingFiles, texts: MenuTexts): Handlers {
  return {
    async 'report:choose'(sender, count) {
      const window = windowOf(sender);
      if (!window) return [];
      const chosen = await dialog.showOpenDialog(window, {
        title: texts.t('menu.dialog.open'),
        // Only on macOS can one dialog choose both files and folders.
        properties:
          count === 'one'
            ? ['openFile']
            : ['openFile', 'multiSelections', ...(isMac ? (['openDirectory'] as const) : [])],
        filters: [
          { name: texts.t('menu.dialog.reports'), extensions: EXTENSIONS },
          { name: texts.t('menu.dialog.allFiles'), extensions: ['*'] },
        ],
      });
      return chosen.canceled ? [] : files.registerAll(chosen.filePaths);
    },
    'report:register': (_sender, paths) => files.registerAll(paths),
    'report:pending': () => files.registerAll(pending.take()),
  };
}
