// SPDX-License-Identifier: MIT
/**
 * The coverage table of docs/fingerprinting.md, from the rules and the classes of the known checks:
 * `node build/docs/fingerprint-table.mjs` writes it anew; a test holds the page to it.
 * @module
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { readData } from '../data-plugin.mjs';

const page = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../../docs/fingerprinting.md');
const BEGIN = '<!-- coverage: begin -->';
const END = '<!-- coverage: end -->';
/** How an exact row is proven, in the table's words. */
const PROOF = { call: 'call', name: 'name', value: 'value', order: 'order' };
/** @type {Record<string, string>} */
const CLASS = { group: 'in a group', none: 'in no log' };

/** @typedef {{ row: number, check: string, peers: string, class: string, by?: string, reason?: string }} Row */
/** @typedef {{ peers: Record<string, string>, rows: Row[] }} Coverage */

/** @returns {Coverage} */
export function readCoverage() {
  return /** @type {Coverage} */ (readData('coverage')[0]?.data);
}

/**
 * Rules by row: those that prove it first, then those that can mean it. Rows stand in a rule and in its entries.
 *
 * @returns {Map<number, { exact: string[], possible: string[] }>}
 */
export function rulesByRow() {
  /** @type {Map<number, { exact: string[], possible: string[] }>} */
  const rows = new Map();
  for (const { data } of readData('fingerprints')) {
    const id = String(/** @type {{ id: unknown }} */ (data).id);
    const found = { exact: new Set(), checks: new Set() };
    collect(data, found);
    for (const row of [...found.exact, ...found.checks]) {
      const of = rows.get(row) ?? { exact: [], possible: [] };
      rows.set(row, of);
      const side = found.exact.has(row) ? of.exact : of.possible;
      if (!side.includes(id)) side.push(id);
    }
  }
  return rows;
}

/** @param {unknown} node @param {{ exact: Set<number>, checks: Set<number> }} found */
function collect(node, found) {
  if (typeof node !== 'object' || node === null) return;
  for (const [name, value] of Object.entries(node)) {
    if ((name === 'exact' || name === 'checks') && Array.isArray(value))
      for (const row of value) found[name].add(row);
    else collect(value, found);
  }
}

/** The text between the marks: totals, then one line for each row. */
export function coverageTable() {
  const { peers, rows } = readCoverage();
  const letters = Object.keys(peers);
  const byRow = rulesByRow();
  const classes = ['exact', 'group', 'none'].map((name) => rows.filter((row) => row.class === name).length);
  const out = [
    '|   | rows |',
    '| - | ---: |',
    `| Kanshiki, proven | ${classes[0]} |`,
    `| Kanshiki, within a group | ${classes[1]} |`,
    `| in no monitor's log | ${classes[2]} |`,
    ...letters.map(
      (letter) => `| ${peers[letter]} | ${rows.filter((row) => row.peers.includes(letter)).length} |`,
    ),
    '',
    'Proven by: the `call` itself, a `name` or path, a `value`, the `order` and number of calls. Rules in brackets can mean the row among others.',
    '',
    `| # | check | ${letters.join(' | ')} | Kanshiki | rules |`,
    `| -: | - | ${letters.map(() => ':-:').join(' | ')} | - | - |`,
  ];
  for (const row of rows) {
    const rules = byRow.get(row.row) ?? { exact: [], possible: [] };
    const marks = letters.map((letter) => (row.peers.includes(letter) ? '✓' : ''));
    const names = [...rules.exact.map((id) => `\`${id}\``), ...rules.possible.map((id) => `(\`${id}\`)`)];
    const proof =
      row.class === 'exact' ? PROOF[/** @type {keyof typeof PROOF} */ (row.by)] : CLASS[row.class];
    out.push(`| ${row.row} | ${cell(row.check)} | ${marks.join(' | ')} | ${proof} | ${names.join(', ')} |`);
  }
  return [...out, '', ...reasons(rows), '', ...beyond()].join('\n');
}

/** Why rows are not proven: one line a reason. @param {Row[]} rows */
function reasons(rows) {
  /** @type {Map<string, number[]>} */
  const byReason = new Map();
  for (const { row, reason } of rows)
    if (reason !== undefined) byReason.set(reason, [...(byReason.get(reason) ?? []), row]);
  return [...byReason].map(([reason, numbers]) => `- ${numbers.join(', ')}: ${cell(reason)}`);
}

/** Rules that are about none of the rows, by category. */
function beyond() {
  /** @type {Map<string, string[]>} */
  const byCategory = new Map();
  for (const { data } of readData('fingerprints')) {
    if (rowsOf(data).size > 0) continue;
    const { id, category, title } = /** @type {{ id: string, category: string, title: { en: string } }} */ (
      data
    );
    byCategory.set(category, [...(byCategory.get(category) ?? []), `${cell(title.en)} (\`${id}\`)`]);
  }
  return [
    `Beyond the list, ${[...byCategory.values()].flat().length} rules:`,
    '',
    ...[...byCategory].map(([category, rules]) => `- ${category}: ${rules.join(', ')}`),
  ];
}

/** @param {unknown} data */
function rowsOf(data) {
  const found = { exact: new Set(), checks: new Set() };
  collect(data, found);
  return new Set([...found.exact, ...found.checks]);
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll('\\', '\\\\').replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('_', '\\_');
}

/** The page with its table renewed. @param {string} text */
export function withTable(text) {
  const begin = text.indexOf(BEGIN);
  const end = text.indexOf(END);
  if (begin < 0 || end < begin) throw new Error(`docs/fingerprinting.md lacks ${BEGIN} … ${END}`);
  return `${text.slice(0, begin + BEGIN.length)}\n\n${coverageTable()}\n\n${text.slice(end)}`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { format, resolveConfig } = await import('prettier');
  const text = withTable(readFileSync(page, 'utf8'));
  writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: 'markdown' }));
}
