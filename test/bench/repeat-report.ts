// SPDX-License-Identifier: MIT
/**
 * A large report out of a real one: the calls of every process again and again, numbered on where the dialect
 * numbers them. Many APIs, real strings, real sizes.
 * @module
 */
import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

interface RealReport {
  behavior: { processes: { calls: Record<string, unknown>[] }[] };
}

const WRITE_CHARACTERS = 1 << 20;

/** Writes about `mebibytes` to `file`. */
export function repeatReport(
  real: string,
  file: string,
  mebibytes: number,
): { bytes: number; calls: number } {
  const report = JSON.parse(gunzipSync(readFileSync(real)).toString()) as RealReport;
  const { processes } = report.behavior;
  const oneRound = processes.reduce((sum, { calls }) => sum + JSON.stringify(calls).length, 0);
  const rest = JSON.stringify(report).length - oneRound;
  const rounds = Math.max(1, Math.round((mebibytes * 1024 * 1024 - rest) / oneRound));

  const descriptor = openSync(file, 'w');
  let bytes = 0;
  let calls = 0;
  let waiting: string[] = [];
  let characters = 0;
  const flush = (): void => {
    const piece = Buffer.from(waiting.join(''));
    for (let at = 0; at < piece.length;) at += writeSync(descriptor, piece, at);
    bytes += piece.length;
    waiting = [];
    characters = 0;
  };
  const write = (text: string): void => {
    waiting.push(text);
    characters += text.length;
    if (characters >= WRITE_CHARACTERS) flush();
  };
  // The processes come last, so that everything around them is one piece of text.
  const { processes: _, ...behavior } = report.behavior;
  const { behavior: __, ...others } = report;
  const open = (value: object): string => JSON.stringify(value).replace(/\}$/, '');
  const comma = (value: object): string => (Object.keys(value).length > 0 ? ', ' : '');
  write(`${open(others)}${comma(others)}"behavior": ${open(behavior)}${comma(behavior)}"processes": [`);
  processes.forEach(({ calls: once, ...process }, at) => {
    write(`${at > 0 ? ', ' : ''}${open(process)}${comma(process)}"calls": [`);
    let index = 0;
    for (let round = 0; round < rounds; round++) {
      for (const call of once) {
        if ('id' in call) call['id'] = index;
        write(index > 0 ? `, ${JSON.stringify(call)}` : JSON.stringify(call));
        index++;
      }
    }
    calls += index;
    write(']}');
  });
  write(']}}');
  flush();
  closeSync(descriptor);
  return { bytes, calls };
}
