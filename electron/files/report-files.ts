// SPDX-License-Identifier: MIT
/**
 * Which files below a folder or in an archive may be reports. An analysis folder is one report: its
 * `reports/report.json` and its logs. Order depends on nothing but the names.
 * @module
 */
import { open, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { fileFormat, FORMAT_BYTES } from '../../shared/ingest/file-format';
import { readArchive } from './archive';

const REPORT = 'reports/report.json';

/** Names that may be reports; whether they are is seen by looking inside. */
const REPORT_NAME = /\.(json|bson)(\.(gz|zip|zst|xz))?$|\.zip$/i;

/** Of an analysis folder, below it. */
const LOG_NAME = /^logs\/[^/]+\.bson(\.gz)?$/;
/** Of an archive, folders below which an analysis is looked for. */
const MAX_DEPTH = 16;
/** What makes the folder above it an analysis. */
const ANALYSIS_FILE = /^(.*?\/)?(reports\/report\.json(\.gz)?|logs\/[^/]+\.bson(\.gz)?)$/;

export interface FoundReport {
  /** A file, or an analysis folder; see place.ts for those in an archive. */
  path: string;
  /** Relative to the folder that was searched; of an analysis folder the first file of it that is read. */
  name: string;
  /** The archive that holds it together with others. */
  archive?: string;
}

/** What of an archive is read: one file, or all that belongs to an analysis. */
export interface ArchivedReport {
  /** The file, or the analysis' folder (empty at the top). */
  inner: string;
  /** Files of the analysis, relative to its folder, the report first; null where it is none. */
  analysis: string[] | null;
}

/** Files of an analysis folder that are read, the report first; empty where it is none. */
export async function analysisFiles(folder: string): Promise<string[]> {
  const files: string[] = [];
  for (const name of [REPORT, `${REPORT}.gz`]) {
    if (files.length === 0 && (await isFile(path.join(folder, name)))) files.push(name);
  }
  const logs = await readdir(path.join(folder, 'logs')).catch((): string[] => []);
  return [...files, ...logsAmong(logs.map((name) => `logs/${name}`))];
}

/** The reports among an archive's files, sorted by name. Takes no longer for names that are made to take long. */
export function archivedReports(names: readonly string[]): ArchivedReport[] {
  const roots = new Set<string>();
  for (const name of names) {
    const match = ANALYSIS_FILE.exec(name);
    if (match) roots.add(match[1] ?? '');
  }
  const found: ArchivedReport[] = [];
  const analyses = new Map<string, string[]>();
  for (const name of names) {
    const root = foldersOf(name).find((folder) => roots.has(folder));
    if (root !== undefined) {
      const files = analyses.get(root) ?? [];
      files.push(name.slice(root.length));
      analyses.set(root, files);
    } else if (REPORT_NAME.test(name)) found.push({ inner: name, analysis: null });
  }
  for (const [root, files] of analyses) {
    const report = [REPORT, `${REPORT}.gz`].filter((name) => files.includes(name)).slice(0, 1);
    found.push({ inner: root.replace(/\/$/, ''), analysis: [...report, ...logsAmong(files)] });
  }
  return found.sort((a, b) => (a.inner < b.inner ? -1 : a.inner > b.inner ? 1 : 0));
}

/** The folders that a name is below, the outermost first, each with its `/`: what is below an analysis belongs to it. */
function foldersOf(name: string): string[] {
  const folders = [''];
  for (let at = name.indexOf('/'); at >= 0 && folders.length <= MAX_DEPTH; at = name.indexOf('/', at + 1))
    folders.push(name.slice(0, at + 1));
  return folders;
}

/** The reports that a file is: itself, or, of an archive with several, those in it. @param name the file's */
export async function reportsIn(file: string, name: string): Promise<FoundReport[]> {
  const itself = { path: file, name };
  // Trouble is told by whoever opens it.
  const several = await severalInArchive(file).catch(() => []);
  if (several.length < 2) return [itself];
  return several.map(({ inner, analysis }) => ({
    path: `${file}/${inner}`,
    name: [name, inner, ...(analysis?.slice(0, 1) ?? [])].filter((part) => part !== '').join('/'),
    archive: file,
  }));
}

async function severalInArchive(file: string): Promise<ArchivedReport[]> {
  // A pipe would be waited for.
  if (!(await stat(file)).isFile()) return [];
  const handle = await open(file);
  try {
    const head = new Uint8Array(FORMAT_BYTES);
    await handle.read(head, 0, head.length, 0);
    if (fileFormat(head) !== 'zip') return [];
    const { size } = await handle.stat();
    return archivedReports([...(await readArchive(handle, size, file)).files.keys()]);
  } finally {
    await handle.close();
  }
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
    } else if (entry.isFile() && REPORT_NAME.test(entry.name))
      found.push(...(await reportsIn(full, relative)));
  }
  return found;
}

/** Logs are named by pid: by number, then by name, alike on every machine. */
function logsAmong(files: readonly string[]): string[] {
  const pid = (name: string): number => Number.parseInt(path.posix.basename(name), 10);
  return files
    .filter((name) => LOG_NAME.test(name))
    .sort((a, b) => pid(a) - pid(b) || (a < b ? -1 : a > b ? 1 : 0));
}

async function isFile(file: string): Promise<boolean> {
  return stat(file).then(
    (found) => found.isFile(),
    () => false,
  );
}
