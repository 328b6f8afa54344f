// SPDX-License-Identifier: MIT
/**
 * Keeps the table of docs/dialects.md true: what is read of every real report, beside a plain walk over
 * JSON.parse. `KANSHIKI_UPDATE_DOCS=1` writes it anew.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { format } from 'prettier';
import { expect, it } from 'vitest';
import { openSource } from '../../../electron/ingest/open-source';
import { readPlain, realReport, realReportPath, realReports } from './reading';
import { receive } from './receiving';

const page = path.resolve(import.meta.dirname, '../../../docs/dialects.md');
const LOGS = ['bson/cuckoo-1-analysis', 'bson/cuckoo-2-752.bson'];

interface Counted {
  processes: number;
  calls: number;
  signatures: number;
}

/** Counts by JSON.parse alone. */
function counted(bytes: Uint8Array): Counted {
  const report = JSON.parse(new TextDecoder().decode(bytes)) as {
    behavior?: { processes?: { calls?: unknown[] }[] };
    processes?: unknown[];
    signatures?: unknown[];
  };
  const processes = report.behavior?.processes ?? [];
  return {
    processes: report.behavior ? processes.length : (report.processes?.length ?? 0),
    calls: processes.reduce((sum, { calls }) => sum + (calls?.length ?? 0), 0),
    signatures: report.signatures?.length ?? 0,
  };
}

function reportRow(file: string): string {
  const bytes = realReport(file);
  const { processes, signatures, issues, unknownKeys, result } = readPlain(bytes, 64 << 10, () => undefined);
  const read = {
    processes: processes.length,
    calls: processes.reduce((sum, { calls }) => sum + calls, 0),
    signatures: signatures.length,
  };
  expect({ file, ...read }).toEqual({ file, ...counted(bytes) });
  const notes = [...new Set(issues.map(({ code }) => code))].join(', ');
  const cells = [
    file.replace('.json.gz', ''),
    result.dialect,
    read.calls,
    result.callsInMarks,
    read.processes,
    read.signatures,
  ];
  return `| ${[...cells, unknownKeys || '–', notes || '–'].join(' | ')} |`;
}

async function logRow(file: string): Promise<string> {
  const { messages } = await receive(() => openSource(realReportPath(file)));
  const end = messages.find((message) => message.type === 'end')!;
  if (end.type !== 'end') throw new Error('no end');
  const { report, processes, issues } = end.document;
  const notes = issues.map(({ code }) => code).join(', ');
  return `| ${[file, report.dialect, report.calls, 0, processes.length, 0, '–', notes || '–'].join(' | ')} |`;
}

it.skipIf(realReports().length === 0)('the table of docs/dialects.md says what is read', async () => {
  const rows = [...realReports().map(reportRow), ...(await Promise.all(LOGS.map(logRow)))];
  const head = [
    '| report | dialect | calls | in marks | processes | signatures | unknown keys | issues |',
    '| --- | --- | --: | --: | --: | --: | --- | --- |',
  ];
  const table = [...head, ...rows].join('\n');
  const text = readFileSync(page, 'utf8');
  const marked = /(<!-- table:begin -->\n)[^]*(<!-- table:end -->)/;
  const updated = await format(text.replace(marked, `$1\n${table}\n\n$2`), {
    parser: 'markdown',
    printWidth: 110,
  });
  if (process.env['KANSHIKI_UPDATE_DOCS'] === '1') writeFileSync(page, updated);
  expect(await format(text, { parser: 'markdown', printWidth: 110 })).toBe(updated);
});
