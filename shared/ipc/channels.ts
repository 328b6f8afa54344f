// SPDX-License-Identifier: MIT
/**
 * The whole contract between the main process and the window: one map for calls from the window
 * (`invoke`), one for messages to it (`push`). Arguments are checked in main against `shared/ipc/schemas`.
 * Reports' bytes never pass here; they go over the ingest port (see ingest-port.ts).
 * @module
 */
import type { ErrorData } from '../errors/kinds';
import type { RuleFile } from '../rules/rule-file';

/** A file that the user chose. The window only ever holds the token; paths stay in main. */
export interface OpenedFile {
  token: string;
  /** Base name. */
  name: string;
  /** The last folder names above it, to tell equal names apart; never used to open anything. */
  folder: string;
  bytes: number;
  /** Name of the folder or archive that was given and in which it was met: what is no report there is passed by. */
  found?: string;
  /** The archive that holds it with others: one password opens them all. */
  archive?: string;
}

/** A practice pack that ships with the app: its manifest (JSON text of shared/scoring's Pack) and its reports. */
export interface BundledPack {
  id: string;
  manifest: string;
  reports: { reportId: string; file: OpenedFile }[];
}

/** The folder of the user's own rules, as it is now. */
export interface RulesFolder {
  /** Shown, never used to open anything. */
  path: string;
  /** It is the profile's own folder, not one that the user chose. */
  isDefault: boolean;
  files: RuleFile[];
  /** Files that were not read, and why the folder could not be. */
  errors: ErrorData[];
}

export interface AppInfo {
  version: string;
  electron: string;
  chrome: string;
  node: string;
  platform: string;
  locale: string;
  /** Where the Electron runtime comes from; 'fallback' is the repackaged one of checkouts and tests. */
  runtime: 'official' | 'fallback';
}

export type Result<T> = { ok: true; value: T } | { ok: false; error: ErrorData };

export interface InvokeMap {
  'app:info': () => AppInfo;
  /** Bytes free on the disk that holds the database. */
  'app:free-bytes': () => number;
  /** The open dialog, for one file or for several; empty when cancelled. */
  'report:choose': (count: 'one' | 'many') => OpenedFile[];
  /** Paths of dropped files, as the preload reads them from File objects. */
  'report:register': (paths: string[]) => OpenedFile[];
  /** Files given on the command line or by the system before the window was ready. */
  'report:pending': () => OpenedFile[];
  /**
   * Starts an ingest process on the file; its port arrives in the page by `window.postMessage`
   * as `{ kanshiki: 'ingest-port', importId }`.
   */
  'ingest:start': (token: string, importId: string, password: string | null) => void;
  /** Ends the ingest process, however it fares. */
  'ingest:stop': (importId: string) => void;
  /** The file that an unfinished import was reading, from an earlier start too; null where it is not known. */
  'ingest:source': (importId: string) => OpenedFile | null;
  /** The import will not be resumed: its file is forgotten. */
  'ingest:forget': (importId: string) => void;
  'pack:bundled': () => BundledPack[];
  'rules:folder': () => RulesFolder;
  /** Shows the folder in the system's file manager. */
  'rules:open-folder': () => void;
  /** Asks for another folder; the one in use where that was cancelled. */
  'rules:choose-folder': () => RulesFolder;
  /** Back to the profile's own folder. */
  'rules:default-folder': () => RulesFolder;
  /** Asks where to save and writes the picture; null when cancelled, else the file's base name. */
  'export:save-png': (suggestedName: string, png: Uint8Array) => string | null;
  'export:copy-png': (png: Uint8Array) => void;
  /** Title-bar and native-dialog theme and language follow the window's. */
  'app:appearance': (theme: 'light' | 'dark' | 'system', language: 'ja' | 'en') => void;
}

export interface PushMap {
  'files:opened': OpenedFile[];
  'menu:command': MenuCommand;
  /** Something in the folder of rules is new. */
  'rules:changed': RulesFolder;
}

export type MenuCommand =
  'open' | 'start-screen' | 'toggle-left' | 'toggle-right' | 'toggle-bottom' | 'export-png' | 'about';

export type InvokeChannel = keyof InvokeMap;
export type PushChannel = keyof PushMap;

/** What the preload puts on `window.kanshiki`. Port messages come by `window.postMessage`. */
export interface Bridge {
  invoke<C extends InvokeChannel>(
    channel: C,
    ...args: Parameters<InvokeMap[C]>
  ): Promise<Result<ReturnType<InvokeMap[C]>>>;
  on<C extends PushChannel>(channel: C, listener: (payload: PushMap[C]) => void): () => void;
  /** Paths of files from a drop event (webUtils.getPathForFile), to be passed to `report:register`. */
  pathsOf(files: readonly unknown[]): string[];
}
