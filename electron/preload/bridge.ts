// SPDX-License-Identifier: MIT
/**
 * What the page sees of Electron: `window.kanshiki`, and nothing else. Only channels of the contract pass;
 * ports of ingest processes go on to the page by `window.postMessage`, because they cannot cross the bridge.
 * @module
 */
import { contextBridge, ipcRenderer, webUtils } from 'electron';
import { INGEST_PORT_CHANNEL, INVOKE_CHANNELS, PUSH_CHANNELS } from '../../shared/ipc/channel-names';
import type { Bridge } from '../../shared/ipc/channels';

/** The page's window, as far as the preload needs it. */
declare const window: {
  postMessage(message: unknown, targetOrigin: string, transfer: readonly unknown[]): void;
};

const bridge: Bridge = {
  invoke(channel, ...args) {
    if (!INVOKE_CHANNELS.includes(channel)) return Promise.reject(new TypeError('no such channel'));
    return ipcRenderer.invoke(channel, ...args);
  },
  on(channel, listener) {
    if (!PUSH_CHANNELS.includes(channel)) throw new TypeError('no such channel');
    const forward = (_event: unknown, payload: Parameters<typeof listener>[0]): void => listener(payload);
    ipcRenderer.on(channel, forward);
    return () => ipcRenderer.off(channel, forward);
  },
  pathsOf(files) {
    // A File made by a script has no path; main refuses the empty one.
    return files.map((file) => webUtils.getPathForFile(file as never)).filter((path) => path !== '');
  },
};

contextBridge.exposeInMainWorld('kanshiki', bridge);

ipcRenderer.on(INGEST_PORT_CHANNEL, (event, importId: string) => {
  window.postMessage({ kanshiki: 'ingest-port', importId }, '/', event.ports);
});
