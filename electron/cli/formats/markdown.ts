// SPDX-License-Identifier: MIT
/**
 * The analysis as a Markdown page, for tickets and wikis. Texts of the report are escaped: nothing in them can
 * become markup, a link or HTML.
 * @module
 */
import type { Translate } from '../../../shared/i18n/translate';
import {
  STEP_NAMES,
  type AnalysisDocument,
  type Edge,
  type InjectionEdge,
} from '../../../shared/model/document';
import type { DocumentFormat } from './format';
import { shown } from './shown';

export const markdown: DocumentFormat = {
  extension: '.md',
  one: (document, translate) => [page(document, translate)],
  list: { open: '', between: '\n', close: '', item: (document, translate) => [page(document, translate)] },
};

function page(document: AnalysisDocument, t: Translate): string {
  const { report } = document;
  const label = (key: string): string => t(`cli.text.${key}`);
  const sample = [report.sample?.name, report.sample?.sha256]
    .filter((part) => part != null)
    .map(escaped)
    .join(' ');
  const out = [
    `# ${escaped(report.file)}`,
    '',
    `- ${label('dialect')}: ${report.dialect}${report.version ? ` (${escaped(report.version)})` : ''}`,
    `- ${label('sample')}: ${sample || label('none')}`,
    `- ${label('sha256')}: \`${report.sha256}\``,
    `- ${label('calls')}: ${t('cli.text.counts', { calls: report.calls, processes: document.processes.length })}`,
  ];
  if (!report.complete) out.push(`- ${label('incomplete')}`);
  const injections = document.edges.filter((edge): edge is InjectionEdge => edge.kind === 'injection');
  out.push('', `## ${t('cli.text.injections', { count: injections.length })}`);
  for (const edge of injections) out.push('', ...injection(document, edge, t));
  const creations = document.edges.filter((edge) => edge.kind === 'creation');
  if (creations.length > 0) {
    out.push('', `## ${t('cli.text.creations', { count: creations.length })}`, '');
    out.push(`| ${label('source')} | ${label('target')} | ${label('evidence')} |`, '| --- | --- | --- |');
    for (const edge of creations) {
      const calls = edge.calls
        .map((call) => `${escaped(call.api)} \\#${call.procId}:${call.index}`)
        .join(', ');
      out.push(
        `| ${endOf(document, edge, 'source')} | ${endOf(document, edge, 'target')} | ${calls || edge.basis} |`,
      );
    }
  }
  if (document.fingerprints.length > 0) {
    out.push('', `## ${t('cli.text.fingerprints', { count: document.fingerprints.length })}`, '');
    for (const found of document.fingerprints) {
      const where = `${escaped(found.process ?? '?')} (${found.pid})`;
      out.push(`- ${escaped(found.rule)}: ${escaped(found.artefact ?? '')} - ${where} × ${found.count}`);
    }
  }
  if (document.issues.length > 0) {
    out.push('', `## ${t('cli.text.issues', { count: document.issues.length })}`, '');
    for (const { code, params, offsetBytes, path } of document.issues) {
      out.push(
        `- ${escaped(t(`issues.${code}`, { ...params, offset: offsetBytes ?? 0, path: path ?? '' }))}`,
      );
    }
  }
  return `${out.join('\n')}\n`;
}

function injection(document: AnalysisDocument, edge: InjectionEdge, t: Translate): string[] {
  const out = [
    `### ${endOf(document, edge, 'source')} → ${endOf(document, edge, 'target')}`,
    '',
    `- ${t('cli.text.verdictLabel')}: ${t(`cli.text.verdict.${edge.verdict}`)} (${Math.round(edge.confidence * 100)}%)`,
    `- ${t('cli.text.technique')}: ${edge.technique} (${edge.attack})`,
  ];
  const language = t('cli.text.language') === 'ja' ? 'ja' : 'en';
  for (const reason of edge.why) out.push(`- ${escaped(reason[language])}`);
  const steps = STEP_NAMES.filter((step) => edge.steps[step].length > 0);
  if (steps.length === 0) return out;
  out.push('', `| ${t('cli.text.evidence')} | API |`, '| --- | --- |');
  for (const step of steps) {
    const calls = edge.steps[step].map(({ api, procId, index }) => `${escaped(api)} \\#${procId}:${index}`);
    out.push(`| ${t(`cli.text.step.${step}`)} | ${calls.join(', ')} |`);
  }
  return out;
}

function endOf(document: AnalysisDocument, edge: Edge, end: 'source' | 'target'): string {
  const procId = edge[`${end}ProcId`];
  const name =
    procId === null
      ? document.externals.find(({ id }) => id === edge[end])?.name
      : document.processes.find((process) => process.procId === procId)?.name;
  return `${escaped(name ?? '?')} (${edge[`${end}Pid`] ?? '?'})`;
}

/** The text with everything that Markdown or HTML would read as a sign escaped. */
function escaped(text: string): string {
  return shown(text).replace(/[\\`*_{}[\]()#+\-.!|<>~&:@/]/g, '\\$&');
}
