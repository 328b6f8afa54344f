// SPDX-License-Identifier: MIT
/**
 * Makes the practice packs of `shared/data/packs/<id>/` (pack.yaml and logs/*.yaml) into folders that the
 * program opens: pack.json and one report.json a log, each in a folder of its own. Needs nothing but the
 * sources; the same sources give the same bytes.
 *
 * `node build/generate-packs.mjs [OUT]`; OUT is `out/packs` when left out.
 * @module
 */
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parse } from 'yaml';
import { resolveKey } from './packs/key.mjs';
import { pythonJson } from './packs/python-json.mjs';
import { buildReport } from './packs/report.mjs';

const buildRoot = path.dirname(fileURLToPath(import.meta.url));
const sourceRoot = path.resolve(buildRoot, '../shared/data/packs');

/** @param {string} file */
const readYaml = (file) => parse(readFileSync(file, 'utf8'), { merge: true });

/**
 * The files of one pack, in memory: relative path to text.
 * @param {string} id name of its folder
 * @returns {Map<string, string>}
 */
export function generatePack(id) {
  const words = readYaml(path.join(buildRoot, 'packs/vocabulary.yaml'));
  const source = readYaml(path.join(sourceRoot, id, 'pack.yaml'));
  /** @type {Map<string, string>} */
  const files = new Map();
  /** @type {import('./packs/key.mjs').Reports} */
  const built = new Map();
  const reports = source.reports.map((/** @type {any} */ report) => {
    const log = readYaml(path.join(sourceRoot, id, 'logs', `${report.id}.yaml`));
    const result = buildReport(log, words);
    built.set(report.id, result);
    const text = pythonJson(result.report, log.indent ?? 4);
    const file = `${report.id}/report.json`;
    files.set(file, text);
    return {
      id: report.id,
      file,
      label: report.label,
      sha256: createHash('sha256').update(text).digest('hex'),
      bytes: Buffer.byteLength(text),
    };
  });
  const reportOfQuestion = new Map(
    source.questions.map((/** @type {any} */ question) => [question.id, question.reportId]),
  );
  const pack = { ...source, reports, key: resolveKey(source.key, built, reportOfQuestion) };
  files.set('pack.json', `${JSON.stringify(pack, null, 1)}\n`);
  return files;
}

/** Ids of all packs whose sources are there. */
export function packIds() {
  return readdirSync(sourceRoot, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const out = path.resolve(process.argv[2] ?? path.join(buildRoot, '../out/packs'));
  for (const id of packIds()) {
    for (const [file, text] of generatePack(id)) {
      const target = path.join(out, id, file);
      mkdirSync(path.dirname(target), { recursive: true });
      writeFileSync(target, text);
    }
  }
  // A plain browser cannot list folders.
  const packs = packIds().map((id) => ({ id, folder: id }));
  writeFileSync(path.join(out, 'index.json'), `${JSON.stringify({ packs }, null, 1)}\n`);
}
