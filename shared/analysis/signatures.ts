// SPDX-License-Identifier: MIT
/**
 * The report's own signatures: their marks resolved to calls, and what they state without any.
 * @module
 */
import {
  STEP_NAMES,
  type CallRef,
  type Edge,
  type InjectionEdge,
  type ProcessSummary,
  type ReportSignature,
} from '../model/document';
import { groupBy } from '../util/group-by';
import { hash64 } from '../util/hash64';
import type { SignatureInput } from './analyzer';
import { emptySteps } from './evidence';
import type { EndId } from './join';
import { reasonFor } from './reasons';
import { ends, type PairEnd } from './techniques';

/** Marks kept per signature; a signature of thousands of marks names the first ones. */
const MAX_CALLS = 1000;

/** @param edges our findings, for marks that name two processes in words: they mean what is between those */
export function resolveSignatures(
  inputs: readonly SignatureInput[],
  processes: readonly ProcessSummary[],
  edges: readonly Edge[],
): ReportSignature[] {
  const byPid = groupBy(processes, (process) => process.pid);
  return inputs.map(({ name, description, severity, calls: marks, texts }) => {
    const calls = new Map<string, CallRef>();
    const add = (call: CallRef): void => {
      if (calls.size < MAX_CALLS) calls.set(`${call.procId}:${call.index}`, call);
    };
    for (const { pid, cid, api } of marks) {
      if (pid === null || cid === null || api === null) continue;
      const bearers = byPid.get(pid) ?? [];
      // A pid may have been borne twice: the call id must exist in the process meant.
      const process = bearers.find((bearer) => cid < bearer.calls) ?? bearers[0];
      if (process) add({ procId: process.procId, index: cid, api });
    }
    if (calls.size === 0) for (const text of texts) for (const call of callsBetween(text, edges)) add(call);
    return { name, description, severity, calls: [...calls.values()] };
  });
}

/** Marks in words: `a.exe(12) -> b.exe(34)`, `Process 12 … remote process 34`, `process ID 12 … process ID 34`. */
const PAIR_IN_WORDS =
  /\((\d{1,10})\)\s*->.*\((\d{1,10})\)|\bprocess (?:id )?(\d{1,10})\b.*\bprocess (?:with the process )?(?:id )?(\d{1,10})\b/i;

function callsBetween(text: string, edges: readonly Edge[]): CallRef[] {
  const found = PAIR_IN_WORDS.exec(text.slice(0, 1000));
  if (!found) return [];
  const source = Number(found[1] ?? found[3]);
  const target = Number(found[2] ?? found[4]);
  const between = edges.filter((edge) => edge.sourcePid === source && edge.targetPid === target);
  const injections = between.filter((edge) => edge.kind === 'injection');
  if (injections.length === 0) return between.flatMap((edge) => (edge.kind === 'creation' ? edge.calls : []));
  return injections.flatMap(({ steps }) => STEP_NAMES.flatMap((step) => steps[step]));
}

/** What Cuckoo 3 states of two processes; ordinary creation leaves these signs too. */
const STATED = new Set(['wrote_proc_memory', 'susevent_mapviewofsection']);
/** What it states of the acting process, or of both, that creation does not leave. */
const TELLING = new Set([
  'susevent_setthreadcontext',
  'susevent_queueapcthread',
  'susevent_createremotethread',
]);
const STATED_CONFIDENCE = 0.3;

/**
 * Edges that the report's signatures state between two processes though it logs no calls (Cuckoo 3). Never from
 * a parent to its own child without a sign that creation does not leave.
 */
export function edgesBySignature(
  inputs: readonly SignatureInput[],
  processes: readonly ProcessSummary[],
  endOf: (id: EndId) => PairEnd,
): InjectionEdge[] {
  const byNativeId = new Map(processes.map((process) => [process.nativeId, process]));
  const told = new Map<number, Set<string>>();
  const pairs = new Map<string, { source: ProcessSummary; target: ProcessSummary; names: Set<string> }>();
  for (const { name, stated: relations } of inputs) {
    if (!STATED.has(name) && !TELLING.has(name)) continue;
    for (const relation of relations ?? []) {
      const source = byNativeId.get(relation.source);
      const target = byNativeId.get(relation.target);
      if (!source || source === target) continue;
      if (TELLING.has(name)) told.set(source.procId, (told.get(source.procId) ?? new Set()).add(name));
      if (!target) continue;
      const key = `${source.procId}>${target.procId}`;
      const known = pairs.get(key);
      if (known) known.names.add(name);
      else pairs.set(key, { source, target, names: new Set([name]) });
    }
  }
  return [...pairs.values()].flatMap(({ source, target, names }) => {
    const telling = told.get(source.procId) ?? [];
    if (target.parentProcId === source.procId && [...telling].length === 0) return [];
    const pair = { source: endOf(source.procId), target: endOf(target.procId) };
    return [
      {
        id: hash64(['injection', 'stated', pair.source.id, pair.target.id].join('|')),
        kind: 'injection' as const,
        basis: 'signature' as const,
        verdict: 'suspicious' as const,
        ...ends(pair.source, pair.target),
        technique: 'stated-by-signature',
        attack: 'T1055',
        confidence: STATED_CONFIDENCE,
        steps: emptySteps(),
        why: [...new Set([...names, ...telling])]
          .sort()
          .map((signature) => reasonFor('stated-by-report', pair, null, undefined, { signature })),
      },
    ];
  });
}
