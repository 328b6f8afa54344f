// SPDX-License-Identifier: MIT
/**
 * The folder of the user's own rules: read, shown in the file manager, changed for another.
 * @module
 */
import { dialog, shell } from 'electron';
import { mkdir } from 'node:fs/promises';
import { UserError } from '../../shared/errors/kinds';
import type { MenuTexts } from '../menu';
import type { RulesWatch } from '../rules-watch';
import { saveWindowState, type WindowState } from '../window-state';
import type { Handlers } from './handle';
import { windowOf } from './report';

export function rulesChannels(rules: RulesWatch, state: WindowState, texts: MenuTexts): Handlers {
  const use = (folder: string | null) => {
    state.rulesFolder = folder;
    saveWindowState(state);
    return rules.use(folder);
  };
  return {
    'rules:folder': () => rules.current(),
    async 'rules:open-folder'() {
      await mkdir(rules.path, { recursive: true }).catch(() => undefined);
      const reason = await shell.openPath(rules.path);
      if (reason !== '') throw new UserError('file-failed', { name: rules.path, reason });
    },
    async 'rules:choose-folder'(sender) {
      const window = windowOf(sender);
      if (!window) return rules.current();
      const chosen = await dialog.showOpenDialog(window, {
        title: texts.t('menu.dialog.rules'),
        defaultPath: rules.path,
        properties: ['openDirectory', 'createDirectory'],
      });
      const folder = chosen.filePaths[0];
      return chosen.canceled || folder === undefined ? rules.current() : use(folder);
    },
    'rules:default-folder': () => use(null),
  };
}
