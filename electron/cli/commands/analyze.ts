// SPDX-License-Identifier: MIT
/**
 * `kanshiki analyze PATH…`: reports in, documents out.
 * @module
 */
import { Option, type Command } from 'commander';
import { stat } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { AnalyzerOptions } from '../../../shared/analysis/create-analyzer';
import { CancelledError, UserError } from '../../../shared/errors/kinds';
import { createTranslator, type Language } from '../../../shared/i18n/translate';
import { isLoss } from '../../../shared/ingest/issues';
import type { AnalysisDocument } from '../../../shared/model/document';
import type { RuleFile } from '../../../shared/rules/rule-file';
import { openSource } from '../../ingest/open-source';
import { analyzeAlone } from '../analyze-input';
import { EXIT, exitCodeOf, reportError } from '../failure';
import { FORMATS, type FormatName } from '../formats/all';
import type { DocumentFormat } from '../formats/format';
import { resolveInputs, type Input } from '../inputs';
import { untilInterrupted } from '../interrupt';
import { runJobs, type JobResult } from '../job-pool';
import { analyzerFor, readRules } from '../load-rules';
import { mwsCsv } from '../mws-csv';
import { fileOutput, isExistingFolder, standardOutput, type Output } from '../output';
import { ProgressLine } from '../progress-line';

interface AnalyzeOptions {
  format: FormatName | 'mws-csv';
  out?: string;
  jobs?: number;
  lang: Language;
  rules?: string;
  password?: string;
  verbose?: boolean;
}

const MAX_JOBS = 64;
/** Without `--jobs`: more threads than this rarely help, and each takes memory. */
const DEFAULT_JOBS = 4;

export function addAnalyze(program: Command): void {
  program
    .command('analyze')
    .description('analyse reports, analysis folders, or folders of reports')
    .argument(
      '<path...>',
      'report (plain, .gz, .zip, .zst, .xz), monitor log (.bson), analysis folder, or folder to search',
    )
    .addOption(
      new Option('--format <format>', 'what to print')
        .choices([...Object.keys(FORMATS), 'mws-csv'])
        .default('json'),
    )
    .option('--out <path>', 'file to write, or a folder for one file an input')
    .addOption(new Option('--jobs <n>', 'reports to analyse at once').argParser(jobsOf))
    .addOption(new Option('--lang <language>', 'language of texts').choices(['ja', 'en']).default('en'))
    .option('--password <text>', 'password of encrypted archives')
    .option('--rules <folder>', 'folder of rules of your own, for techniques and fingerprinting')
    .action(async (paths: string[], _options: unknown, command: Command) => {
      const options = command.optsWithGlobals<AnalyzeOptions>();
      process.exitCode = await untilInterrupted((interrupted) => analyze(paths, options, interrupted));
    });
}

function jobsOf(value: string): number {
  const jobs = Number(value);
  if (!Number.isInteger(jobs) || jobs < 1 || jobs > MAX_JOBS)
    throw new UserError('usage', { option: '--jobs', value });
  return jobs;
}

async function analyze(
  paths: readonly string[],
  options: AnalyzeOptions,
  interrupted: () => boolean,
): Promise<number> {
  const { list: inputs, isSingle } = await resolveInputs(paths);
  const { format } = options;
  if (format === 'mws-csv') {
    if (isSingle !== true) throw new UserError('one-input-only', { format });
    return writeMwsCsv(inputs[0]!, options, interrupted);
  }
  const rules = options.rules === undefined ? [] : await readRules(options.rules);
  const results = resultsOf(inputs, rules, options, interrupted);
  const into = options.out !== undefined && (await isExistingFolder(options.out)) ? options.out : null;
  const output = options.out === undefined || into !== null ? standardOutput() : fileOutput(options.out);
  const print =
    into === null
      ? printerTo(output, isSingle !== false, FORMATS[format], options.lang)
      : printerInto(into, FORMATS[format], options.lang);
  let exit: number = EXIT.done;
  let documents = 0;
  let failures = 0;
  try {
    let at = 0;
    for await (const result of results) {
      const input = inputs[at++]!;
      if ('document' in result) {
        documents++;
        await print.document(result.document);
        if (!result.document.report.complete || result.document.issues.some(isLoss))
          exit = worse(exit, EXIT.damaged);
      } else if (!isPassedBy(input, result.error)) {
        if (result.error instanceof CancelledError) throw result.error;
        failures++;
        reportError(result.error, options.verbose === true, options.lang);
        exit = worse(exit, exitCodeOf(result.error));
      }
    }
    if (documents === 0 && exit === EXIT.done) {
      throw new UserError('no-report-found', { name: path.basename(path.resolve(paths[0]!)) });
    }
    if (documents > 0 || !isSingle) await print.end(isSingle !== false && documents + failures === 1);
  } catch (error) {
    await output.abandon();
    throw error;
  }
  return exit;
}

async function writeMwsCsv(
  input: Input,
  { out, password }: AnalyzeOptions,
  interrupted: () => boolean,
): Promise<number> {
  const output = out === undefined ? standardOutput() : fileOutput(out);
  const source = await openSource(input.path, password === undefined ? {} : { password });
  try {
    const pieces = mwsCsv(source, input.name);
    for (;;) {
      const { value, done } = await pieces.next();
      if (done) {
        await output.close();
        return value ? EXIT.done : EXIT.damaged;
      }
      if (interrupted()) throw new CancelledError();
      await output.write(value);
    }
  } catch (error) {
    await output.abandon();
    throw error;
  } finally {
    await source.close();
  }
}

/** Bugs outweigh unreadable inputs, and these damaged ones. */
function worse(a: number, b: number): number {
  const order: number[] = [EXIT.bug, EXIT.unreadable, EXIT.damaged, EXIT.done];
  return order.indexOf(a) <= order.indexOf(b) ? a : b;
}

/** Files met while searching a folder that are simply something else. */
function isPassedBy(input: Input, error: unknown): boolean {
  return (
    input.isFound &&
    error instanceof UserError &&
    ['not-json', 'not-a-report', 'file-empty'].includes(error.code)
  );
}

/** Less, packed or not, is read about as soon as other threads have started. */
const SEVERAL_THREADS_BYTES = 4 << 20;

async function isMuch(inputs: readonly Input[]): Promise<boolean> {
  let bytes = 0;
  for (const { path: file } of inputs) {
    const found = await stat(file).catch(() => null);
    // An analysis folder, or a report in an archive: of a size that is not known yet.
    if (!found?.isFile()) return true;
    bytes += found.size;
    if (bytes >= SEVERAL_THREADS_BYTES) return true;
  }
  return false;
}

async function* resultsOf(
  inputs: readonly Input[],
  rules: readonly RuleFile[],
  { jobs: givenJobs, password }: AnalyzeOptions,
  interrupted: () => boolean,
): AsyncGenerator<JobResult> {
  const jobs = givenJobs ?? Math.min(DEFAULT_JOBS, availableParallelism());
  if (jobs === 1 || inputs.length === 1 || (givenJobs === undefined && !(await isMuch(inputs)))) {
    const line = new ProgressLine();
    let options: AnalyzerOptions | null = null;
    const analyzer = (): AnalyzerOptions => (options ??= analyzerFor(rules));
    for (const input of inputs) {
      const control = {
        ...(password === undefined ? {} : { password }),
        isCancelled: interrupted,
        onProgress: (progress: Parameters<ProgressLine['show']>[1]) => line.show(input.name, progress),
      };
      yield await analyzeAlone(input, analyzer, control)
        .then(
          (document): JobResult => ({ document }),
          (error: unknown): JobResult => ({ error }),
        )
        .finally(() => line.clear());
    }
    return;
  }
  for await (const result of runJobs(inputs, { rules, password: password ?? null }, jobs, interrupted))
    yield result;
}

interface Printer {
  document(document: AnalysisDocument): Promise<void>;
  /** @param isSingle exactly one report was given, and it was printed */
  end(isSingle: boolean): Promise<void>;
}

/** @param maybeSingle the first document waits until it is known whether it is the only one */
function printerTo(
  output: Output,
  maybeSingle: boolean,
  format: DocumentFormat,
  language: Language,
): Printer {
  const translate = createTranslator(language);
  let waiting: AnalysisDocument | null = null;
  let count = 0;
  const item = async (document: AnalysisDocument): Promise<void> => {
    await output.write(count++ === 0 ? format.list.open : format.list.between);
    await writeAll(output, format.list.item(document, translate));
  };
  return {
    async document(document) {
      if (maybeSingle && waiting === null && count === 0) {
        waiting = document;
        return;
      }
      if (waiting) await item(waiting);
      waiting = null;
      await item(document);
    },
    async end(isSingle) {
      if (waiting && isSingle) await writeAll(output, format.one(waiting, translate));
      else {
        if (waiting) await item(waiting);
        await output.write((count === 0 ? format.list.open : '') + format.list.close);
      }
      await output.close();
    },
  };
}

async function writeAll(output: Output, pieces: Iterable<string>): Promise<void> {
  for (const piece of pieces) await output.write(piece);
}

/** One file for each input, named after it. */
function printerInto(folder: string, format: DocumentFormat, language: Language): Printer {
  const translate = createTranslator(language);
  const used = new Set<string>();
  return {
    async document(document) {
      const base = document.report.file
        .replace(/\.(json|bson)(\.\w+)?$/i, '')
        .replace(/[^\p{L}\p{N}._-]+/gu, '_');
      let name = base + format.extension;
      for (let n = 2; used.has(name.toLowerCase()); n++) name = `${base}-${n}${format.extension}`;
      used.add(name.toLowerCase());
      const output = fileOutput(path.join(folder, name));
      await writeAll(output, format.one(document, translate));
      await output.close();
    },
    end: () => Promise.resolve(),
  };
}
