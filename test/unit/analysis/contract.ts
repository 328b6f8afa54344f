// SPDX-License-Identifier: MIT
/**
 * What every document of `kanshiki analyze` keeps to, field by field: the shape without a stray key, and what
 * its parts say of each other.
 * @module
 */
import * as v from 'valibot';
import { STEP_NAMES, type AnalysisDocument, type CallRef, type Edge } from '../../../shared/model/document';

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const text = v.pipe(v.string(), v.minLength(1));
const orNull = <T extends v.GenericSchema>(schema: T) => v.nullable(schema);
const external = v.pipe(v.string(), v.regex(/^x\d+$/));
const call = v.strictObject({ procId: count, index: count, api: text });
const calls = v.array(call);
const bothLanguages = v.strictObject({ en: text, ja: text });
const ends = {
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{8,}$/)),
  sourceProcId: orNull(count),
  targetProcId: orNull(count),
  sourcePid: orNull(count),
  targetPid: orNull(count),
  source: v.optional(external),
  target: v.optional(external),
};
const steps = v.strictObject(
  Object.fromEntries(STEP_NAMES.map((name) => [name, calls])) as Record<string, typeof calls>,
);

const documentSchema = v.strictObject({
  schema: v.literal('kanshiki.analysis/1'),
  analyzer: v.pipe(v.string(), v.regex(/^\d+\.\d+\.\d+/)),
  rules: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  report: v.strictObject({
    file: text,
    sha256: v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/)),
    bytes: count,
    dialect: v.picklist([
      'cuckoo-0',
      'cuckoo-1',
      'cuckoo-modified',
      'cuckoo-2',
      'cuckoo-3',
      'cape',
      'vt-cuckoofork',
      'cuckoo-bson',
    ]),
    version: orNull(v.string()),
    sample: orNull(v.strictObject({ name: orNull(v.string()), sha256: orNull(v.string()) })),
    calls: count,
    callsInMarks: count,
    complete: v.boolean(),
  }),
  processes: v.array(
    v.strictObject({
      procId: count,
      pid: count,
      ppid: orNull(count),
      parentProcId: orNull(count),
      nativeId: orNull(count),
      name: orNull(v.string()),
      path: orNull(v.string()),
      commandLine: orNull(v.string()),
      firstSeenMs: orNull(v.pipe(v.number(), v.finite())),
      calls: count,
      tracked: orNull(v.boolean()),
      inSampleTree: v.boolean(),
    }),
  ),
  externals: v.array(v.strictObject({ id: external, pid: orNull(count), name: orNull(v.string()) })),
  edges: v.array(
    v.variant('kind', [
      v.strictObject({ ...ends, kind: v.literal('creation'), basis: v.picklist(['call', 'ppid']), calls }),
      v.strictObject({
        ...ends,
        kind: v.literal('injection'),
        basis: v.picklist(['call', 'signature']),
        verdict: v.picklist(['injection', 'attempt', 'suspicious']),
        technique: v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/)),
        attack: v.pipe(v.string(), v.regex(/^T\d{4}(\.\d{3})?$/)),
        confidence: v.pipe(v.number(), v.minValue(0), v.maxValue(1)),
        steps,
        why: v.array(
          v.strictObject({
            code: text,
            params: v.record(v.string(), v.union([v.string(), v.number()])),
            en: text,
            ja: text,
          }),
        ),
      }),
    ]),
  ),
  fingerprints: v.array(
    v.strictObject({
      rule: text,
      category: text,
      checks: v.array(count),
      exact: v.array(count),
      artefact: orNull(v.string()),
      found: orNull(v.boolean()),
      procId: count,
      pid: count,
      process: orNull(v.string()),
      count,
      strength: v.picklist(['strong', 'weak']),
      calls: v.pipe(calls, v.minLength(1), v.maxLength(100)),
      description: bothLanguages,
      knownSignatures: v.strictObject({ cuckoo: v.array(text), cape: v.array(text) }),
      namedByReport: v.array(text),
      inSampleTree: v.boolean(),
    }),
  ),
  signatures: v.array(
    v.strictObject({
      name: v.string(),
      description: orNull(v.string()),
      severity: orNull(v.number()),
      calls,
    }),
  ),
  issues: v.array(
    v.looseObject({
      code: text,
      message: text,
      offsetBytes: v.optional(orNull(count)),
      path: v.optional(orNull(v.string())),
    }),
  ),
});

/** One line for each breach of the contract; empty for a document that keeps it. */
export function breaches(document: AnalysisDocument): string[] {
  const result = v.safeParse(documentSchema, document);
  const shape = result.issues?.map((issue) => `${v.getDotPath(issue)}: ${issue.message}`) ?? [];
  return [
    ...shape,
    ...processBreaches(document),
    ...document.edges.flatMap((edge) => edgeBreaches(edge, document)),
  ]
    .concat(callBreaches(document))
    .concat(repeated(document.edges.map(({ id }) => id)).map((id) => `two edges are ${id}`));
}

function processBreaches({ processes, externals, report }: AnalysisDocument): string[] {
  const out: string[] = [];
  processes.forEach(({ procId, parentProcId }, at) => {
    if (procId !== at) out.push(`process ${procId} stands at ${at}`);
    if (parentProcId === procId) out.push(`process ${procId} is its own parent`);
    if (parentProcId !== null && !processes[parentProcId]) out.push(`the parent of ${procId} is not listed`);
  });
  externals.forEach(({ id }, at) => {
    if (id !== `x${at}`) out.push(`external ${id} stands at ${at}`);
  });
  const calls = processes.reduce((sum, process) => sum + process.calls, 0);
  if (calls !== report.calls) out.push(`${report.calls} calls, but processes have ${calls}`);
  return out;
}

function edgeBreaches(edge: Edge, { processes, externals }: AnalysisDocument): string[] {
  const out: string[] = [];
  for (const side of ['source', 'target'] as const) {
    const procId = edge[`${side}ProcId`];
    const pid = edge[`${side}Pid`];
    const outside = edge[side];
    if ((procId === null) !== (outside !== undefined))
      out.push(`${side} is neither a process nor an external`);
    const named = procId === null ? externals.find(({ id }) => id === outside) : processes[procId];
    if (!named) out.push(`${side} is not in the document`);
    else if (named.pid !== pid) out.push(`${side} has pid ${named.pid}, not ${pid}`);
  }
  if (edge.sourceProcId !== null && edge.sourceProcId === edge.targetProcId)
    out.push('leads to its own source');
  const evidence = edge.kind === 'creation' ? edge.calls : STEP_NAMES.flatMap((name) => edge.steps[name]);
  if (evidence.length > 0 !== (edge.basis === 'call'))
    out.push(`basis ${edge.basis}, ${evidence.length} calls`);
  out.push(...repeated(evidence.map(placeOf)).map((place) => `call ${place} stands in two steps`));
  const lists = edge.kind === 'creation' ? [edge.calls] : STEP_NAMES.map((name) => edge.steps[name]);
  for (const list of lists)
    if (list.some((call, at) => at > 0 && isBefore(call, list[at - 1]!))) out.push('calls are not in order');
  if (edge.kind === 'injection' && edge.why.length === 0) out.push('gives no reason');
  if (edge.kind === 'injection' && edge.why.some(({ en, ja }) => /undefined|NaN|\{/.test(en + ja)))
    out.push('gives a reason that is not filled in');
  return out.map((breach) => `edge ${edge.id}: ${breach}`);
}

function callBreaches({ edges, fingerprints, signatures, processes, report }: AnalysisDocument): string[] {
  const all = [
    ...edges.flatMap((edge) =>
      edge.kind === 'creation' ? edge.calls : STEP_NAMES.flatMap((name) => edge.steps[name]),
    ),
    ...fingerprints.flatMap(({ calls }) => calls),
    ...signatures.flatMap(({ calls }) => calls),
  ];
  // Calls that stand only in marks bear their own ids.
  const isThere = ({ procId, index }: CallRef): boolean =>
    processes[procId] !== undefined && (index < processes[procId].calls || report.callsInMarks > 0);
  return all.filter((call) => !isThere(call)).map((call) => `call ${placeOf(call)} is not in the report`);
}

function placeOf({ procId, index }: CallRef): string {
  return `${procId}:${index}`;
}

function isBefore(a: CallRef, b: CallRef): boolean {
  return a.procId < b.procId || (a.procId === b.procId && a.index < b.index);
}

function repeated(values: readonly string[]): string[] {
  return values.filter((value, at) => values.indexOf(value) !== at);
}
