// SPDX-License-Identifier: MIT
/**
 * What is measured, one line each, and what we want of it.
 * @module
 */
import type { Attempt } from './baselines';
import type { Measured, Round } from './measure';
import { median } from './statistics';

export interface Metric {
  name: string;
  unit: 's' | 'MB/s' | 'x' | 'MB' | 'ms' | '%' | '';
  /** The value of one round; NaN where it was not measured. */
  of(round: Round, measured: Measured): number;
  /** Gate, goal and stretch, and for which inputs. */
  target?: { gate: number; goal: number; stretch: number; isFor: (measured: Measured) => boolean };
  more: 'better' | 'worse' | 'neutral';
}

const isGenerated = (mebibytes: number) => (measured: Measured) =>
  measured.input.real === null && measured.input.mebibytes === mebibytes;
const oneGigabyte = isGenerated(1024);
const quarterGigabyte = isGenerated(256);

const msOf = (attempt: Attempt): number => ('skipped' in attempt ? NaN : attempt.ms);
const rubyMs = ({ ruby }: Round): number => msOf(ruby);
const megabytesPerSecond = (bytes: number, ms: number): number => bytes / 1000 / ms;

export const METRICS: readonly Metric[] = [
  { name: "Contest's script", unit: 's', more: 'neutral', of: (round) => rubyMs(round) / 1000 },
  {
    name: "Contest's script: peak memory",
    unit: 'MB',
    more: 'neutral',
    of: ({ ruby }) => ('skipped' in ruby ? NaN : ruby.peakMB),
  },
  {
    name: 'Headless analyze',
    unit: 'MB/s',
    more: 'better',
    of: ({ headless }, { bytes }) => megabytesPerSecond(bytes, msOf(headless)),
  },
  {
    name: 'Headless analyze, times the script',
    unit: 'x',
    more: 'better',
    of: (round) => rubyMs(round) / msOf(round.headless),
    target: { gate: 4, goal: 6, stretch: 9, isFor: quarterGigabyte },
  },
  {
    name: 'Headless analyze: peak memory',
    unit: 'MB',
    more: 'worse',
    of: ({ headless }) => ('skipped' in headless ? NaN : headless.peakMB),
  },
  {
    name: 'Import into the window, committed',
    unit: 'MB/s',
    more: 'better',
    of: ({ app }, { bytes }) => (app ? megabytesPerSecond(bytes, app.totalMs) : NaN),
  },
  {
    name: 'Import, times the script',
    unit: 'x',
    more: 'better',
    of: (round) => (round.app ? rubyMs(round) / round.app.totalMs : NaN),
    target: { gate: 3, goal: 5, stretch: 7, isFor: oneGigabyte },
  },
  {
    name: 'Processor time: script',
    unit: 's',
    more: 'neutral',
    of: ({ ruby }) => ('skipped' in ruby ? NaN : ruby.cpuMs / 1000),
  },
  {
    name: 'Processor time: headless analyze',
    unit: 's',
    more: 'worse',
    of: ({ headless }) => ('skipped' in headless ? NaN : headless.cpuMs / 1000),
  },
  {
    name: 'Processor time: import, all processes',
    unit: 's',
    more: 'worse',
    of: ({ app }) => (app ? Object.values(app.cpuMs).reduce((sum, ms) => sum + ms, 0) / 1000 : NaN),
  },
  {
    name: 'Peak memory: ingest process',
    unit: 'MB',
    more: 'worse',
    of: ({ app }) => app?.peaks.ingest ?? NaN,
    target: { gate: 256, goal: 200, stretch: 150, isFor: oneGigabyte },
  },
  {
    name: 'Peak memory: renderer',
    unit: 'MB',
    more: 'worse',
    of: ({ app }) => app?.peaks.renderer ?? NaN,
    target: { gate: 350, goal: 260, stretch: 220, isFor: oneGigabyte },
  },
  { name: 'Peak memory: main', unit: 'MB', more: 'worse', of: ({ app }) => app?.peaks.main ?? NaN },
  {
    name: 'Peak memory: largest other (GPU, network)',
    unit: 'MB',
    more: 'worse',
    of: ({ app }) => app?.peaks.other ?? NaN,
  },
  { name: 'Database', unit: 'MB', more: 'worse', of: ({ app }) => (app ? app.databaseBytes / 1e6 : NaN) },
  {
    name: 'Database, of the report',
    unit: '%',
    more: 'worse',
    of: ({ app }, { bytes }) => (app ? (100 * app.databaseBytes) / bytes : NaN),
    target: { gate: 25, goal: 15, stretch: 10, isFor: oneGigabyte },
  },
  {
    name: 'First calls on screen',
    unit: 's',
    more: 'worse',
    of: ({ app }) => (app?.firstCallsMs ?? NaN) / 1000,
    target: { gate: 1.5, goal: 0.7, stretch: 0.3, isFor: oneGigabyte },
  },
  {
    name: 'Longest task of the window',
    unit: 'ms',
    more: 'worse',
    of: ({ app }) => app?.longestTaskMs ?? NaN,
    target: { gate: 100, goal: 50, stretch: 16, isFor: oneGigabyte },
  },
  {
    name: 'Longest task, a second report beside an open one',
    unit: 'ms',
    more: 'worse',
    of: ({ app }) => app?.besideLongestTaskMs ?? NaN,
    target: { gate: 100, goal: 50, stretch: 16, isFor: oneGigabyte },
  },
  {
    name: 'Longest wait of the window',
    unit: 'ms',
    more: 'worse',
    of: ({ app }) => app?.longestWaitMs ?? NaN,
  },
  {
    name: 'Longest delay of the main process',
    unit: 'ms',
    more: 'worse',
    of: ({ app }) => app?.mainDelayMs ?? NaN,
  },
  {
    name: 'Filter all calls by API and status',
    unit: 'ms',
    more: 'worse',
    of: ({ app }) => app?.filterMs ?? NaN,
    target: { gate: 400, goal: 120, stretch: 50, isFor: oneGigabyte },
  },
  {
    name: 'Jump to a row and see its arguments',
    unit: 'ms',
    more: 'worse',
    of: ({ app }) => median(app?.jumpsMs ?? []),
    target: { gate: 60, goal: 25, stretch: 12, isFor: oneGigabyte },
  },
];

export type Verdict = 'stretch' | 'goal' | 'gate' | 'not reached';

export function verdictOf({ target, more }: Metric, value: number): Verdict | null {
  if (!target || Number.isNaN(value)) return null;
  const reaches = (bound: number): boolean => (more === 'better' ? value >= bound : value <= bound);
  for (const level of ['stretch', 'goal', 'gate'] as const) if (reaches(target[level])) return level;
  return 'not reached';
}
