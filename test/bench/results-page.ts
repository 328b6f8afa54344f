// SPDX-License-Identifier: MIT
/**
 * docs/benchmarks.md, written anew by every full run.
 * @module
 */
import type { Machine } from './machine';
import type { Measured } from './measure';
import { median } from './statistics';
import { asMarkdown, tableOf } from './table';
import { METRICS, verdictOf } from './targets';

/** A machine with more load than this before the first run was not left alone. */
const QUIET_LOAD = 0.5;

/** What the page is made of. */
export interface Results {
  all: readonly Measured[];
  machine: Machine;
  date: Date;
  rounds: number;
  /** Arguments of the run. */
  argv: readonly string[];
}

export function resultsPage({ all, machine, date, rounds, argv }: Results): string {
  const { versions, load } = machine;
  const tools = Object.entries(versions).flatMap(([name, version]) =>
    version ? [`${name} ${version}`] : [],
  );
  const others =
    load > QUIET_LOAD
      ? `**Other programs were running (load ${load.toFixed(1)} before the first run): the run must be repeated on a quiet machine, and until then only ratios say something.**`
      : `Nothing else was running (load ${load.toFixed(1)} before the first run).`;
  const generator = process.env['KANSHIKI_GENERATOR']
    ? '\n- Generated reports are of another generator than the one described below (`KANSHIKI_GENERATOR`).'
    : '';
  return `# Benchmarks

Written by \`npm run bench -- ${argv.join(' ')}\`. A full run is \`npm run bench -- --full\`; \`npm run bench\` alone measures a report of
256 MB and keeps nothing.

- Date: ${date.toISOString().slice(0, 10)}
- Machine: ${machine.processor}, ${machine.cores} cores, ${machine.memoryGB} GB; ${machine.system}
- Versions: ${tools.join(', ')}
- ${others}${generator}

## Results

${rounds === 1 ? 'One round' : `Medians of up to ${rounds} rounds, with least and most`}; in each round the contest's script, the command line and the window
take turns, so that ratios are of runs side by side. The word behind a value is what it reaches: gate, goal, stretch, or not
reached.

${asMarkdown(tableOf(all, true))}

${notReached(all)}

## What is measured

- **Reports.** Generated Cuckoo 2 reports of about 570 bytes a call (\`test/bench/generate-report.mjs\`, ten processes, escaped
  buffers, Japanese paths; the same bytes each time; \`KANSHIKI_GENERATOR\` names another generator), and the calls of real reports
  repeated to 256 MB. Sizes in the head are in MiB; everything else is in units of 10^6. Files are in the page cache.
- **Contest's script.** The Ruby script printed in the text of MWS Cup 2017: tags calls and writes CSV. It is what users have
  today, and does less: no handles, no edges, no way to look at a call. It reads the shape of Cuckoo 2 alone.
- **Headless.** \`kanshiki analyze\` from the start of Node to the written JSON.
- **Import.** The packaged app with a new profile, from the click on "open" until the report is committed to IndexedDB and the
  window says so. The table of calls is in view until the first calls are painted, then the graph, which grows.
- **Peak memory.** The kernel's high-water mark of each process (VmHWM), shared pages included.
- **Database.** All files below the profile's IndexedDB folder after the app has closed.
- **Longest task.** Of the page's main thread during the import; the browser tells of tasks of 50 ms and more, 0 says that there
  was none. A second report (96 MB) is imported beside the first, which was opened from the database, with its graph in view.
  How late a timer of the page came is measured beside it.
- **Filter, jump.** From the request until the rows, and for a jump their arguments, are painted; the pause after typing is not
  counted.
- **Floors.** What nobody who reads the whole report can beat: the disk, a bare read, and parsers that hold everything.
`;
}

function notReached(all: readonly Measured[]): string {
  const lines = all.flatMap((measured) =>
    METRICS.flatMap((metric) => {
      if (!metric.target?.isFor(measured)) return [];
      const value = median(measured.rounds.map((round) => metric.of(round, measured)));
      const verdict = verdictOf(metric, value);
      if (verdict === null || verdict === 'goal' || verdict === 'stretch') return [];
      const what = verdict === 'gate' ? 'reaches the gate, not the goal' : 'does not reach the gate';
      return [
        `- ${metric.name} (${measured.input.name}) ${what} (${metric.target.gate} / ${metric.target.goal}).`,
      ];
    }),
  );
  return lines.length > 0 ? `Goals that are not reached:\n\n${lines.join('\n')}` : 'Every goal is reached.';
}
