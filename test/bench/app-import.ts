// SPDX-License-Identifier: MIT
/**
 * One import in the packaged app, in a new profile: from the click on "open" to the committed report, with what
 * the window, its processes and the database were seen to do.
 * @module
 */
import type { ElectronApplication } from '@playwright/test';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { launchElectron } from '../e2e/harness/electron-host';
import { databaseContents } from '../e2e/model/database';
import { ProcessWatch, type ByKind, type ProcessKind } from './process-watch';
import { installProbe, type BenchProbe, type ImportTimes, type Smoothness } from './window-probe';

export interface AppImport extends ImportTimes {
  peaks: ByKind;
  /** Processor time of the import alone. */
  cpuMs: ByKind;
  /** The same by thread, largest first; empty when not asked for. */
  threads: [string, number][];
  /** Longest that the main process's event loop was held up. */
  mainDelayMs: number;
  databaseBytes: number;
  calls: number;
  /** Filter of all calls by API and status; NaN where none failed. */
  filterMs: number;
  /** Jumps to rows anywhere, each until arguments are painted. */
  jumpsMs: number[];
  /** Longest task of the page while the second report is imported beside the first, whose graph is in view. */
  besideLongestTaskMs: number;
}

export interface AppImportOptions {
  file: string;
  /** Another report, for an import beside the first. */
  second: string;
  /** Folder for the profile, which is removed afterwards. */
  temporary: string;
  withThreads?: boolean;
  /** Where to leave a trace of all processes for Chromium's trace viewers. */
  traceFile?: string | null;
}

const JUMPS = 9;

type ProbeWindow = typeof globalThis & { benchProbe: BenchProbe };

/** Throws when the app shows an error or does not end in time. */
export async function importInApp(options: AppImportOptions): Promise<AppImport> {
  const { file, second, temporary, withThreads = false, traceFile = null } = options;
  const profile = await mkdtemp(path.join(temporary, 'profile-'));
  const problems: string[] = [];
  const session = await launchElectron(
    profile,
    { files: [], locale: 'en-US', colorScheme: 'light' },
    (page) => page.on('pageerror', (error) => problems.push(String(error))),
  );
  const app = session.electron!;
  const watch = new ProcessWatch(app.process().pid!, withThreads);
  let closed = false;
  try {
    const { page } = session;
    page.setDefaultTimeout(0);
    await page.addInitScript(installProbe);
    await page.evaluate(() => localStorage.setItem('kanshiki.window', JSON.stringify({ tab: 'calls' })));
    await page.reload();
    await page.getByTestId('open-report').waitFor();
    await page.waitForTimeout(500);
    await measureMain(app);
    const cpuBefore = watch.cpuMs();
    const threadsBefore = watch.threads();
    if (traceFile) await startTrace(app);
    let times: ImportTimes | null = null;
    await session.chooseFiles([file], async () => {
      times = await page.evaluate(() => (globalThis as ProbeWindow).benchProbe.importReport());
    });
    if (traceFile)
      await app.evaluate(({ contentTracing }, to) => contentTracing.stopRecording(to), traceFile);
    const mainDelayMs = await mainDelay(app);
    const { reports } = await databaseContents(page);
    if (problems.length > 0) throw new Error(`the page threw: ${problems.join('; ')}`);
    if (reports.length !== 1 || reports[0]!.state !== 'complete')
      throw new Error('the report is not complete');
    // Peaks of the import itself: what the questions below need comes on top of it.
    const peaks = watch.peaks();
    const cpuMs = watch.cpuMs();
    for (const kind of Object.keys(cpuMs) as ProcessKind[]) cpuMs[kind] -= cpuBefore[kind];
    const threads = [...watch.threads()]
      .map(([name, ms]): [string, number] => [name, ms - (threadsBefore.get(name) ?? 0)])
      .sort((a, b) => b[1] - a[1]);
    const filterMs = await page.evaluate(() => (globalThis as ProbeWindow).benchProbe.filter());
    const jumpsMs = await page.evaluate(
      (count) => (globalThis as ProbeWindow).benchProbe.jumps(count),
      JUMPS,
    );
    await session.close();
    closed = true;
    const databaseBytes = await bytesBelow(path.join(profile, 'IndexedDB'));
    const beside = await importBeside(profile, second);
    return {
      ...times!,
      peaks,
      cpuMs,
      threads,
      mainDelayMs,
      databaseBytes,
      calls: reports[0]!.calls,
      filterMs,
      jumpsMs,
      besideLongestTaskMs: beside.longestTaskMs,
    };
  } finally {
    watch.stop();
    if (!closed) await session.close().catch(() => undefined);
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Opens the report that the profile holds, and imports another while its graph is in view. */
async function importBeside(profile: string, second: string): Promise<Smoothness> {
  const session = await launchElectron(
    profile,
    { files: [], locale: 'en-US', colorScheme: 'light' },
    () => undefined,
  );
  try {
    const { page } = session;
    page.setDefaultTimeout(0);
    await page.addInitScript(installProbe);
    await page.reload();
    await page.getByTestId('recent-case').first().click();
    await page.getByTestId('report-item').waitFor();
    let smoothness: Smoothness | null = null;
    await session.chooseFiles([second], async () => {
      smoothness = await page.evaluate(() => (globalThis as ProbeWindow).benchProbe.importBeside());
    });
    return smoothness!;
  } finally {
    await session.close();
  }
}

async function startTrace(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ contentTracing }) =>
    contentTracing.startRecording({
      recording_mode: 'record-until-full',
      trace_buffer_size_in_kb: 400_000,
      included_categories: ['devtools.timeline', 'toplevel', 'blink', 'cc', 'v8', 'IndexedDB', '__metadata'],
    }),
  );
}

type Delay = { max: number; disable(): void };

async function measureMain(app: ElectronApplication): Promise<void> {
  await app.evaluate(() => {
    const { monitorEventLoopDelay } = process.getBuiltinModule('node:perf_hooks');
    const delay = monitorEventLoopDelay({ resolution: 5 }); // its values contain the resolution itself
    delay.enable();
    (globalThis as unknown as { benchDelay: Delay }).benchDelay = delay;
  });
}

async function mainDelay(app: ElectronApplication): Promise<number> {
  return app.evaluate(() => {
    const { benchDelay } = globalThis as unknown as { benchDelay: Delay };
    benchDelay.disable();
    return Math.max(0, benchDelay.max / 1e6 - 5);
  });
}

async function bytesBelow(folder: string): Promise<number> {
  let bytes = 0;
  for (const entry of await readdir(folder, { withFileTypes: true, recursive: true })) {
    if (entry.isFile()) bytes += (await stat(path.join(entry.parentPath, entry.name))).size;
  }
  return bytes;
}
