// SPDX-License-Identifier: MIT
/**
 * The application menu in the window's language, and the texts of native dialogs.
 * @module
 */
import { app, Menu, type MenuItemConstructorOptions } from 'electron';
import type { MenuCommand } from '../shared/ipc/channels';
import { createTranslator, type Language } from '../shared/i18n/translate';

/** Texts of menus and native dialogs in the language that the window uses. */
export class MenuTexts {
  constructor(public language: Language) {}

  t(key: string): string {
    return createTranslator(this.language)(key);
  }
}

/** Makes the menu; `send` carries out a command in the window. */
export function buildMenu(texts: MenuTexts, send: (command: MenuCommand) => void): Menu {
  const command = (id: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label: texts.t(`menu.command.${id}`),
    ...(accelerator ? { accelerator } : {}),
    click: () => send(id),
  });
  const role = (name: NonNullable<MenuItemConstructorOptions['role']>): MenuItemConstructorOptions => ({
    label: texts.t(`menu.role.${name}`),
    role: name,
  });
  const separator: MenuItemConstructorOptions = { type: 'separator' };
  const mac = process.platform === 'darwin';
  return Menu.buildFromTemplate([
    ...(mac
      ? [{ label: app.getName(), submenu: [command('about'), separator, role('hide'), role('quit')] }]
      : []),
    {
      label: texts.t('menu.file'),
      submenu: [
        command('open', 'CmdOrCtrl+O'),
        command('start-screen'),
        separator,
        command('export-png'),
        ...(mac ? [] : [separator, role('quit')]),
      ],
    },
    {
      label: texts.t('menu.edit'),
      submenu: [
        role('undo'),
        role('redo'),
        separator,
        role('cut'),
        role('copy'),
        role('paste'),
        role('selectAll'),
      ],
    },
    {
      label: texts.t('menu.view'),
      submenu: [
        command('toggle-left'),
        command('toggle-right'),
        command('toggle-bottom'),
        separator,
        role('resetZoom'),
        role('zoomIn'),
        role('zoomOut'),
        separator,
        role('togglefullscreen'),
        ...(app.isPackaged ? [] : [separator, role('toggleDevTools')]),
      ],
    },
    { label: texts.t('menu.help'), submenu: mac ? [] : [command('about')] },
  ]);
}
