// SPDX-License-Identifier: MIT
/**
 * What a program and all it started take, by kind of process: the most memory each ever held, by the kernel's
 * own high-water mark (VmHWM), and processor time. On Linux; elsewhere nothing is measured.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';

export type ProcessKind = 'main' | 'ingest' | 'renderer' | 'other';
export type ByKind = Record<ProcessKind, number>;

const SAMPLE_EVERY_MS = 50;
/** Linux counts processor time in hundredths of a second for every program. */
const MS_PER_TICK = 10;

interface Seen {
  kind: ProcessKind;
  peakBytes: number;
  cpuMs: number;
  /** Processor time by name of thread. */
  threads: Map<string, { name: string; cpuMs: number }>;
}

export class ProcessWatch {
  readonly #seen = new Map<number, Seen>();
  readonly #timer: NodeJS.Timeout;
  #known = new Set<number>();
  #turn = 0;

  /** Watches the process and everything below it until `stop`. `withThreads`: also their threads. */
  constructor(
    readonly rootPid: number,
    readonly withThreads = false,
  ) {
    this.#sample();
    this.#timer = setInterval(() => this.#sample(), SAMPLE_EVERY_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  /** Peak resident megabytes (10^6 bytes); of several processes of a kind the largest one's, NaN of none. */
  peaks(): ByKind {
    this.#sample();
    const peaks: ByKind = { main: NaN, ingest: NaN, renderer: NaN, other: NaN };
    for (const { kind, peakBytes } of this.#seen.values()) {
      if (!(peaks[kind] >= peakBytes / 1e6)) peaks[kind] = peakBytes / 1e6;
    }
    return peaks;
  }

  /** Processor time so far of all processes of a kind, user and system. */
  cpuMs(): ByKind {
    this.#sample();
    const sums: ByKind = { main: 0, ingest: 0, renderer: 0, other: 0 };
    for (const { kind, cpuMs } of this.#seen.values()) sums[kind] += cpuMs;
    return sums;
  }

  /** Processor time so far by thread, `kind/name`. */
  threads(): Map<string, number> {
    this.#sample();
    const sums = new Map<string, number>();
    for (const { kind, threads } of this.#seen.values()) {
      for (const { name, cpuMs } of threads.values()) {
        const key = `${kind}/${name}`;
        sums.set(key, (sums.get(key) ?? 0) + cpuMs);
      }
    }
    return sums;
  }

  #sample(): void {
    if (process.platform !== 'linux') return;
    // Looking for new processes costs more than reading of known ones.
    if (this.#turn++ % 4 === 0) this.#known = descendants(this.rootPid);
    for (const pid of this.#known) {
      const line = /^VmHWM:\s+(\d+) kB$/m.exec(textOf(`/proc/${pid}/status`));
      if (!line) continue;
      let seen = this.#seen.get(pid);
      if (!seen) {
        const kind = pid === this.rootPid ? 'main' : kindOf(pid);
        if (kind === null) continue;
        seen = { kind, peakBytes: 0, cpuMs: 0, threads: new Map() };
        this.#seen.set(pid, seen);
      }
      seen.peakBytes = Math.max(seen.peakBytes, Number(line[1]) * 1024);
      seen.cpuMs = Math.max(seen.cpuMs, cpuMsOf(textOf(`/proc/${pid}/stat`)));
      if (this.withThreads) sampleThreads(pid, seen);
    }
  }
}

function sampleThreads(pid: number, { threads }: Seen): void {
  for (const tid of namesIn(`/proc/${pid}/task`)) {
    const stat = textOf(`/proc/${pid}/task/${tid}/stat`);
    if (stat === '') continue;
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    threads.set(tid, { name: Number(tid) === pid ? 'main thread' : name, cpuMs: cpuMsOf(stat) });
  }
}

/** Fields of a stat line from the third on; the second one, in parentheses, may hold anything. */
function fieldsOf(stat: string): string[] {
  return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
}

function cpuMsOf(stat: string): number {
  const fields = fieldsOf(stat);
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) * MS_PER_TICK;
}

/** Chromium names the type of each of its processes; others below the app are not the app's. */
function kindOf(pid: number): ProcessKind | null {
  const command = textOf(`/proc/${pid}/cmdline`);
  if (command.includes('--type=renderer')) return 'renderer';
  if (command.includes('--utility-sub-type=node.mojom.NodeService')) return 'ingest';
  return command.includes('--type=') ? 'other' : null;
}

function descendants(root: number): Set<number> {
  const children = new Map<number, number[]>();
  for (const name of namesIn('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const parent = Number(fieldsOf(textOf(`/proc/${name}/stat`))[1] ?? 0);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = new Set([root]);
  for (const pid of found) for (const child of children.get(pid) ?? []) found.add(child);
  return found;
}

/** Empty where the process has ended meanwhile. */
function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

/** None where the process has ended meanwhile. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
