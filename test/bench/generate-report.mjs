// SPDX-License-Identifier: MIT
/**
 * A Cuckoo 2 report of any size for measurements, the same bytes for the same size and seed. Ten processes open
 * eight neighbours each and work on registry, files and memory, nine calls in ten of the memory ones on
 * themselves; now and then one hollows a child or starts a thread in a neighbour. Handles are opened before they
 * are used and given out again after they are closed. About 570 bytes a call; strings in Latin and Japanese,
 * half of the calls with every other character escaped, as Python writes them.
 *
 * `node test/bench/generate-report.mjs <MiB> <file> [seed]` prints `{"file":…,"bytes":…,"calls":…}`.
 * @module
 */
import { closeSync, openSync, writeSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { callMaker } from './report-calls.mjs';
import { hex, Random, vocabulary } from './report-words.mjs';

const PROCESSES = 10;
const SIGNATURES = 60;
const MARKS = 20;
const STRINGS_PER_MIB = 300;
const MAX_STRINGS = 200_000;
const WRITE_CHARACTERS = 1 << 20;

/**
 * @param {string} file
 * @param {number} mebibytes size of the report, met within a call
 * @param {number} [seed]
 * @returns {{ file: string, bytes: number, calls: number }} `calls` are those of processes, without signatures' marks
 */
export function generateReport(file, mebibytes, seed = 20171025) {
  const random = new Random(seed);
  const words = vocabulary(random);
  const out = new Output(file);
  const strings = Math.min(MAX_STRINGS, Math.round(mebibytes * STRINGS_PER_MIB));
  const callBytes = mebibytes * 1024 * 1024 - strings * 26 - 700_000;
  let calls = 0;
  try {
    out.text(
      `{"info": ${INFO}, "target": ${TARGET}, "behavior": {"generic": [], "apistats": {}, "processes": [`,
    );
    for (let at = 0; at < PROCESSES; at++) {
      const end = Math.max(4000, (callBytes / PROCESSES) * (at + 1));
      calls += writeProcess(out, random, words, at, end);
    }
    out.text('], "processtree": [], "summary": {"file_opened": [');
    out.text(words.paths.plain.slice(0, 2000).join(', '));
    out.text('], "regkey_read": [');
    out.text(words.keys.plain.slice(0, 2000).join(', '));
    out.text(']}}, "signatures": [');
    const next = callMaker(random, words, 0, pidOf);
    for (let at = 0; at < SIGNATURES; at++) out.text((at > 0 ? ', ' : '') + signature(random, at, next));
    out.text('], "network": {}, "debug": {"action": [], "errors": []}, "strings": [');
    for (let at = 0; at < strings; at++) out.text((at > 0 ? ', ' : '') + foundString(random));
    out.text('], "metadata": {}}');
  } finally {
    out.close();
  }
  return { file, bytes: out.bytes, calls };
}

const INFO = JSON.stringify({
  added: 1508893200.25,
  started: 1508893201.5,
  duration: 180,
  id: 1,
  category: 'file',
  machine: { name: 'win7x64', label: '解析環境1' },
  version: '2.0.7',
});
const TARGET = JSON.stringify({
  category: 'file',
  file: { name: '請求書.exe', type: 'PE32 executable', size: 183_296, sha256: 'c0'.repeat(32), yara: [] },
});

/** @param {number} at */
function pidOf(at) {
  return 1200 + at * 8;
}

/**
 * @param {Output} out @param {Random} random @param {import('./report-words.mjs').Vocabulary} words
 * @param {number} at @param {number} endBytes
 */
function writeProcess(out, random, words, at, endBytes) {
  const pid = pidOf(at);
  const image = random.pick(words.paths.plain);
  out.text(
    `${at > 0 ? ', ' : ''}{"process_path": ${image}, "process_name": "stage${at}.exe", "pid": ${pid}, ` +
      `"ppid": ${at === 0 ? 612 : pidOf(0)}, "command_line": ${image}, "first_seen": ${1508893201 + at}.5, ` +
      '"track": true, "tid": 1300, "time": 180, "type": "process", "modules": [], "calls": [',
  );
  const next = callMaker(random, words, at, pidOf);
  let calls = 0;
  while (out.bytes < endBytes) {
    out.text((calls > 0 ? ', ' : '') + next());
    calls++;
  }
  out.text(']}');
  return calls;
}

/** @param {Random} random @param {number} at @param {() => string} next */
function signature(random, at, next) {
  const marks = Array.from(
    { length: MARKS },
    () =>
      `{"type": "call", "pid": ${pidOf(random.below(PROCESSES))}, "cid": ${random.below(900)}, "call": ${next()}}`,
  );
  const description = JSON.stringify(`観測された動作 ${at}: behaviour no. ${at}`);
  return (
    `{"name": "behaviour_${at}", "description": ${description}, "severity": ${1 + random.below(3)}, ` +
    `"families": [], "references": [], "markcount": ${MARKS}, "marks": [${marks.join(', ')}]}`
  );
}

/** @param {Random} random */
function foundString(random) {
  if (random.next() < 0.12) return `"見つかった文字列 ${random.below(90000)}"`;
  return `"${hex(random.below(0x7fffffff))} \\"%s\\"\\\\n${random.below(999)}"`;
}

/** Gathers text and writes it in large pieces; counts bytes, exactly once a piece is written. */
class Output {
  #file;
  /** @type {string[]} */
  #waiting = [];
  #characters = 0;
  #written = 0;

  /** @param {string} file */
  constructor(file) {
    this.#file = openSync(file, 'w');
  }

  get bytes() {
    return this.#written + this.#characters;
  }

  /** @param {string} text */
  text(text) {
    this.#waiting.push(text);
    this.#characters += text.length;
    if (this.#characters >= WRITE_CHARACTERS) this.#flush();
  }

  close() {
    this.#flush();
    closeSync(this.#file);
  }

  #flush() {
    const bytes = Buffer.from(this.#waiting.join(''));
    for (let at = 0; at < bytes.length;) at += writeSync(this.#file, bytes, at);
    this.#written += bytes.length;
    this.#waiting = [];
    this.#characters = 0;
  }
}

if (process.argv[1] && path.resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [mebibytes, file, seed] = process.argv.slice(2);
  if (!file || !(Number(mebibytes) > 0)) {
    console.error('usage: node test/bench/generate-report.mjs <MiB> <file> [seed]');
    process.exitCode = 2;
  } else
    console.log(JSON.stringify(generateReport(file, Number(mebibytes), seed ? Number(seed) : undefined)));
}
