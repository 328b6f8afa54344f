// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { readPlain, realReport, realReports } from './reading';
import { expectSame } from './same';

interface RawCall {
  api: string;
  category: string;
  tid?: number;
  thread_id?: string;
  arguments: Record<string, unknown> | { name: string; value: unknown; pretty_value?: unknown }[];
  flags?: Record<string, unknown>;
}

interface RawReport {
  behavior?: { processes?: { pid?: number; calls?: RawCall[] }[] };
  signatures?: { marks?: { pid?: number; cid?: number; call?: RawCall }[] }[];
}

/** The calls of a report by a plain walk over JSON.parse; those of a process without any from signatures' marks. */
function walk(bytes: Uint8Array): unknown[] {
  const report = JSON.parse(new TextDecoder().decode(bytes)) as RawReport;
  const marks = (report.signatures ?? []).flatMap((signature) => signature.marks ?? []);
  return (report.behavior?.processes ?? []).flatMap((process, procId) => {
    if (process.calls && process.calls.length > 0)
      return process.calls.map((call, index) => plain(call, procId, index));
    const marked = new Map<number, RawCall>();
    for (const { pid, cid, call } of marks) {
      if (pid === process.pid && cid !== undefined && call && !marked.has(cid)) marked.set(cid, call);
    }
    return [...marked].sort(([a], [b]) => a - b).map(([cid, call]) => plain(call, procId, cid));
  });
}

function plain(call: RawCall, procId: number, index: number): unknown {
  const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
  return {
    procId,
    index,
    api: call.api,
    category: call.category,
    tid: Number(call.tid ?? call.thread_id),
    args: Array.isArray(call.arguments)
      ? call.arguments.map(({ name, value, pretty_value: words }) => [name, text(value), words ?? null])
      : Object.entries(call.arguments).map(([name, value]) => [
          name,
          text(value),
          call.flags?.[name] ?? null,
        ]),
  };
}

const squeezed = (json: string): string => (/^[[{]/.test(json) ? JSON.stringify(JSON.parse(json)) : json);

describe.skipIf(realReports().length === 0)('real reports', () => {
  it.each(realReports())('gives the calls of %s as a plain walk over JSON.parse does', (file) => {
    const bytes = realReport(file);
    const got: unknown[] = [];
    const { result, issues } = readPlain(bytes, 64 << 10, (cursor) => {
      const { procId, index, api, category, tid } = cursor;
      const args = cursor.args().map(({ rawName, text, words }) => {
        return [rawName, /^[[{] *"?/.test(text) ? tryIt(text) : text, words];
      });
      got.push({ procId, index, api, category, tid, args });
    });
    expectSame(got, walk(bytes));
    expect({ complete: result.complete, issues: issues.filter(({ code }) => code !== 'bad-utf8') }).toEqual({
      complete: true,
      issues: [],
    });
  });
});

/** Nested values come as the report's own JSON text, with its white space. */
function tryIt(text: string): string {
  try {
    return squeezed(text);
  } catch {
    return text;
  }
}
