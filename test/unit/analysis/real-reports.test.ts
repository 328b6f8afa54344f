// SPDX-License-Identifier: MIT
/**
 * Real reports through the real pipeline, held against an independent reading of them (`expected.json` beside
 * the reports): every injection found, with its calls; none invented; harmless dealings silent.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { analyzeInput } from '../../../electron/cli/analyze-input';
import { STEP_NAMES, type AnalysisDocument, type InjectionEdge } from '../../../shared/model/document';
import { breaches } from './contract';

interface ExpectedInjection {
  sourcePid: number;
  targetPid: number;
  verdict: string;
  attack: string;
  calls: { index: number; api: string }[];
}

interface ExpectedReport {
  processes: number;
  calls?: number;
  injection: ExpectedInjection[];
  /** Pairs of pids, or how many there are. */
  benignPairs: [number, number][] | number;
  creation?: [number, number][];
}

const folder =
  process.env['KANSHIKI_REPORTS'] ?? path.resolve(import.meta.dirname, '../../../../shared/reports');
const readingFile = path.join(folder, 'expected.json');
const isThere = existsSync(readingFile);
if (!isThere) console.warn('real reports are not there (KANSHIKI_REPORTS): tests that read them are skipped');
const reading: Record<string, ExpectedReport> = isThere
  ? (JSON.parse(readFileSync(readingFile, 'utf8')) as Record<string, ExpectedReport>)
  : {};

const pairOf = (edge: { sourcePid: number | null; targetPid: number | null }): string =>
  `${edge.sourcePid} -> ${edge.targetPid}`;

function injectionsOf(document: AnalysisDocument): InjectionEdge[] {
  return document.edges.filter((edge) => edge.kind === 'injection');
}

it.runIf(!isThere)('is skipped without real reports', () => expect(reading).toEqual({}));

describe.each(Object.entries(reading))('%s', (file, expected) => {
  let document: AnalysisDocument;
  beforeAll(async () => {
    document = await analyzeInput(
      { path: path.join(folder, file), name: file },
      {},
      { isCancelled: () => false },
    );
  }, 120_000);

  it('keeps the contract of the headless command', () => expect(breaches(document)).toEqual([]));

  it('has as many processes and calls', () => {
    expect(document.processes).toHaveLength(expected.processes);
    if (expected.calls !== undefined) expect(document.report.calls).toBe(expected.calls);
  });

  it('shows the injections of the reading and no others', () => {
    const told = expected.injection.map((edge) => `${pairOf(edge)} ${edge.verdict} ${edge.attack}`);
    const found = injectionsOf(document).map((edge) => `${pairOf(edge)} ${edge.verdict} ${edge.attack}`);
    expect(found.sort()).toEqual(told.sort());
  });

  it('proves each by the calls of the reading, each in one step', () => {
    for (const { calls, ...pair } of expected.injection) {
      const edge = injectionsOf(document).find((one) => pairOf(one) === pairOf(pair))!;
      const places = STEP_NAMES.flatMap((name) =>
        edge.steps[name].map(({ procId, index }) => `${procId}:${index}`),
      );
      expect(new Set(places).size).toBe(places.length);
      const own = new Map(
        STEP_NAMES.flatMap((name) => edge.steps[name]).map((call) => [call.index, call.api]),
      );
      expect(calls.filter(({ index, api }) => own.get(index) !== api)).toEqual([]);
    }
  });

  it('accuses none of the harmless pairs', () => {
    const harmless = Array.isArray(expected.benignPairs) ? expected.benignPairs : [];
    const accused = new Set(injectionsOf(document).map(pairOf));
    expect(harmless.filter(([source, target]) => accused.has(`${source} -> ${target}`))).toEqual([]);
  });

  it('shows who created whom', () => {
    const created = new Set(
      document.edges.filter((edge) => edge.kind === 'creation' && edge.basis === 'call').map(pairOf),
    );
    expect(
      (expected.creation ?? []).filter(([source, target]) => !created.has(`${source} -> ${target}`)),
    ).toEqual([]);
  });
});
