// SPDX-License-Identifier: MIT
/**
 * One running window, whichever host shows it.
 * @module
 */
import type { ElectronApplication, Page } from '@playwright/test';

export interface LaunchOptions {
  /** Report files on the command line; Electron only. */
  files: readonly string[];
  locale: 'ja' | 'en-US';
  colorScheme: 'light' | 'dark';
  /** Bytes the page's origin may store; browser only. What the host allows where left out. */
  quota?: number;
}

export interface Session {
  readonly host: 'electron' | 'browser';
  readonly page: Page;
  /** Null in a browser. */
  readonly electron: ElectronApplication | null;
  /** Sets the page's size in CSS pixels. */
  resize(width: number, height: number): Promise<void>;
  /** Does `act`, which must ask for files, and answers with these. */
  chooseFiles(files: readonly string[], act: () => Promise<void>): Promise<void>;
  close(): Promise<void>;
}
