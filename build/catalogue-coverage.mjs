// SPDX-License-Identifier: MIT
/**
 * Prints how much of real reports the API catalogue knows: `node build/catalogue-coverage.mjs [folder] [--all]`.
 * Reads the JSON reports (plain or gzip) of a folder: the one given, else KANSHIKI_REPORTS, else
 * ../shared/reports. Lists APIs without an entry and arguments that no entry names; `--all` lists every API.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync } from 'node:zlib';
import { rolldown } from 'rolldown';
import { dataPlugin } from './data-plugin.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const options = process.argv.slice(2);
const folder =
  options.find((option) => !option.startsWith('--')) ??
  process.env['KANSHIKI_REPORTS'] ??
  path.join(root, '../shared/reports');

/** @typedef {{ calls: number, dialects: Set<string>, args: Map<string, Set<string>> }} Seen */

async function loadCatalogue() {
  const bundle = await rolldown({
    input: path.join(root, 'shared/analysis/catalogue.ts'),
    plugins: [dataPlugin()],
  });
  const { output } = await bundle.generate({ format: 'esm' });
  await bundle.close();
  return import(`data:text/javascript;charset=utf-8,${encodeURIComponent(output[0].code)}`);
}

/** @param {string} file */
function readReport(file) {
  const bytes = readFileSync(file);
  return JSON.parse((file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8'));
}

/** @param {any} report */
function* callsOf(report) {
  for (const process of report.behavior?.processes ?? []) yield* process.calls ?? [];
  for (const signature of report.signatures ?? []) {
    for (const mark of signature.marks ?? [])
      if (typeof mark?.call === 'object' && mark.call) yield mark.call;
  }
}

/** @param {any} args */
function argNames(args) {
  if (Array.isArray(args)) return args.map((arg) => String(arg?.name));
  return Object.keys(args ?? {});
}

/**
 * @param {Map<string, Seen>} seen
 * @param {string} file
 */
function collect(seen, file) {
  const dialect = path.basename(path.dirname(file));
  for (const call of callsOf(readReport(file))) {
    const api = String(call.api);
    let entry = seen.get(api);
    if (!entry) seen.set(api, (entry = { calls: 0, dialects: new Set(), args: new Map() }));
    entry.calls += 1;
    entry.dialects.add(dialect);
    for (const name of argNames(call.arguments)) {
      const dialects = entry.args.get(name) ?? new Set();
      entry.args.set(name, dialects.add(dialect));
    }
  }
}

const files = existsSync(folder)
  ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.json(\.gz)?$/.test(file) && !file.endsWith('expected.json'))
      .map((file) => path.join(folder, file))
      .sort()
  : [];
if (files.length === 0) {
  console.error(`No reports in ${folder}; name a folder or set KANSHIKI_REPORTS.`);
  process.exit(1);
}

const { apiInfo, normalArgName } = await loadCatalogue();
/** @type {Map<string, Seen>} */
const seen = new Map();
for (const file of files) collect(seen, file);

let calls = 0;
let knownCalls = 0;
let args = 0;
let knownArgs = 0;
/** @type {string[][]} */
const rows = [];
for (const [api, entry] of [...seen].sort(([, a], [, b]) => b.calls - a.calls)) {
  const info = apiInfo(api);
  const known = new Set((info?.args ?? []).map((/** @type {{ name: string }} */ arg) => arg.name));
  const unnamed = [...entry.args.keys()].filter((name) => !known.has(normalArgName(api, name)));
  calls += entry.calls;
  args += entry.args.size;
  knownArgs += entry.args.size - unnamed.length;
  if (info) knownCalls += entry.calls;
  if (!info || unnamed.length > 0 || options.includes('--all')) {
    const category = info ? info.category : '(no entry)';
    rows.push([api, String(entry.calls), [...entry.dialects].join(' '), category, unnamed.join(' ')]);
  }
}

const header = ['API', 'calls', 'seen in', 'category', 'arguments without a name'];
const widths = header.map((title, column) =>
  Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
);
for (const row of [header, ...rows])
  console.log(
    row
      .map((cell, i) => cell.padEnd(widths[i] ?? 0))
      .join('  ')
      .trimEnd(),
  );
const known = [...seen.keys()].filter((api) => apiInfo(api)).length;
console.log(
  `\n${files.length} reports: ${known} of ${seen.size} APIs, ${knownCalls} of ${calls} calls, ` +
    `${knownArgs} of ${args} argument names.`,
);
