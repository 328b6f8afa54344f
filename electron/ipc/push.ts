// SPDX-License-Identifier: MIT
/**
 * Messages from main to the window, typed by the push map.
 * @module
 */
import type { WebContents } from 'electron';
import type { PushChannel, PushMap } from '../../shared/ipc/channels';

/** Sends a message; one to a page that is gone is dropped. */
export function push<C extends PushChannel>(contents: WebContents, channel: C, payload: PushMap[C]): void {
  if (!contents.isDestroyed()) contents.send(channel, payload);
}
