// SPDX-License-Identifier: MIT
/**
 * The names of all channels as values, for the places that must refuse any other: the preload and the
 * handlers. The compiler holds them against the maps in channels.ts.
 * @module
 */
import type { InvokeChannel, PushChannel } from './channels';

const invokeNames: Record<InvokeChannel, true> = {
  'app:info': true,
  'app:free-bytes': true,
  'report:choose': true,
  'report:register': true,
  'report:pending': true,
  'ingest:start': true,
  'ingest:stop': true,
  'ingest:source': true,
  'ingest:forget': true,
  'pack:bundled': true,
  'rules:folder': true,
  'rules:open-folder': true,
  'rules:choose-folder': true,
  'rules:default-folder': true,
  'export:save-png': true,
  'export:copy-png': true,
  'app:appearance': true,
};

const pushNames: Record<PushChannel, true> = {
  'files:opened': true,
  'menu:command': true,
  'rules:changed': true,
};

/** Channels that the window may call. */
export const INVOKE_CHANNELS = Object.keys(invokeNames) as InvokeChannel[];

/** Channels on which the window gets messages. */
export const PUSH_CHANNELS = Object.keys(pushNames) as PushChannel[];

/** Channel on which main hands the preload a port, which goes on to the page. Not part of the bridge. */
export const INGEST_PORT_CHANNEL = 'ingest:port';
