// SPDX-License-Identifier: MIT
/**
 * Calls and edges as plain text, for notes and chats: the same facts in the same order as on the screen.
 * @module
 */
import type { CallDetails } from '../../db/contract';
import { STEP_NAMES, type Edge } from '../../../shared/model/document';
import { formatTimestamp } from '../../i18n/format';
import { pick, relative, t, translate } from '../../i18n/i18n.svelte';
import { argWords, resultWords, type ArgWords } from '../../model/arg-words';
import { tagsOf } from '../../model/marks';
import { fullTitle, nameOf } from '../../stores/names.svelte';
import { callKey, edgeSource, edgeTarget, type ReportModel } from '../../model/report-model';
import { edgeTitle } from '../../stores/techniques.svelte';

function wordsOf(said: NonNullable<ArgWords>, model: ReportModel): string {
  if ('text' in said) return said.text;
  return said.pid ? nameOf(model.nodes.get(said.process)) : fullTitle(model, said.process);
}

/** One call on one line: place, time, thread, tags, API, arguments, return value. */
export function callText(call: CallDetails, model: ReportModel): string {
  const args = call.args.map((arg) => {
    const said = argWords(call, arg, model, translate());
    const words = said === null ? '' : wordsOf(said, model);
    return `${arg.name}=${arg.text}${words ? ` (${words})` : ''}`;
  });
  const status = call.ok === null ? '' : call.ok ? t('ui-calls.ok') : t('ui-calls.fail');
  return [
    `#${call.index}`,
    formatTimestamp(call.timeMs),
    relative(call.timeMs, model.originMs),
    fullTitle(model, call.procId),
    `tid ${call.tid}`,
    ...tagsOf(call.marks).map((tag) => `[${tag}]`),
    `${call.api}(${args.join(', ')})`,
    `=> ${call.returnValue || '-'}`,
    resultWords(call) ?? '',
    status,
  ]
    .filter(Boolean)
    .join(' ');
}

/** An edge with its reasons and its evidence, step by step. */
export function edgeText(edge: Edge, details: ReadonlyMap<string, CallDetails>, model: ReportModel): string {
  const ends = t('ui-graph.fromTo', {
    source: fullTitle(model, edgeSource(edge)),
    target: fullTitle(model, edgeTarget(edge)),
  });
  const line = (ref: { procId: number; index: number; api: string }): string => {
    const call = details.get(callKey(ref.procId, ref.index));
    return `  ${call ? callText(call, model) : `#${ref.index} ${ref.api}`}`;
  };
  const { report } = model.document;
  const lines = [`${report.file}  sha256 ${report.sha256}`, ends];
  if (edge.kind === 'creation') {
    return [...lines, edgeTitle(edge), ...edge.calls.map(line)].join('\n');
  }
  lines.push(
    [
      t(`ui-graph.look.${edge.verdict}`),
      edgeTitle(edge),
      edge.attack,
      t('ui-graph.confidence', { percent: Math.round(edge.confidence * 100) }),
    ].join('  '),
    ...edge.why.map((reason) => `- ${pick(reason)}`),
  );
  for (const step of STEP_NAMES) {
    if (edge.steps[step].length > 0)
      lines.push(`${t(`ui-evidence.step.${step}`)}:`, ...edge.steps[step].map(line));
  }
  return lines.join('\n');
}
