// SPDX-License-Identifier: MIT
/**
 * Several reports at once: worker threads of this same program, each taking one input after another. Results
 * come back in the order of the inputs, so that what is printed does not depend on who was faster.
 * @module
 */
import { parentPort, type Worker } from 'node:worker_threads';
import type { AnalyzerOptions } from '../../shared/analysis/create-analyzer';
import { CancelledError, fromErrorData, toErrorData, type ErrorData } from '../../shared/errors/kinds';
import type { AnalysisDocument } from '../../shared/model/document';
import type { RuleFile } from '../../shared/rules/rule-file';
import { analyzeInput } from './analyze-input';
import type { Input } from './inputs';
import { analyzerFor } from './load-rules';
import { startJobs } from './thread';

/** What holds for all inputs of a run. */
export interface JobSettings {
  /** The user's own, as text. */
  rules: readonly RuleFile[];
  password: string | null;
}

interface Job extends JobSettings {
  input: Pick<Input, 'path' | 'name'>;
}

type Answer = { document: AnalysisDocument } | { error: ErrorData };

const WATCH_EVERY_MS = 50;

export type JobResult = { document: AnalysisDocument } | { error: unknown };

/** Serves jobs; the main function of a worker thread. */
export function serveJobs(): void {
  const port = parentPort!;
  // All jobs of a thread come with the same rules.
  let analyzer: AnalyzerOptions | null = null;
  port.on('message', ({ input, rules, password }: Job) => {
    const control = { isCancelled: () => false, ...(password === null ? {} : { password }) };
    analyzer ??= analyzerFor(rules);
    analyzeInput(input, analyzer, control).then(
      (document) => port.postMessage({ document } satisfies Answer),
      (error: unknown) => port.postMessage({ error: toErrorData(error) } satisfies Answer),
    );
  });
}

/** Analyses inputs with `jobs` threads; gives the results in their order. Ending the loop ends the threads. */
export async function* runJobs(
  inputs: readonly Input[],
  settings: JobSettings,
  jobs: number,
  interrupted: () => boolean,
): AsyncGenerator<JobResult> {
  const results: (Promise<JobResult> | undefined)[] = [];
  let next = 0;
  const workers: Worker[] = [];
  const settle: ((result: JobResult) => void)[] = [];
  inputs.forEach((_, at) => (results[at] = new Promise((resolve) => (settle[at] = resolve))));
  const give = (worker: Worker): void => {
    const at = next++;
    if (at >= inputs.length) {
      void worker.terminate();
      return;
    }
    const { path, name } = inputs[at]!;
    const onAnswer = (answer: Answer): void => {
      worker.off('error', onError);
      settle[at]!('error' in answer ? { error: fromErrorData(answer.error) } : answer);
      give(worker);
    };
    const onError = (error: unknown): void => {
      worker.off('message', onAnswer);
      settle[at]!({ error });
      give(start());
    };
    worker.once('message', onAnswer);
    worker.once('error', onError);
    worker.postMessage({ input: { path, name }, ...settings } satisfies Job);
  };
  const start = (): Worker => {
    const worker = startJobs();
    workers.push(worker);
    return worker;
  };
  for (let job = 0; job < Math.min(jobs, inputs.length); job++) give(start());
  let watch: NodeJS.Timeout | undefined;
  const interruption = new Promise<JobResult>((resolve) => {
    watch = setInterval(() => {
      if (interrupted()) resolve({ error: new CancelledError() });
    }, WATCH_EVERY_MS);
  });
  try {
    for (let at = 0; at < inputs.length; at++) {
      yield await Promise.race([results[at]!, interruption]);
      results[at] = undefined;
    }
  } finally {
    clearInterval(watch);
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}
