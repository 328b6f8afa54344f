// SPDX-License-Identifier: MIT
/**
 * The edges as a table (RFC 4180), one row for each call that proves one; an edge without calls has one row.
 * Cells that a spreadsheet would take for a formula are made harmless.
 * @module
 */
import { STEP_NAMES, type AnalysisDocument, type CallRef, type Edge } from '../../../shared/model/document';
import type { DocumentFormat } from './format';

const HEADER = [
  'file',
  'kind',
  'basis',
  'verdict',
  'technique',
  'attack',
  'confidence',
  'source_proc_id',
  'source_pid',
  'source_name',
  'target_proc_id',
  'target_pid',
  'target_name',
  'step',
  'proc_id',
  'index',
  'api',
];

export const csv: DocumentFormat = {
  extension: '.csv',
  one: (document) => [row(HEADER), rows(document)],
  list: { open: row(HEADER), between: '', close: '', item: (document) => [rows(document)] },
};

function rows(document: AnalysisDocument): string {
  return document.edges.flatMap((edge) => edgeRows(document, edge)).join('');
}

function edgeRows(document: AnalysisDocument, edge: Edge): string[] {
  const isInjection = edge.kind === 'injection';
  const about = [
    document.report.file,
    edge.kind,
    edge.basis,
    isInjection ? edge.verdict : '',
    isInjection ? edge.technique : '',
    isInjection ? edge.attack : '',
    isInjection ? edge.confidence : '',
    ...endCells(document, edge, 'source'),
    ...endCells(document, edge, 'target'),
  ];
  const calls: [step: string, call: CallRef][] = isInjection
    ? STEP_NAMES.flatMap((step) => edge.steps[step].map((call): [string, CallRef] => [step, call]))
    : edge.calls.map((call): [string, CallRef] => ['create', call]);
  if (calls.length === 0) return [row([...about, '', '', '', ''])];
  return calls.map(([step, { procId, index, api }]) => row([...about, step, procId, index, api]));
}

function endCells(document: AnalysisDocument, edge: Edge, end: 'source' | 'target'): (string | number)[] {
  const procId = edge[`${end}ProcId`];
  const name =
    procId === null
      ? document.externals.find(({ id }) => id === edge[end])?.name
      : document.processes.find((process) => process.procId === procId)?.name;
  return [procId ?? edge[end] ?? '', edge[`${end}Pid`] ?? '', name ?? ''];
}

function row(cells: readonly (string | number)[]): string {
  return `${cells.map(cell).join(',')}\r\n`;
}

function cell(value: string | number): string {
  if (typeof value === 'number') return String(value);
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
