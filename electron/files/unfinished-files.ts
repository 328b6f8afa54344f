// SPDX-License-Identifier: MIT
/**
 * Which file each unfinished import was reading, kept in the profile so that an import that was interrupted can
 * be resumed at a later start. The window only knows the import's id; paths stay in main. Losing the list costs
 * no more than a question for the file.
 * @module
 */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Log } from '../log';
import { writeWhole } from './write-whole';

/** More than anybody leaves unfinished; the oldest are forgotten first. */
const MAX_FILES = 64;

const listSchema = v.array(v.strictTuple([v.string(), v.string()]));

export class UnfinishedFiles {
  readonly #list: string;
  readonly #log: Log;
  /** Paths by import id, the latest last. */
  readonly #paths: Map<string, string>;
  #writing: Promise<void> = Promise.resolve();

  /** @param list file that holds the list; made when there is something to keep */
  constructor(list: string, log: Log) {
    this.#list = list;
    this.#log = log;
    this.#paths = new Map(readList(list));
  }

  /** The file of an import, or null where it is not known. */
  pathOf(importId: string): string | null {
    return this.#paths.get(importId) ?? null;
  }

  /** Notes that an import reads this file. Resolves when it is on disk or has failed; nobody need wait. */
  remember(importId: string, path: string): Promise<void> {
    this.#paths.delete(importId);
    this.#paths.set(importId, path);
    for (const oldest of this.#paths.keys()) {
      if (this.#paths.size <= MAX_FILES) break;
      this.#paths.delete(oldest);
    }
    return this.#write();
  }

  /** The import has ended for good. */
  forget(importId: string): Promise<void> {
    return this.#paths.delete(importId) ? this.#write() : this.#writing;
  }

  #write(): Promise<void> {
    this.#writing = this.#writing.then(async () => {
      try {
        await writeWhole(this.#list, Buffer.from(JSON.stringify([...this.#paths])));
      } catch (error) {
        this.#log.write('warn', 'the list of unfinished imports cannot be written', error);
      }
    });
    return this.#writing;
  }
}

/** The kept list; empty where there is none or it cannot be read. */
function readList(list: string): [string, string][] {
  try {
    return v.parse(listSchema, JSON.parse(readFileSync(list, 'utf8')));
  } catch {
    return [];
  }
}
