// SPDX-License-Identifier: MIT
/**
 * Paths of the command line as inputs: reports, analysis folders (one input each), and plain folders, searched
 * recursively; an archive of several reports is like a folder. Order and names depend on nothing but the names
 * on disk.
 * @module
 */
import { stat } from 'node:fs/promises';
import path from 'node:path';
import { UserError } from '../../shared/errors/kinds';
import { fileError } from '../files/check-readable';
import { placeOf } from '../files/place';
import { analysisFiles, reportsIn, searchReports } from '../files/report-files';

/** One report to analyse. */
export interface Input {
  /** What is opened: a file, an analysis folder, or one in an archive (see place.ts). */
  path: string;
  /** Shown name: base name, or the path relative to the folder that was given. */
  name: string;
  /** Met in a plain folder or an archive: what is no report there is passed by. */
  isFound: boolean;
}

export interface Inputs {
  list: Input[];
  /**
   * Whether the caller gave exactly one report: then one document is printed, not a list. `unless-several`
   * for one archive, of whose files one alone may turn out to be a report.
   */
  isSingle: boolean | 'unless-several';
}

/** Resolves the paths. Throws UserError `file-*` for a path that is not there, `no-report-found` for an empty folder. */
export async function resolveInputs(paths: readonly string[]): Promise<Inputs> {
  const list: Input[] = [];
  let isSingle: Inputs['isSingle'] = paths.length === 1;
  for (const given of paths) {
    if (!(await isFolder(given))) {
      const found = await reportsIn(given, '');
      if (found.length > 1) {
        isSingle &&= 'unless-several';
        list.push(...found.map((report) => ({ ...report, isFound: true })));
      } else list.push({ path: given, name: path.basename(given), isFound: false });
      continue;
    }
    const [first] = await analysisFiles(given);
    if (first !== undefined) {
      list.push({ path: given, name: first, isFound: false });
      continue;
    }
    isSingle = false;
    const found = await searchReports(given);
    if (found.length === 0)
      throw new UserError('no-report-found', { name: path.basename(path.resolve(given)) });
    list.push(...found.map((report) => ({ ...report, isFound: true })));
  }
  list.sort((a, b) => compare(a.path, b.path));
  return { list, isSingle };
}

async function isFolder(given: string): Promise<boolean> {
  try {
    return (await stat((await placeOf(given)).path)).isDirectory();
  } catch (error) {
    throw fileError(error, path.basename(given));
  }
}

/** By code units: the same on every machine, whatever its locale. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
