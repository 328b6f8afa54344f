// SPDX-License-Identifier: MIT
/**
 * The one door for calls from the window, and the only importer of ipcMain. Lets in only the main frame of
 * our own page, only arguments that fit the channel's schema and size, and answers with a value or with
 * error data, never with a class or a stack.
 * @module
 */
import { ipcMain, type IpcMainInvokeEvent, type WebContents } from 'electron';
import type { InvokeChannel, InvokeMap, Result } from '../../shared/ipc/channels';
import { checkArguments } from '../../shared/ipc/schemas';
import { BugError, toErrorData } from '../../shared/errors/kinds';
import type { Log } from '../log';
import { ORIGIN } from '../protocol';

type Answer<C extends InvokeChannel> = ReturnType<InvokeMap[C]> | Promise<ReturnType<InvokeMap[C]>>;

/** What answers one channel; `sender` is the page that asked. */
export type Handler<C extends InvokeChannel> = (
  sender: WebContents,
  ...args: Parameters<InvokeMap[C]>
) => Answer<C>;

/** A group of channels, one file each in this folder. */
export type Handlers = { [C in InvokeChannel]?: Handler<C> };

/** Whether the caller is the main frame of our own page. */
function isOwnPage(event: IpcMainInvokeEvent): boolean {
  const frame = event.senderFrame;
  return frame !== null && frame === event.sender.mainFrame && frame.url.startsWith(`${ORIGIN}/`);
}

/** Opens the channels of some groups. Each channel may be opened once. */
export function openChannels(log: Log, ...groups: Handlers[]): void {
  for (const group of groups) {
    for (const channel of Object.keys(group) as InvokeChannel[])
      open(log, channel, group[channel] as Handler<typeof channel>);
  }
}

function open<C extends InvokeChannel>(log: Log, channel: C, handler: Handler<C>): void {
  ipcMain.handle(channel, async (event, ...args: unknown[]): Promise<Result<ReturnType<InvokeMap[C]>>> => {
    try {
      if (!isOwnPage(event)) throw new BugError(`${channel}: called from a foreign frame`);
      return { ok: true, value: await handler(event.sender, ...checkArguments(channel, args)) };
    } catch (error) {
      const data = toErrorData(error);
      if (data.kind === 'bug') log.write('error', channel, error);
      else if (data.kind === 'user') log.write('info', `${channel}: ${data.code}`);
      const { kind, code, params } = data;
      return { ok: false, error: { kind, code, params } };
    }
  });
}
