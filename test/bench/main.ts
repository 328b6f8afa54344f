// SPDX-License-Identifier: MIT
/**
 * The benchmark: reads its arguments, measures, prints one table; a full run is kept in docs/benchmarks.md.
 * @module
 */
import { mkdir, mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { format, resolveConfig } from 'prettier';
import { ROOT } from '../e2e/harness/places';
import { contestScript } from './baselines';
import { generatedInput, repeatedInputs, type BenchInput } from './inputs';
import { machineFacts } from './machine';
import { measure, type Measured } from './measure';
import { resultsPage } from './results-page';
import { asText, tableOf } from './table';

const HELP = `npm run bench -- [options]
  --full           64 MB, 256 MB, 1 GB and 5 GB, real reports repeated, 5 rounds; kept in docs/benchmarks.md
  --sizes <MB,…>   generated reports of these sizes instead of 256
  --real           also real reports, repeated to 256 MB each (KANSHIKI_REPORTS or ../shared/reports)
  --rounds <n>     runs of each kind, one after another (3)
  --headless       no window: the command line alone, beside the script
  --window         the window alone: neither script nor command line nor floors
  --no-floors      leave out disk, JSON.parse, Python and jq
  --threads        also what each thread of the app took
  --traces <path>  leave traces of the imports in this folder; they slow the imports down
  --save           keep the results in docs/benchmarks.md`;

const FULL_SIZES = [64, 256, 1024, 5120];
const FULL_ROUNDS = 5;
/** Larger ones take minutes each: they are there to show that memory does not grow. */
const ONE_ROUND_ABOVE_MEBIBYTES = 2048;

const say = (line: string): void => void process.stderr.write(`kanshiki: ${line}\n`);

/** Gives the exit code. */
export async function run(argv: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      full: { type: 'boolean', default: false },
      sizes: { type: 'string' },
      real: { type: 'boolean', default: false },
      rounds: { type: 'string' },
      headless: { type: 'boolean', default: false },
      window: { type: 'boolean', default: false },
      'no-floors': { type: 'boolean', default: false },
      threads: { type: 'boolean', default: false },
      traces: { type: 'string' },
      save: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(HELP);
    return 0;
  }
  const rounds = Number(values.rounds ?? (values.full ? FULL_ROUNDS : 3));
  const sizes = values.sizes?.split(',').map(Number) ?? (values.full ? FULL_SIZES : [256]);
  if (![rounds, ...sizes].every((value) => Number.isInteger(value) && value > 0)) {
    console.error(HELP);
    return 2;
  }
  const windowAlone = values.window;
  const traces = values.traces ? path.resolve(values.traces) : null;
  if (traces) await mkdir(traces, { recursive: true });
  if (!windowAlone && contestScript() === null) {
    say("without the contest's script, which is not part of this project: KANSHIKI_BASELINE may name it");
  }
  const inputs = [...sizes.map(generatedInput), ...(values.full || values.real ? repeatedInputs() : [])];
  const machine = machineFacts();
  const temporary = await mkdtemp(path.join(tmpdir(), 'kanshiki-bench-'));
  const removeOnSignal = (): void => {
    void rm(temporary, { recursive: true, force: true }).finally(() => process.exit(130));
  };
  process.once('SIGINT', removeOnSignal).once('SIGTERM', removeOnSignal);
  const all: Measured[] = [];
  try {
    for (const input of inputs) {
      if (!(await fits(input, temporary))) continue;
      const isHuge = input.mebibytes > ONE_ROUND_ABOVE_MEBIBYTES;
      all.push(
        await measure(input, {
          rounds: isHuge ? 1 : rounds,
          withWindow: !values.headless,
          withOthers: !windowAlone,
          withFloors: !values['no-floors'] && !windowAlone,
          withThreads: values.threads,
          traces,
          temporary,
          say,
        }),
      );
    }
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 5 });
    process.off('SIGINT', removeOnSignal).off('SIGTERM', removeOnSignal);
  }
  console.log(asText(tableOf(all, false)));
  if (values.full || values.save) {
    const file = path.join(ROOT, 'docs/benchmarks.md');
    const page = resultsPage({ all, machine, date: new Date(), rounds, argv });
    await writeFile(file, await format(page, { ...(await resolveConfig(file)), filepath: file }));
    say('kept in docs/benchmarks.md');
  }
  return 0;
}

/** Report, database and what the app keeps aside must find room. */
async function fits(input: BenchInput, folder: string): Promise<boolean> {
  const { bavail, bsize } = await statfs(folder);
  const needed = input.mebibytes * 1024 * 1024 * 1.5;
  if (bavail * bsize > needed) return true;
  say(`${input.name}: left out, ${folder} has less than ${Math.ceil(needed / 1e9)} GB left`);
  return false;
}
