// SPDX-License-Identifier: MIT
/**
 * Measures one input: contest's script, headless and window one after another in every round, so that what else
 * the machine does meets all of them alike.
 * @module
 */
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { ROOT } from '../e2e/harness/places';
import { importInApp, type AppImport } from './app-import';
import { FLOORS, runContestScript, type Attempt } from './baselines';
import { generatedInput, makeInput, type BenchInput } from './inputs';
import { timed, type TimedRun } from './timed-process';

export interface Round {
  ruby: Attempt;
  headless: Attempt;
  /** null when windows are left out. */
  app: AppImport | null;
}

export interface Measured {
  input: BenchInput;
  bytes: number;
  calls: number;
  rounds: Round[];
  floors: { name: string; attempt: Attempt }[];
}

export interface MeasureOptions {
  rounds: number;
  withWindow: boolean;
  /** Also the contest's script and the command line. */
  withOthers: boolean;
  withFloors: boolean;
  /** Say what each thread of the app took. */
  withThreads: boolean;
  /** Folder for a trace of each import, or null. */
  traces: string | null;
  temporary: string;
  say(line: string): void;
}

/** What is imported beside a report that is open. */
const SECOND: BenchInput = { ...generatedInput(96), name: 'second' };

const LEAST_THREAD_MS = 30;
const LEFT_OUT = { skipped: 'left out' };

export async function measure(input: BenchInput, options: MeasureOptions): Promise<Measured> {
  const { say, temporary } = options;
  say(`${input.name}: writing the report`);
  const made = await makeInput(input, temporary);
  const folder = path.dirname(made.file);
  const second = options.withWindow ? await makeInput(SECOND, temporary) : null;
  const measured: Measured = { input, bytes: made.bytes, calls: made.calls, rounds: [], floors: [] };
  try {
    for (let round = 1; round <= options.rounds; round++) {
      const ruby = options.withOthers ? await runContestScript(made) : LEFT_OUT;
      const headless = options.withOthers ? await analyze(made.file, folder) : LEFT_OUT;
      const app = second
        ? await importInApp({
            file: made.file,
            second: second.file,
            temporary,
            withThreads: options.withThreads,
            traceFile: options.traces && path.join(options.traces, `${path.basename(folder)}-${round}.json`),
          })
        : null;
      if (app && app.calls !== made.calls) throw new Error(`${app.calls} calls stored of ${made.calls}`);
      measured.rounds.push({ ruby, headless, app });
      for (const [thread, ms] of app?.threads ?? []) if (ms >= LEAST_THREAD_MS) say(`${thread}: ${ms} ms`);
      say(`${input.name}: round ${round} of ${options.rounds}: ${inSeconds(ruby, headless, app)}`);
    }
    if (options.withFloors) {
      for (const { name, run } of FLOORS) measured.floors.push({ name, attempt: await run(made) });
    }
  } finally {
    for (const used of [made, ...(second ? [second] : [])])
      await rm(path.dirname(used.file), { recursive: true, force: true });
  }
  return measured;
}

async function analyze(file: string, folder: string): Promise<TimedRun> {
  const out = path.join(folder, 'analysis.out');
  const run = await timed(
    process.execPath,
    [path.join(ROOT, 'out/cli/kanshiki.cjs'), 'analyze', file, '--out', out],
    folder,
  );
  if (run.code !== 0) throw new Error(`analyze ended with code ${run.code}: ${run.complaint}`);
  return run;
}

function inSeconds(ruby: Attempt, headless: Attempt, app: AppImport | null): string {
  const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;
  const of = (attempt: Attempt): string => ('skipped' in attempt ? attempt.skipped : seconds(attempt.ms));
  const window = app ? seconds(app.totalMs) : LEFT_OUT.skipped;
  return `script ${of(ruby)}, headless ${of(headless)}, window ${window}`;
}
