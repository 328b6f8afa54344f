// SPDX-License-Identifier: MIT
/**
 * The results as one table: a row for each thing measured, a column for each report.
 * @module
 */
import type { Attempt } from './baselines';
import type { Measured } from './measure';
import { least, median, most } from './statistics';
import { METRICS, verdictOf, type Metric } from './targets';

/** Cells by row; the first row is the head. `withSpread` adds least and most of the rounds. */
export function tableOf(all: readonly Measured[], withSpread: boolean): string[][] {
  const rows = [['', ...all.map(({ input }) => input.name), 'gate / goal / stretch']];
  rows.push(['Dialect', ...all.map(({ input }) => input.dialect), '']);
  rows.push(['Size in MB', ...all.map(({ bytes }) => number(bytes / 1e6)), '']);
  rows.push(['Calls', ...all.map(({ calls }) => calls.toLocaleString('en')), '']);
  for (const metric of METRICS) {
    const cells = all.map((measured) => cell(metric, measured, withSpread));
    if (cells.every((text) => text === '–')) continue;
    rows.push([title(metric), ...cells, bounds(metric)]);
  }
  const floors = all.flatMap(({ floors: list }) => list.map(({ name }) => name));
  for (const name of new Set(floors)) {
    const cells = all.map(({ floors: list, bytes }) =>
      floorCell(list.find((floor) => floor.name === name)?.attempt, bytes),
    );
    rows.push([`Floor: ${name}, MB/s`, ...cells, '']);
  }
  return rows;
}

/** For a terminal. */
export function asText(rows: readonly string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => width(row[column]!))));
  const line = (row: string[]): string =>
    row
      .map((text, at) => (at === 0 ? padEnd(text, widths[at]!) : padStart(text, widths[at]!)))
      .join('  ')
      .trimEnd();
  const rule = '-'.repeat(widths.reduce((sum, size) => sum + size + 2, -2));
  return [line(rows[0]!), rule, ...rows.slice(1).map(line)].join('\n');
}

export function asMarkdown(rows: readonly string[][]): string {
  const line = (row: readonly string[]): string =>
    `| ${row.map((text) => text.replaceAll('|', '\\|')).join(' | ')} |`;
  const [head, ...body] = rows;
  return [line(head!), line(head!.map((_, at) => (at === 0 ? '---' : '--:'))), ...body.map(line)].join('\n');
}

function title({ name, unit }: Metric): string {
  return unit === '' || unit === 'x' ? name : `${name}, ${unit}`;
}

function cell(metric: Metric, measured: Measured, withSpread: boolean): string {
  const values = measured.rounds
    .map((round) => metric.of(round, measured))
    .filter((value) => !Number.isNaN(value));
  if (values.length === 0) return '–';
  const middle = median(values);
  const spread = withSpread && values.length > 1 ? ` (${number(least(values))}–${number(most(values))})` : '';
  const verdict = metric.target?.isFor(measured) ? verdictOf(metric, middle) : null;
  return `${number(middle)}${metric.unit === 'x' ? 'x' : ''}${spread}${verdict ? ` ${verdict}` : ''}`;
}

function floorCell(attempt: Attempt | undefined, bytes: number): string {
  if (!attempt) return '–';
  return 'skipped' in attempt ? attempt.skipped : number(bytes / 1000 / attempt.ms);
}

function bounds({ target }: Metric): string {
  return target ? `${target.gate} / ${target.goal} / ${target.stretch}` : '';
}

/** Three digits are more than such measurements are worth. */
function number(value: number): string {
  if (value >= 100 || value === 0) return Math.round(value).toLocaleString('en');
  return value >= 10 ? value.toFixed(1).replace(/\.0$/, '') : value.toFixed(2);
}

const width = (text: string): number => [...text].length;
const padEnd = (text: string, size: number): string => text + ' '.repeat(size - width(text));
const padStart = (text: string, size: number): string => ' '.repeat(size - width(text)) + text;
