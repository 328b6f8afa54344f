// SPDX-License-Identifier: MIT
/**
 * The files a user chose, by token. The window gets tokens and names to show; paths stay here, and nothing is
 * opened that did not come from a dialog, a drop, the command line or the system.
 * @module
 */
import { randomUUID } from 'node:crypto';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import { analysisFiles, reportsIn, searchReports, type FoundReport } from './report-files';
import type { OpenedFile } from '../../shared/ipc/channels';

/** Folder names shown above a file, to tell equal names apart. */
const FOLDERS_SHOWN = 2;

/** The last folder names above a path, with `/` between them. */
export function foldersAbove(file: string): string {
  return path.dirname(file).split(/[\\/]/).filter(Boolean).slice(-FOLDERS_SHOWN).join('/');
}

export class OpenedFiles {
  readonly #pathByToken = new Map<string, string>();
  readonly #tokenByPath = new Map<string, string>();

  /**
   * Notes paths. A folder that is no analysis folder stands for the reports found below it, an archive of
   * several for those in it.
   */
  async registerAll(paths: readonly string[]): Promise<OpenedFile[]> {
    const opened = await Promise.all(paths.map((given) => this.#registerGiven(given)));
    return opened.flat();
  }

  async #registerGiven(given: string): Promise<OpenedFile[]> {
    const isFolder = await stat(given).then(
      (found) => found.isDirectory(),
      () => false,
    );
    if (isFolder && (await analysisFiles(given)).length > 0) return [await this.register(given)];
    const name = path.basename(path.resolve(given));
    // A folder that cannot be searched is opened itself, and says why when it is read.
    const found = isFolder ? await searchReports(given).catch(() => []) : await reportsIn(given, name);
    if (found.length === 0 || (!isFolder && found.length === 1)) return [await this.register(given)];
    return Promise.all(found.map((report) => this.#registerFound(report, name)));
  }

  async #registerFound({ path: file, archive }: FoundReport, found: string): Promise<OpenedFile> {
    const opened = { ...(await this.register(file)), found };
    return archive === undefined ? opened : { ...opened, archive: (await this.register(archive)).token };
  }

  /** Notes a place (see place.ts). It is not checked yet: reading starts with `checkReadable`, where the user learns of trouble. */
  async register(file: string): Promise<OpenedFile> {
    const full = path.resolve(file);
    let token = this.#tokenByPath.get(full);
    if (!token) {
      token = randomUUID();
      this.#tokenByPath.set(full, token);
      this.#pathByToken.set(token, full);
    }
    const bytes = await stat(full).then(
      (found) => (found.isFile() ? found.size : 0),
      () => 0,
    );
    return { token, name: path.basename(full), folder: foldersAbove(full), bytes };
  }

  /** The path behind a token; throws for one that was never given out. */
  pathOf(token: string): string {
    const file = this.#pathByToken.get(token);
    if (!file) throw new UserError('file-unknown');
    return file;
  }
}
