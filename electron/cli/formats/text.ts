// SPDX-License-Identifier: MIT
/**
 * The analysis for a reader at the terminal: the report, its processes as a tree, who injected into whom with
 * the calls that prove it, and what was noteworthy.
 * @module
 */
import type { Translate } from '../../../shared/i18n/translate';
import {
  STEP_NAMES,
  type AnalysisDocument,
  type CallRef,
  type Edge,
  type InjectionEdge,
  type ProcessSummary,
} from '../../../shared/model/document';
import { shown } from './shown';
import type { DocumentFormat } from './format';

/** Calls of one step that are listed; the rest is counted. */
const LISTED_CALLS = 6;

export const text: DocumentFormat = {
  extension: '.txt',
  one: (document, translate) => [lines(document, translate).join('\n'), '\n'],
  list: {
    open: '',
    between: '\n',
    close: '',
    item: (document, translate) => [lines(document, translate).join('\n'), '\n'],
  },
};

function lines(document: AnalysisDocument, t: Translate): string[] {
  const { report } = document;
  const injections = document.edges.filter((edge) => edge.kind === 'injection');
  const fact = (key: string, value: string): string => `  ${t(`cli.text.${key}`)}: ${value}`;
  const out = [
    shown(report.file),
    fact('dialect', `${report.dialect}${report.version ? ` (${shown(report.version)})` : ''}`),
    fact('sample', sampleOf(document, t)),
    fact('sha256', report.sha256),
    fact('calls', t('cli.text.counts', { calls: report.calls, processes: document.processes.length })),
  ];
  if (!report.complete) out.push(`  ${t('cli.text.incomplete')}`);
  if (document.processes.length > 0) out.push('', t('cli.text.processes'), ...processTree(document, t));
  out.push('', t('cli.text.injections', { count: injections.length }));
  for (const edge of injections) out.push(...injectionLines(document, edge, t));
  if (document.fingerprints.length > 0) {
    out.push('', t('cli.text.fingerprints', { count: document.fingerprints.length }));
    for (const found of document.fingerprints) {
      const where = `${shown(found.process ?? '?')} (${found.pid})`;
      out.push(
        `  [${found.category}] ${found.rule}: ${shown(found.artefact ?? '')} - ${where} x${found.count}`,
      );
    }
  }
  if (document.issues.length > 0) {
    out.push('', t('cli.text.issues', { count: document.issues.length }));
    for (const issue of document.issues) {
      out.push(
        `  ${t(`issues.${issue.code}`, { ...issue.params, offset: issue.offsetBytes ?? 0, path: shown(issue.path ?? '') })}`,
      );
    }
  }
  return out;
}

function sampleOf({ report }: AnalysisDocument, t: Translate): string {
  if (!report.sample) return t('cli.text.none');
  return [report.sample.name, report.sample.sha256]
    .filter((part) => part !== null)
    .map(shown)
    .join('  ');
}

/** Processes under those that created or launched them. */
function processTree(document: AnalysisDocument, t: Translate): string[] {
  const children = new Map<number | null, ProcessSummary[]>();
  for (const process of document.processes) {
    const parent = process.parentProcId === process.procId ? null : process.parentProcId;
    children.set(parent, [...(children.get(parent) ?? []), process]);
  }
  const out: string[] = [];
  const seen = new Set<number>();
  const add = (process: ProcessSummary, depth: number): void => {
    if (seen.has(process.procId)) return;
    seen.add(process.procId);
    const calls = t('cli.text.processCalls', { count: process.calls });
    out.push(`  ${'  '.repeat(Math.min(depth, 40))}${nameOf(process)}  ${calls}`);
    for (const child of children.get(process.procId) ?? []) add(child, depth + 1);
  };
  for (const root of children.get(null) ?? []) add(root, 0);
  // Parents that form a ring have no root: they are listed all the same.
  for (const process of document.processes) add(process, 0);
  return out;
}

function nameOf(process: ProcessSummary): string {
  return `${shown(process.name ?? process.path ?? '?')} (${process.pid})`;
}

function endOf(document: AnalysisDocument, edge: Edge, end: 'source' | 'target'): string {
  const procId = edge[`${end}ProcId`];
  const process = procId === null ? undefined : document.processes.find((one) => one.procId === procId);
  if (process) return nameOf(process);
  const external = document.externals.find((one) => one.id === edge[end]);
  return `${shown(external?.name ?? '?')} (${edge[`${end}Pid`] ?? '?'})`;
}

function injectionLines(document: AnalysisDocument, edge: InjectionEdge, t: Translate): string[] {
  const ends = `${endOf(document, edge, 'source')} -> ${endOf(document, edge, 'target')}`;
  const verdict = t(`cli.text.verdict.${edge.verdict}`);
  const out = [
    `  ${ends}  ${verdict}  ${edge.technique} ${edge.attack} ${Math.round(edge.confidence * 100)}%`,
  ];
  for (const step of STEP_NAMES) {
    if (edge.steps[step].length > 0)
      out.push(`    ${t(`cli.text.step.${step}`)}: ${callList(edge.steps[step], t)}`);
  }
  const language = t('cli.text.language') === 'ja' ? 'ja' : 'en';
  for (const reason of edge.why) out.push(`    - ${reason[language]}`);
  return out;
}

function callList(calls: readonly CallRef[], t: Translate): string {
  const listed = calls
    .slice(0, LISTED_CALLS)
    .map(({ api, procId, index }) => `${shown(api)} #${procId}:${index}`);
  if (calls.length > LISTED_CALLS) listed.push(t('cli.text.more', { count: calls.length - LISTED_CALLS }));
  return listed.join(', ');
}
