// SPDX-License-Identifier: MIT
/**
 * Pictures on their way out: to a file that the user names, or to the clipboard.
 * @module
 */
import { app, dialog } from 'electron';
import path from 'node:path';
import { copyPicture } from '../files/copy-picture';
import { safeFileName } from '../files/safe-file-name';
import { writeWhole } from '../files/write-whole';
import type { MenuTexts } from '../menu';
import type { Handlers } from './handle';
import { windowOf } from './report';

export function exportChannels(texts: MenuTexts): Handlers {
  return {
    async 'export:save-png'(sender, suggestedName, png) {
      const window = windowOf(sender);
      if (!window) return null;
      const answer = await dialog.showSaveDialog(window, {
        title: texts.t('menu.dialog.savePng'),
        defaultPath: path.join(app.getPath('documents'), safeFileName(suggestedName)),
        filters: [{ name: 'PNG', extensions: ['png'] }],
        properties: ['createDirectory', 'showOverwriteConfirmation'],
      });
      if (answer.canceled || !answer.filePath) return null;
      const file = path.extname(answer.filePath) ? answer.filePath : `${answer.filePath}.png`;
      await writeWhole(file, png);
      return path.basename(file);
    },
    'export:copy-png': (_sender, png) => copyPicture(png),
  };
}
