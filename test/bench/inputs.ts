// SPDX-License-Identifier: MIT
/**
 * The reports that are measured: generated ones by size, and real ones repeated until they are large.
 * @module
 */
import { execFile } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import type { Dialect } from '../../shared/model/document';
import { realReport } from '../e2e/harness/places';
import { generateReport } from './generate-report.mjs';
import { repeatReport } from './repeat-report';

export interface BenchInput {
  /** Shown name. */
  name: string;
  dialect: Dialect;
  /** Wanted size. */
  mebibytes: number;
  /** Real report that is repeated, null for a generated one. */
  real: string | null;
}

export interface MadeInput {
  input: BenchInput;
  /** In a folder of its own, as the contest's script reads every report below it. */
  file: string;
  bytes: number;
  calls: number;
}

export function generatedInput(mebibytes: number): BenchInput {
  const name = mebibytes % 1024 === 0 ? `${mebibytes / 1024} GB` : `${mebibytes} MB`;
  return { name, dialect: 'cuckoo-2', mebibytes, real: null };
}

const REPEATED_MEBIBYTES = 256;

/** Real reports of three dialects, as far as they are on this machine. */
export function repeatedInputs(): BenchInput[] {
  const wanted: [string, Dialect][] = [
    ['cuckoo-2/ransomware-runpe.json.gz', 'cuckoo-2'],
    ['cuckoo-modified/ransomware-runpe.json.gz', 'cuckoo-modified'],
    ['cape/2.4-large.json.gz', 'cape'],
  ];
  return wanted.flatMap(([name, dialect]) => {
    const real = realReport(name);
    return real === null
      ? []
      : [{ name: `real ${dialect}, 256 MB`, dialect, mebibytes: REPEATED_MEBIBYTES, real }];
  });
}

/** Writes the input into a folder below `temporary`. KANSHIKI_GENERATOR may name another generator (`<MiB> <file>`). */
export async function makeInput(input: BenchInput, temporary: string): Promise<MadeInput> {
  const folder = path.join(temporary, input.name.replace(/[^\w.]+/g, '-'));
  await mkdir(folder);
  const file = path.join(folder, 'report.json');
  if (input.real !== null) return { input, file, ...repeatReport(input.real, file, input.mebibytes) };
  const generator = process.env['KANSHIKI_GENERATOR'];
  if (!generator) {
    const { bytes, calls } = generateReport(file, input.mebibytes);
    return { input, file, bytes, calls };
  }
  const { stdout } = await promisify(execFile)(process.execPath, [generator, String(input.mebibytes), file]);
  const { bytes, ncalls } = JSON.parse(stdout) as { bytes: number; ncalls: number };
  return { input, file, bytes, calls: ncalls };
}
