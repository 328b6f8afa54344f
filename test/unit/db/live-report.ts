// SPDX-License-Identifier: MIT
/**
 * Small reports for the store's tests: made as JSON, read by the real ingest over a real port, and held in
 * memory as a report that is being imported is.
 * @module
 */
import { LiveCalls } from '../../../renderer/db/live-calls';
import type { AnalysisDocument } from '../../../shared/model/document';
import { bytesOf } from '../ingest/reading';
import { memorySource, receive } from '../ingest/receiving';

export interface TestCall {
  api: string;
  category: string;
  status: 0 | 1;
  time: number;
  tid: number;
  return_value: number;
  arguments: Record<string, unknown>;
}

export interface TestProcess {
  pid: number;
  calls: TestCall[];
}

/** A call with the usual values for what a test does not care about. */
export function call(
  api: string,
  args: Record<string, unknown> = {},
  rest: Partial<TestCall> = {},
): TestCall {
  return {
    category: 'process',
    api,
    status: 1,
    return_value: 0,
    tid: 100,
    time: 1496211111.5,
    arguments: args,
    ...rest,
  };
}

/** Imports a Cuckoo 2 report of these processes; nothing is committed, so all of it is in memory. */
export async function liveReport(
  processes: readonly TestProcess[],
): Promise<{ calls: LiveCalls; document: AnalysisDocument; text: string }> {
  const text = JSON.stringify({
    info: { id: 1, version: '2.0.7' },
    behavior: {
      processes: processes.map(({ pid, calls }) => ({
        process_name: `p${pid}.exe`,
        process_path: `C:\\p${pid}.exe`,
        command_line: `p${pid}.exe`,
        pid,
        ppid: 4,
        first_seen: 1496211111,
        calls,
      })),
    },
  });
  const received = await receive(() => Promise.resolve(memorySource(bytesOf(text))));
  const end = received.messages.find((message) => message.type === 'end');
  if (end?.type !== 'end') throw new Error(`import ended with ${JSON.stringify(received.outcome)}`);
  const calls = new LiveCalls(1);
  calls.apis.push(...received.tables.apis);
  calls.categories.push(...received.tables.categories);
  for (const block of received.blocks) calls.append(block);
  calls.targets = end.targets;
  return { calls, document: end.document, text };
}
