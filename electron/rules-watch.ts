// SPDX-License-Identifier: MIT
/**
 * Keeps the user's own rules as they are on disk: read at first use, and again whenever something in their
 * folder changes. The texts go to the window and to each ingest process; what they say is checked there.
 * @module
 */
import { mkdirSync, watch, type FSWatcher } from 'node:fs';
import { toErrorData } from '../shared/errors/kinds';
import type { RulesFolder } from '../shared/ipc/channels';
import { readRuleFolder } from './files/rule-folder';
import type { Log } from './log';
import { ownRulesFolder } from './places';

/** Editors write a file in several steps; all of them are one change. */
const SETTLE_MS = 150;

export class RulesWatch {
  #chosen: string | null;
  readonly #log: Log;
  readonly #onChange: (folder: RulesFolder) => void;
  #watcher: FSWatcher | null = null;
  #settling: NodeJS.Timeout | undefined;
  #read: Promise<RulesFolder> | null = null;

  /** @param chosen the folder that the user chose, or null for the profile's own */
  constructor(chosen: string | null, log: Log, onChange: (folder: RulesFolder) => void) {
    this.#chosen = chosen;
    this.#log = log;
    this.#onChange = onChange;
  }

  get path(): string {
    return this.#chosen ?? ownRulesFolder();
  }

  /** The rules as they are; never fails: what cannot be read is said in it. */
  current(): Promise<RulesFolder> {
    if (!this.#watcher) this.#watch();
    return (this.#read ??= this.#readAll());
  }

  /** Uses another folder from now on. */
  use(chosen: string | null): Promise<RulesFolder> {
    this.#watcher?.close();
    this.#watcher = null;
    this.#chosen = chosen;
    this.#read = null;
    return this.current();
  }

  async #readAll(): Promise<RulesFolder> {
    const place = { path: this.path, isDefault: this.#chosen === null };
    try {
      const { files, skipped } = await readRuleFolder(this.path);
      return { ...place, files, errors: skipped.map(toErrorData) };
    } catch (error) {
      return { ...place, files: [], errors: [toErrorData(error)] };
    }
  }

  #watch(): void {
    try {
      // A folder of one's own is there before it is asked for, so that a first rule is noticed.
      if (this.#chosen === null) mkdirSync(this.path, { recursive: true });
      this.#watcher = watch(this.path, { recursive: true, persistent: false }, () => {
        clearTimeout(this.#settling);
        this.#settling = setTimeout(() => void this.#again(), SETTLE_MS);
      });
      this.#watcher.on('error', (error) => this.#log.write('warn', 'rules folder', error));
    } catch (error) {
      this.#log.write('warn', 'rules folder is not watched', error);
    }
  }

  async #again(): Promise<void> {
    this.#read = this.#readAll();
    this.#onChange(await this.#read);
  }
}
