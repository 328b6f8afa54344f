// SPDX-License-Identifier: MIT
/**
 * What the window needs from the world around it. Two real implementations: Electron (utility process,
 * native dialogs) and a plain browser (File objects and a worker over the same shared code).
 * @module
 */
import type { AppInfo, MenuCommand, RulesFolder } from '../../shared/ipc/channels';

/** A report that can be read; `handle` belongs to the host. */
export interface ReportSource {
  name: string;
  folder: string;
  bytes: number;
  handle: unknown;
  /** Of an archive that the customary one does not open. */
  password?: string;
  /** Name of the folder or archive that was given and in which it was met: what is no report there is passed by. */
  found?: string;
  /** The archive that holds it with others: one password opens them all. */
  archive?: string;
}

export interface PackSource {
  id: string;
  /** JSON text of the pack's manifest (shared/scoring). */
  manifest: string;
  reports: { reportId: string; source: ReportSource }[];
}

export interface HostRules {
  /** The rules as they are now. */
  folder(): Promise<RulesFolder>;
  /** Whenever one changes. Returns how to stop listening. */
  onChange(listener: (folder: RulesFolder) => void): () => void;
  openFolder(): Promise<void>;
  chooseFolder(): Promise<RulesFolder>;
  defaultFolder(): Promise<RulesFolder>;
}

export interface Host {
  readonly kind: 'electron' | 'browser';
  info(): Promise<AppInfo>;
  /** Bytes free on the disk that holds the database; null where the host cannot tell. */
  freeBytes(): Promise<number | null>;
  /** The open dialog, for one file or for several; empty when cancelled. */
  chooseReports(count: 'one' | 'many'): Promise<ReportSource[]>;
  fromDrop(files: File[]): Promise<ReportSource[]>;
  /** Files from the command line or "open with", now and later. Returns how to stop listening. */
  onFilesOpened(listener: (sources: ReportSource[]) => void): () => void;
  onMenuCommand(listener: (command: MenuCommand) => void): () => void;
  /** Starts reading; the port speaks shared/ipc/ingest-port and goes to the store worker. */
  startIngest(source: ReportSource, importId: string): Promise<MessagePort>;
  stopIngest(importId: string): Promise<void>;
  /** What an unfinished import was reading, at an earlier start too; null where the host does not know. */
  unfinishedSource(importId: string): Promise<ReportSource | null>;
  /** The import will not be resumed. */
  forgetSource(importId: string): Promise<void>;
  bundledPacks(): Promise<PackSource[]>;
  /** Base name of the file written, or null when cancelled. */
  savePng(suggestedName: string, png: Uint8Array): Promise<string | null>;
  copyPng(png: Uint8Array): Promise<void>;
  /** The folder of the user's own rules; null where the host has none. */
  readonly rules: HostRules | null;
  setAppearance(theme: 'light' | 'dark' | 'system', language: 'ja' | 'en'): Promise<void>;
}
