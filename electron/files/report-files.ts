// SPDX-License-Identifier: MIT
/**
 * Which files below a folder may be reports. An analysis folder is one report: its `reports/report.json` and
 * its logs. Order depends on nothing but the names on disk.
 * @module
 */
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';

const REPORT = 'reports/report.json';

/** Names that may be reports; whether they are is seen by looking inside. */
const REPORT_NAME = /\.(json|bson)(\.(gz|zip|zst|xz))?$|\.zip$/i;

export interface FoundReport {
  /** A file, or an analysis folder. */
  path: string;
  /** Relative to the folder that was searched; of an analysis folder the first file of it that is read. */
  name: string;
}

/** Files of an analysis folder that are read, the report first; empty where it is none. */
export async function analysisFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const name of [REPORT, `${REPORT}.gz`]) {
    if (files.length === 0 && (await isFile(path.join(folder, name)))) files.push(name);
  }
  const logs = await readdir(path.join(folder, 'logs')).catch((): string[] => []);
  const named = logs.filter((name) => /\.bson(\.gz)?$/.test(name)).sort(byNumber);
  return [...files, ...named.map((name) => `logs/${name}`)];
}

/** Everything below a plain folder that may be a report, sorted by path. */
export async function searchReports(folder: string): Promise<FoundReport[]> {
  const found = await search(folder, '');
  return found.sort((a, b) => (a.path < b.path ? -1 : a.path > b.path ? 1 : 0));
}

async function search(root: string, below: string): Promise<FoundReport[]> {
  const found: FoundReport[] = [];
  for (const entry of await readdir(path.join(root, below), { withFileTypes: true })) {
    const relative = below === '' ? entry.name : `${below}/${entry.name}`;
    const full = path.join(root, relative);
    if (entry.isDirectory()) {
      const [first] = await analysisFiles(full);
      if (first !== undefined) found.push({ path: full, name: `${relative}/${first}` });
      else found.push(...(await search(root, relative)));
    } else if (entry.isFile() && REPORT_NAME.test(entry.name)) found.push({ path: full, name: relative });
  }
  return found;
}

/** Logs are named by pid: by number, then by name, alike on every machine. */
function byNumber(a: string, b: string): number {
  return Number.parseInt(a, 10) - Number.parseInt(b, 10) || (a < b ? -1 : a > b ? 1 : 0);
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
