// SPDX-License-Identifier: MIT
/**
 * The host in Electron: everything goes over `window.kanshiki`, but for ports of ingest processes, which
 * arrive as window messages.
 * @module
 */
import { fromErrorData } from '../../shared/errors/kinds';
import type { Bridge, InvokeChannel, InvokeMap, OpenedFile } from '../../shared/ipc/channels';
import { MAX_ARGUMENT_BYTES, MAX_PATHS } from '../../shared/ipc/schemas';
import type { Host, HostRules, PackSource, ReportSource } from './host';

declare global {
  interface Window {
    kanshiki?: Bridge;
  }
}

function sourceOf({ token, ...file }: OpenedFile): ReportSource {
  return { ...file, handle: token };
}

/** Splits paths so that no call takes more than main accepts. */
function inPortions(paths: readonly string[]): string[][] {
  const portions: string[][] = [];
  let room = 0;
  for (const path of paths) {
    const bytes = path.length * 2 + 16;
    const last = portions.at(-1);
    if (last && last.length < MAX_PATHS && bytes <= room) {
      last.push(path);
      room -= bytes;
    } else {
      portions.push([path]);
      room = MAX_ARGUMENT_BYTES - 1024 - bytes;
    }
  }
  return portions;
}

class ElectronHost implements Host {
  readonly kind = 'electron';
  readonly rules: HostRules = {
    folder: () => this.#invoke('rules:folder'),
    onChange: (listener) => this.#bridge.on('rules:changed', listener),
    openFolder: () => this.#invoke('rules:open-folder'),
    chooseFolder: () => this.#invoke('rules:choose-folder'),
    defaultFolder: () => this.#invoke('rules:default-folder'),
  };
  readonly #bridge: Bridge;
  /** Imports that wait for their port, by import id. */
  readonly #awaited = new Map<string, (port: MessagePort) => void>();

  constructor(bridge: Bridge) {
    this.#bridge = bridge;
    window.addEventListener(
      'message',
      (event: MessageEvent<{ kanshiki?: string; importId?: string } | null>) => {
        if (event.source !== window || event.data?.kanshiki !== 'ingest-port') return;
        const { importId = '' } = event.data;
        const port = event.ports[0];
        const taker = this.#awaited.get(importId);
        this.#awaited.delete(importId);
        if (port && taker) taker(port);
        else port?.close();
      },
    );
  }

  async #invoke<C extends InvokeChannel>(
    channel: C,
    ...args: Parameters<InvokeMap[C]>
  ): Promise<ReturnType<InvokeMap[C]>> {
    const result = await this.#bridge.invoke(channel, ...args);
    if (result.ok) return result.value;
    throw fromErrorData(result.error);
  }

  info() {
    return this.#invoke('app:info');
  }

  freeBytes(): Promise<number> {
    return this.#invoke('app:free-bytes');
  }

  async chooseReports(count: 'one' | 'many'): Promise<ReportSource[]> {
    return (await this.#invoke('report:choose', count)).map(sourceOf);
  }

  async fromDrop(files: File[]): Promise<ReportSource[]> {
    const portions = inPortions(this.#bridge.pathsOf(files));
    const opened = await Promise.all(portions.map((paths) => this.#invoke('report:register', paths)));
    return opened.flat().map(sourceOf);
  }

  onFilesOpened(listener: (sources: ReportSource[]) => void): () => void {
    const stop = this.#bridge.on('files:opened', (files) => listener(files.map(sourceOf)));
    void this.#invoke('report:pending').then((files) => {
      if (files.length > 0) listener(files.map(sourceOf));
    });
    return stop;
  }

  onMenuCommand(listener: Parameters<Host['onMenuCommand']>[0]): () => void {
    return this.#bridge.on('menu:command', listener);
  }

  async startIngest(source: ReportSource, importId: string): Promise<MessagePort> {
    const port = new Promise<MessagePort>((resolve) => this.#awaited.set(importId, resolve));
    try {
      await this.#invoke('ingest:start', source.handle as string, importId, source.password ?? null);
    } catch (error) {
      this.#awaited.delete(importId);
      throw error;
    }
    return port;
  }

  stopIngest(importId: string): Promise<void> {
    return this.#invoke('ingest:stop', importId);
  }

  async unfinishedSource(importId: string): Promise<ReportSource | null> {
    const file = await this.#invoke('ingest:source', importId);
    return file && sourceOf(file);
  }

  forgetSource(importId: string): Promise<void> {
    return this.#invoke('ingest:forget', importId);
  }

  async bundledPacks(): Promise<PackSource[]> {
    const packs = await this.#invoke('pack:bundled');
    return packs.map(({ id, manifest, reports }) => ({
      id,
      manifest,
      reports: reports.map(({ reportId, file }) => ({ reportId, source: sourceOf(file) })),
    }));
  }

  savePng(suggestedName: string, png: Uint8Array): Promise<string | null> {
    return this.#invoke('export:save-png', suggestedName, png);
  }

  copyPng(png: Uint8Array): Promise<void> {
    return this.#invoke('export:copy-png', png);
  }

  setAppearance(theme: 'light' | 'dark' | 'system', language: 'ja' | 'en'): Promise<void> {
    return this.#invoke('app:appearance', theme, language);
  }
}

/** The host around this window. One a page. */
export function createElectronHost(): Host {
  if (!window.kanshiki) throw new Error('no bridge: this page runs outside Electron');
  return new ElectronHost(window.kanshiki);
}
