// SPDX-License-Identifier: MIT
/**
 * A sheet for the user's own reports: the questions of a problem set, asked about the reports of a case, with
 * what the analyzer found as the key. Where it found nothing there is no key, and the answerer marks. Pure.
 * @module
 */
import {
  STEP_NAMES,
  type AnalysisDocument,
  type InjectionEdge,
  type StepName,
} from '../../shared/model/document';
import type { CallPattern, Pack, PackReport, QuestionKey } from '../../shared/scoring/types';
import { edgeSource, edgeTarget, type ReportModel } from './report-model';

export interface CaseReport {
  sha256: string;
  bytes: number;
  label: string;
  /** null until its document was read. */
  model: ReportModel | null;
}

/** Steps that place code, and those that run it. */
const MEMORY_STEPS: readonly StepName[][] = [['allocate', 'map', 'protect'], ['write']];
const EXECUTE_STEPS: readonly StepName[][] = [['context'], ['execute']];

/** Id of a case's own sheet; it names no bundled pack. */
export const OWN_PACK_ID = 'own-case';

export function casePack(rubric: Pack, reports: readonly CaseReport[]): Pack {
  const slots = rubric.reports.map(({ id }) => id);
  const own = reports.map((report, at) => ({ id: slots[at] ?? `log${at + 1}`, report }));
  return {
    ...rubric,
    id: OWN_PACK_ID,
    notes: [],
    reports: own.map(({ id, report }): PackReport => {
      const { label, sha256, bytes } = report;
      return { id, file: label, label: { ja: label, en: label }, sha256, bytes };
    }),
    key: rubric.questions
      .flatMap((question): QuestionKey[] => {
        if (question.kind === 'essay' || question.kind === 'fingerprint') return [];
        const model = own.find(({ id }) => id === question.reportId)?.report.model;
        const edges = model ? injections(model.document) : [];
        if (!model || edges.length === 0) return [];
        const questionId = question.id;
        if (question.kind === 'processes') return [processesKey(questionId, edges, model)];
        const answers = patterns(edges, question.kind === 'memory-calls' ? MEMORY_STEPS : EXECUTE_STEPS);
        return answers.length > 0 ? [{ kind: question.kind, questionId, answers }] : [];
      })
      .concat(fingerprintKey(rubric)),
  };
}

function injections(document: AnalysisDocument): InjectionEdge[] {
  return document.edges.filter(
    (edge) => edge.kind === 'injection' && edge.verdict === 'injection',
  ) as InjectionEdge[];
}

function processesKey(questionId: string, edges: readonly InjectionEdge[], model: ReportModel): QuestionKey {
  const end = (key: ReturnType<typeof edgeSource>): { pid: number; names: string[] } | null => {
    const node = key === null ? undefined : model.nodes.get(key);
    return node?.pid == null ? null : { pid: node.pid, names: node.name ? [node.name] : [] };
  };
  const pairs = edges.flatMap((edge) => {
    const source = end(edgeSource(edge));
    const target = end(edgeTarget(edge));
    return source && target ? [{ source, target }] : [];
  });
  const seen = new Set<string>();
  const answers = pairs.filter(({ source, target }) => {
    const key = `${source.pid}>${target.pid}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
  const text = answers
    .map(
      ({ source, target }) =>
        `${source.names[0] ?? '?'} (${source.pid}) → ${target.names[0] ?? '?'} (${target.pid})`,
    )
    .join('\n');
  return { kind: 'processes', questionId, answers, model: { ja: text, en: text } };
}

/** What an answer must name for each edge; equal patterns once. */
function patterns(edges: readonly InjectionEdge[], wanted: readonly StepName[][]): CallPattern[] {
  const known = new Map<string, CallPattern>();
  for (const edge of edges) {
    const groups = wanted
      .map((names) => names.flatMap((name) => edge.steps[name]))
      .filter((calls) => calls.length > 0);
    const steps = groups.map((calls) => [...new Set(calls.map(({ api }) => api))]);
    if (steps.length === 0) continue;
    const text = STEP_NAMES.filter((name) => wanted.flat().includes(name) && edge.steps[name].length > 0)
      .map((name) => [...new Set(edge.steps[name].map(({ api }) => api))].join(', '))
      .join(' → ');
    const key = JSON.stringify(steps);
    if (!known.has(key)) {
      known.set(key, { id: edge.id, steps, model: { ja: text, en: text }, calls: groups.flat() });
    }
  }
  return [...known.values()];
}

/** Fingerprinting is open: whatever the log bears out counts, so the key names no finding. */
function fingerprintKey(rubric: Pack): QuestionKey[] {
  const questionIds = rubric.questions.filter(({ kind }) => kind === 'fingerprint').map(({ id }) => id);
  return questionIds.length > 0 ? [{ kind: 'fingerprint', questionIds, findings: [] }] : [];
}
