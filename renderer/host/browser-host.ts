// SPDX-License-Identifier: MIT
/**
 * The host in a plain browser: files from an input element or a drop, reading in a worker over the same shared
 * code, downloads instead of dialogs, practice packs from beside the page. Nothing leaves the page's origin.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import type { AppInfo } from '../../shared/ipc/channels';
import type { Host, PackSource, ReportSource } from './host';
import type { IngestWorkerStart } from './ingest-worker-start';

declare const __KANSHIKI_VERSION__: string;

/** What a source of this host refers to: a file of the user's, or one beside the page. */
type Handle = { file: File } | { url: string };

interface PackIndex {
  packs: { id: string; folder: string }[];
}

interface PackManifest {
  id: string;
  reports: { id: string; file: string; bytes: number }[];
}

function sourceOfFile(file: File): ReportSource {
  const folders = file.webkitRelativePath.split('/').slice(0, -1).slice(-2);
  return { name: file.name, folder: folders.join('/'), bytes: file.size, handle: { file } satisfies Handle };
}

/** The browser's own open dialog; empty when it was cancelled. */
function pickFiles(multiple: boolean): Promise<File[]> {
  return new Promise((resolve) => {
    const input = document.createElement('input');
    input.type = 'file';
    input.multiple = multiple;
    input.accept = '.json,.gz,.bson,.zip,.zst,.xz';
    input.addEventListener('change', () => resolve([...(input.files ?? [])]));
    input.addEventListener('cancel', () => resolve([]));
    input.click();
  });
}

function majorOf(brand: string): string {
  return new RegExp(`${brand}/(\\S+)`).exec(navigator.userAgent)?.[1] ?? '';
}

async function fetchOwn(path: string): Promise<Response | null> {
  // The page's own origin is all that the Content-Security-Policy lets it reach.
  // eslint-disable-next-line no-restricted-globals
  const response = await fetch(new URL(path, location.href)).catch(() => null);
  return response?.ok ? response : null;
}

class BrowserHost implements Host {
  readonly kind = 'browser';
  /** A page sees no folder. */
  readonly rules = null;
  readonly #startWorker: () => Worker;
  readonly #workers = new Map<string, Worker>();

  constructor(startWorker: () => Worker) {
    this.#startWorker = startWorker;
  }

  info(): Promise<AppInfo> {
    return Promise.resolve({
      version: __KANSHIKI_VERSION__,
      electron: '',
      chrome: majorOf('Chrome'),
      node: '',
      platform: 'browser',
      locale: navigator.language,
      runtime: 'official',
    });
  }

  /** A browser keeps that to itself, and ends a write that exceeds its quota instead. */
  freeBytes(): Promise<null> {
    return Promise.resolve(null);
  }

  async chooseReports(count: 'one' | 'many'): Promise<ReportSource[]> {
    return (await pickFiles(count === 'many')).map(sourceOfFile);
  }

  fromDrop(files: File[]): Promise<ReportSource[]> {
    return Promise.resolve(files.map(sourceOfFile));
  }

  /** A page is given no files from outside. */
  onFilesOpened(): () => void {
    return () => undefined;
  }

  /** A page has no menu of its own. */
  onMenuCommand(): () => void {
    return () => undefined;
  }

  async startIngest(source: ReportSource, importId: string): Promise<MessagePort> {
    const { name, folder } = source;
    const file = await blobOf(source);
    const worker = this.#startWorker();
    this.#workers.set(importId, worker);
    const { port1, port2 } = new MessageChannel();
    // A worker that fails to load or throws closes its end, as a dying process does.
    worker.addEventListener('error', () => void this.stopIngest(importId));
    const start: IngestWorkerStart = { type: 'start', importId, file, name, folder };
    worker.postMessage(start, [port1]);
    return port2;
  }

  stopIngest(importId: string): Promise<void> {
    this.#workers.get(importId)?.terminate();
    this.#workers.delete(importId);
    return Promise.resolve();
  }

  /** A page may not keep the user's files. */
  unfinishedSource(): Promise<null> {
    return Promise.resolve(null);
  }

  forgetSource(): Promise<void> {
    return Promise.resolve();
  }

  async bundledPacks(): Promise<PackSource[]> {
    const index = (await (await fetchOwn('./packs/index.json'))?.json()) as PackIndex | undefined;
    const packs = (index?.packs ?? []).map(async ({ folder }): Promise<PackSource[]> => {
      const base = `./packs/${folder}/`;
      const manifest = await (await fetchOwn(`${base}pack.json`))?.text();
      if (manifest === undefined) return [];
      const pack = JSON.parse(manifest) as PackManifest;
      const reports = pack.reports.map(({ id, file, bytes }) => ({
        reportId: id,
        source: {
          name: file.split('/').at(-1)!,
          folder: [folder, ...file.split('/').slice(0, -1)].slice(-2).join('/'),
          bytes,
          handle: { url: base + file } satisfies Handle,
        },
      }));
      return [{ id: pack.id, manifest, reports }];
    });
    return (await Promise.all(packs)).flat();
  }

  savePng(suggestedName: string, png: Uint8Array): Promise<string | null> {
    const address = URL.createObjectURL(pngBlob(png));
    const link = document.createElement('a');
    link.href = address;
    link.download = suggestedName;
    link.click();
    // The download has its own reference to the data by now.
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
    return Promise.resolve(suggestedName);
  }

  async copyPng(png: Uint8Array): Promise<void> {
    await navigator.clipboard.write([new ClipboardItem({ 'image/png': pngBlob(png) })]);
  }

  setAppearance(): Promise<void> {
    return Promise.resolve();
  }
}

function pngBlob(png: Uint8Array): Blob {
  return new Blob([png as Uint8Array<ArrayBuffer>], { type: 'image/png' });
}

async function blobOf({ handle, name }: ReportSource): Promise<Blob> {
  const from = handle as Handle;
  if ('file' in from) {
    if (from.file.size === 0) throw new UserError('file-empty', { name });
    return from.file;
  }
  const response = await fetchOwn(from.url);
  if (!response) throw new UserError('file-not-found', { name });
  return response.blob();
}

/** The host of a plain browser page. @param startWorker starts an ingest worker, one an import */
export function createBrowserHost(startWorker: () => Worker): Host {
  return new BrowserHost(startWorker);
}
