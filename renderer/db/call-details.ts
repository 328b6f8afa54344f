// SPDX-License-Identifier: MIT
/**
 * Calls with their arguments.
 * @module
 */
import { rowsAt } from './call-rows';
import { recordOf, type CallSource, type Records } from './call-source';
import { rowOfIndex } from './call-view';
import type { CallDetails } from './contract';
import { readRecord } from './record-details';

/** Calls in the order asked for; null where the report has no such call. */
export async function readDetails(
  source: CallSource,
  calls: readonly { procId: number; index: number }[],
): Promise<(CallDetails | null)[]> {
  const layouts = new Map(source.layouts().map((layout) => [layout.procId, layout]));
  const result: (CallDetails | null)[] = [];
  // Evidence often comes in runs: the last block is kept at hand.
  let block: { procId: number; records: Records } | null = null;
  for (const { procId, index } of calls) {
    const layout = layouts.get(procId);
    const row = layout ? await rowOfIndex(source, procId, index) : -1;
    if (!layout || row < 0) {
      result.push(null);
      continue;
    }
    if (!block || !holds(block, procId, row)) {
      const records = await source.records(procId, row);
      block = records && { procId, records };
    }
    const [call] = await rowsAt(source, [{ layout, row }]);
    result.push(
      block && call ? { ...call, ...readRecord(source, call.api, recordOf(block.records, row)) } : null,
    );
  }
  return result;
}

function holds(block: { procId: number; records: Records }, procId: number, row: number): boolean {
  const at = row - block.records.firstRow;
  return block.procId === procId && at >= 0 && at < block.records.starts.length;
}
