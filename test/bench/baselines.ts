// SPDX-License-Identifier: MIT
/**
 * What else reads reports: the contest's own script, which is what users have, and the floors: the disk, a bare
 * read, and JSON parsers that hold the whole report.
 * @module
 */
import { existsSync } from 'node:fs';
import { freemem } from 'node:os';
import path from 'node:path';
import { findProgram } from '../../build/setup/system-libraries.mjs';
import { ROOT } from '../e2e/harness/places';
import type { MadeInput } from './inputs';
import { timed, type TimedRun } from './timed-process';

/** A run, or why there was none. */
export type Attempt = TimedRun | { skipped: string };

/** The contest's script: KANSHIKI_BASELINE, else beside the checkout; null where it is not. */
export function contestScript(): string | null {
  const file = process.env['KANSHIKI_BASELINE'] ?? path.join(ROOT, '../shared/tools/mws-cup-script.rb');
  return existsSync(file) ? path.resolve(file) : null;
}

/** Parsers that build the whole report take up to five times its size. */
const HELD_WHOLE = 5;
const V8_MAX_STRING_BYTES = 536_870_000;

export async function runContestScript({ file, bytes }: MadeInput): Promise<Attempt> {
  const script = contestScript();
  const ruby = findProgram('ruby');
  if (script === null) return { skipped: 'no script' };
  if (ruby === null) return { skipped: 'no ruby' };
  return wholeReport(ruby, [script], file, bytes);
}

export interface Floor {
  name: string;
  run(input: MadeInput): Promise<Attempt>;
}

const COUNT_IN_PYTHON = 'import json,sys; d=json.load(open(sys.argv[1],encoding="utf-8")); print(len(d))';
const COUNT_IN_JQ = '[.behavior.processes[].calls | length] | add';
const READ_IN_NODE = `
const { openSync, readSync } = require('fs');
const file = openSync(process.argv[1]), buffer = Buffer.alloc(1 << 20);
while (readSync(file, buffer) > 0);`;
const PARSE_IN_NODE = `JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))`;

export const FLOORS: readonly Floor[] = [
  {
    name: 'disk, past the cache',
    run: ({ file }) => withProgram('dd', file, [`if=${file}`, 'of=/dev/null', 'bs=4M', 'iflag=direct']),
  },
  {
    name: 'read in Node',
    run: ({ file }) => timed(process.execPath, ['-e', READ_IN_NODE, file], path.dirname(file)),
  },
  {
    name: 'JSON.parse in Node',
    run: ({ file, bytes }) =>
      bytes > V8_MAX_STRING_BYTES
        ? Promise.resolve({ skipped: 'string limit' })
        : wholeReport(process.execPath, ['-e', PARSE_IN_NODE, file], file, bytes),
  },
  {
    name: 'json of Python',
    run: ({ file, bytes }) => wholeReport(findProgram('python3'), ['-c', COUNT_IN_PYTHON, file], file, bytes),
  },
  { name: 'jq', run: ({ file, bytes }) => wholeReport(findProgram('jq'), [COUNT_IN_JQ, file], file, bytes) },
];

function withProgram(name: string, file: string, args: readonly string[]): Promise<Attempt> {
  const program = findProgram(name);
  if (program === null) return Promise.resolve({ skipped: 'not installed' });
  return timed(program, args, path.dirname(file)).then(checked);
}

function wholeReport(
  program: string | null,
  args: readonly string[],
  file: string,
  bytes: number,
): Promise<Attempt> {
  if (program === null) return Promise.resolve({ skipped: 'not installed' });
  if (freemem() < bytes * HELD_WHOLE) return Promise.resolve({ skipped: 'too little memory' });
  return timed(program, args, path.dirname(file)).then(checked);
}

function checked(run: TimedRun): Attempt {
  return run.code === 0 ? run : { skipped: 'failed' };
}
