// SPDX-License-Identifier: MIT
/**
 * Checks packs and answer sheets that come from files. What passes has the shape of types.ts; what is wrong is
 * named by its JSON path.
 * @module
 */
import * as v from 'valibot';
import { UserError } from '../errors/kinds';
import { packProblems } from './pack-problems';
import type { AnswerSheet, Pack } from './types';

const text = v.object({ ja: v.string(), en: v.string() });
const kind = v.picklist(['processes', 'memory-calls', 'execute-calls', 'fingerprint', 'essay']);
const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const call = v.object({ procId: count, index: count, api: v.string() });
const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/));
/** A pid may stand as a number or as its digits. */
const pid = v.pipe(
  v.union([count, v.pipe(v.string(), v.trim(), v.regex(/^(\d{1,10})?$/)), v.null()]),
  v.transform((value) => (value === null || value === '' ? null : Number(value))),
);
const keyProcess = v.object({ pid: count, names: v.array(v.string()) });

const packSchema = v.object({
  schema: v.literal('kanshiki.pack/1'),
  id: v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,63}$/)),
  version: v.string(),
  title: text,
  summary: text,
  notes: v.array(
    v.object({
      kind: v.picklist(['source', 'inference', 'made-up']),
      reportId: v.nullable(v.string()),
      text,
    }),
  ),
  signatureSnapshot: v.string(),
  rules: v.object({
    deductionPerQuestion: v.pipe(v.number(), v.minValue(0)),
    deductionGroups: v.array(v.string()),
    knownPatternPoints: v.pipe(v.number(), v.minValue(0)),
    capeCountsAsKnown: v.boolean(),
  }),
  reports: v.array(v.object({ id: v.string(), file: v.string(), label: text, sha256, bytes: count })),
  groups: v.array(v.object({ id: v.string(), title: text, prompt: text })),
  questions: v.array(
    v.object({
      id: v.string(),
      group: v.string(),
      kind,
      points: v.pipe(v.number(), v.minValue(0)),
      reportId: v.nullable(v.string()),
      title: text,
      prompt: text,
      criteria: text,
      expectedAnswers: v.pipe(v.number(), v.integer(), v.minValue(1)),
    }),
  ),
  key: v.array(
    v.variant('kind', [
      v.object({
        kind: v.literal('processes'),
        questionId: v.string(),
        answers: v.array(v.object({ source: keyProcess, target: keyProcess })),
        model: text,
      }),
      v.object({
        kind: v.picklist(['memory-calls', 'execute-calls']),
        questionId: v.string(),
        answers: v.array(
          v.object({
            id: v.string(),
            steps: v.array(v.array(v.string())),
            model: text,
            calls: v.array(call),
          }),
        ),
      }),
      v.object({
        kind: v.literal('fingerprint'),
        questionIds: v.array(v.string()),
        findings: v.array(
          v.object({
            id: v.string(),
            behaviour: v.string(),
            rules: v.array(v.string()),
            reportId: v.string(),
            pid: count,
            process: v.string(),
            apis: v.array(v.string()),
            artefacts: v.array(v.string()),
            keywords: v.array(v.string()),
            novelty: v.picklist(['known', 'novel']),
            signatures: v.object({ cuckoo: v.array(v.string()), cape: v.array(v.string()) }),
            title: text,
            outline: text,
            calls: v.array(call),
          }),
        ),
      }),
    ]),
  ),
});

const pins = v.optional(v.array(v.object({ reportSha256: sha256, procId: count, index: count })), []);
const words = v.optional(v.string(), '');
const apis = v.optional(v.array(v.string()), []);

const entry = v.variant('kind', [
  v.object({
    kind: v.literal('processes'),
    sourcePid: pid,
    sourceName: words,
    targetPid: pid,
    targetName: words,
    pins,
  }),
  v.object({ kind: v.literal('calls'), apis, explanation: words, pins }),
  v.object({
    kind: v.literal('fingerprint'),
    outline: words,
    reportId: v.nullable(v.string()),
    pid,
    processName: words,
    apis,
    artefact: words,
    pins,
  }),
  v.object({ kind: v.literal('essay'), text: words }),
]);

const sheetSchema = v.object({
  schema: v.literal('kanshiki.answers/1'),
  packId: v.string(),
  packVersion: v.string(),
  answers: v.array(
    v.object({
      id: v.string(),
      questionId: v.string(),
      author: words,
      editedAtMs: v.optional(v.number(), 0),
      entries: v.array(entry),
      selfMark: v.optional(v.nullable(v.object({ points: v.number(), note: words })), null),
    }),
  ),
});

/**
 * @param name of the file, for the message
 * @throws UserError `pack-invalid` with the path of the first fault
 */
export function parsePack(value: unknown, name: string): Pack {
  const pack: Pack = check(packSchema, value, name, 'pack-invalid');
  const [problem] = packProblems(pack);
  if (problem) throw new UserError('pack-invalid', { name, path: problem.path, reason: problem.reason });
  return pack;
}

/** @throws UserError `answers-invalid` with the path of the first fault */
export function parseAnswerSheet(value: unknown, name: string): AnswerSheet {
  return check(sheetSchema, value, name, 'answers-invalid');
}

function check<T>(schema: v.GenericSchema<unknown, T>, value: unknown, name: string, code: string): T {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  const issue = result.issues[0];
  throw new UserError(code, { name, path: v.getDotPath(issue) ?? '', reason: issue.message });
}
