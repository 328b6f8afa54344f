// SPDX-License-Identifier: MIT
/**
 * What runs inside the measured window. `installProbe` is sent there as text, so it uses nothing from outside
 * itself; it watches what a person would see and never asks the app.
 * @module
 */

export interface ImportTimes {
  /** From the click on "open" to the first calls in the table. */
  firstCallsMs: number;
  /** From the click to the first process in the graph. */
  firstGraphMs: number;
  /** From the click to the end of the import: the report is committed and the window says so. */
  totalMs: number;
  /** Longest task of the page's main thread meanwhile; 0 when none took 50 ms. */
  longestTaskMs: number;
  /** Number of tasks over 50 ms. */
  longTasks: number;
  /** Longest time that a timer of the page was late meanwhile. */
  longestWaitMs: number;
}

/** How the window kept up while something went on. */
export type Smoothness = Pick<ImportTimes, 'longestTaskMs' | 'longTasks' | 'longestWaitMs'>;

export interface BenchProbe {
  /** Clicks "open"; the dialog must be answered already. Looks at calls first, then at the graph. */
  importReport(): Promise<ImportTimes>;
  /** The same beside a report that is open, which stays in view with its graph. */
  importBeside(): Promise<Smoothness>;
  /**
   * Filters the calls of all processes by API and status: from the request to the painted list. NaN where no
   * call failed.
   */
  filter(): Promise<number>;
  /** Moves the call table to so many places: from the scroll to painted arguments, each. */
  jumps(count: number): Promise<number[]>;
}

/** Puts `benchProbe` on the window. Runs before the page's own scripts. */
export function installProbe(): void {
  const TICK_MS = 20;
  const GRAPH_RESTS_AFTER_MS = 3000;
  const part = (name: string): HTMLElement | null => document.querySelector(`[data-testid="${name}"]`);
  const frame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));
  const until = async (condition: () => boolean, what: string, timeoutMs = 30_000): Promise<void> => {
    const startMs = performance.now();
    while (!condition()) {
      if (performance.now() - startMs > timeoutMs) {
        throw new Error(
          `waited too long for ${what}; the window says: ${part('window')?.innerText.slice(-300)}`,
        );
      }
      await frame();
    }
  };
  // Frames in which something is painted end after this.
  const painted = async (): Promise<number> => {
    await frame();
    return performance.now();
  };

  /** When the window last asked its store for a list of calls. */
  let askedMs = 0;
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (this: Worker, ...args: unknown[]) {
    const message = args[0] as { path?: string[] } | null;
    if (message?.path?.[0] === 'openView') askedMs = performance.now();
    return (post as (...values: unknown[]) => void).apply(this, args);
  };

  /** Watches without asking for frames, which would cost the window more than the import does. */
  const watched = async (act: () => Promise<void>): Promise<Smoothness> => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: 'longtask' });
    let longestWaitMs = 0;
    let dueMs = performance.now() + TICK_MS;
    const ticking = setInterval(() => {
      const nowMs = performance.now();
      longestWaitMs = Math.max(longestWaitMs, nowMs - dueMs);
      dueMs = nowMs + TICK_MS;
    }, TICK_MS);
    try {
      await act();
    } finally {
      clearInterval(ticking);
      observer.disconnect();
    }
    return { longestTaskMs: Math.max(0, ...tasks), longTasks: tasks.length, longestWaitMs };
  };

  /** Clicks "open" and resolves at the end of the import; `look` is called whenever the page changed. */
  const opened = (look: () => void): Promise<void> =>
    new Promise((resolve, reject) => {
      let started = false;
      const changes = new MutationObserver(() => {
        look();
        const running = part('import-row') !== null || part('background-task') !== null;
        started ||= running;
        const wrong = part('error-dialog');
        if (!wrong && !(started && !running)) return;
        changes.disconnect();
        if (wrong) reject(new Error(wrong.innerText));
        else resolve();
      });
      changes.observe(document.body, {
        childList: true,
        subtree: true,
        attributes: true,
        attributeFilter: ['data-call'],
      });
      part('open-report')!.click();
    });

  const importReport = async (): Promise<ImportTimes> => {
    let firstCallsMs = NaN;
    let firstGraphMs = NaN;
    let totalMs = NaN;
    const startMs = performance.now();
    const smoothness = await watched(async () => {
      await opened(() => {
        const ms = performance.now() - startMs;
        if (Number.isNaN(firstCallsMs) && document.querySelector('[data-testid="call-row"][data-call]')) {
          firstCallsMs = ms;
          // The next frame shows them.
          void painted().then((nowMs) => {
            firstCallsMs = nowMs - startMs;
            part('tab-graph')!.click();
          });
        }
        if (Number.isNaN(firstGraphMs) && part('graph-canvas')) firstGraphMs = ms;
      });
      totalMs = performance.now() - startMs;
    });
    await until(() => part('report-item') !== null, 'the report in the list', 5000);
    return { firstCallsMs, firstGraphMs, totalMs, ...smoothness };
  };

  const importBeside = async (): Promise<Smoothness> => {
    part('tab-graph')!.click();
    await until(() => part('graph-canvas') !== null, 'the graph');
    // Loaded, drawn, and sharpened: a large report takes some seconds until its first task and after its last.
    await until(() => part('process-tree')?.querySelector('[role="treeitem"]') != null, 'the processes');
    const rest = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, GRAPH_RESTS_AFTER_MS));
    while ((await watched(rest)).longTasks > 0);
    return watched(() => opened(() => undefined));
  };

  const change = (element: HTMLInputElement | HTMLSelectElement, value: string, event: string): void => {
    element.value = value;
    element.dispatchEvent(new Event(event, { bubbles: true }));
  };
  const total = (): string => part('calls-total')?.innerText.trim() ?? '';
  const settled = async (): Promise<void> => {
    let before = '';
    for (let same = 0; same < 10;) {
      await frame();
      same = total() !== '' && total() === before ? same + 1 : 0;
      before = total();
    }
  };

  const filter = async (): Promise<number> => {
    part('tab-calls')!.click();
    await until(() => part('calls-scope') !== null, 'the call table');
    change(part('calls-scope') as HTMLSelectElement, 'all', 'change');
    await settled();
    const status = part('filter-status') as HTMLSelectElement;
    const apiField = part('filter-api') as HTMLInputElement;
    const all = total();
    const firstApi = (): string | null =>
      document.querySelector<HTMLElement>('[data-testid="call-row"][data-call] .api .data')?.innerText ??
      null;
    // An API that has failed calls: the one of the first of them.
    change(status, 'fail', 'change');
    await until(() => total() !== all, 'failed calls');
    await settled();
    await until(() => !part('call-row') || firstApi() !== null, 'the rows of failed calls');
    const api = firstApi();
    if (api === null) return NaN;
    change(status, '', 'change');
    await until(() => total() === all, 'all calls');
    await settled();
    askedMs = Infinity;
    change(status, 'fail', 'change');
    change(apiField, api, 'input');
    await until(
      () => Number.isFinite(askedMs) && total() !== all && firstApi()?.includes(api) === true,
      'filtered calls',
    );
    const ms = (await painted()) - askedMs;
    change(status, '', 'change');
    change(apiField, '', 'input');
    await until(() => total() === all, 'all calls');
    await settled();
    return ms;
  };

  const jumps = async (count: number): Promise<number[]> => {
    const times: number[] = [];
    const table = part('call-table')!;
    const scroller = table.querySelector<HTMLElement>('.scroller')!;
    const first = (): HTMLElement | null => table.querySelector('[data-testid="call-row"]');
    for (let at = 0; at < count; at++) {
      const place = ((at * 0.618034 + 0.31) % 1) * (scroller.scrollHeight - scroller.clientHeight);
      const before = first()?.getAttribute('aria-rowindex');
      const startMs = performance.now();
      scroller.scrollTop = place;
      await until(() => {
        const row = first();
        if (!row || row.getAttribute('aria-rowindex') === before || !row.dataset['call']) return false;
        return table.querySelector('[data-testid="call-row"][data-call] .args > *') !== null;
      }, 'the arguments of a row');
      times.push((await painted()) - startMs);
      await new Promise((resolve) => setTimeout(resolve, 150));
    }
    return times;
  };

  const probe: BenchProbe = { importReport, importBeside, filter, jumps };
  (globalThis as unknown as { benchProbe: BenchProbe }).benchProbe = probe;
}
