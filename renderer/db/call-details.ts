// SPDX-License-Identifier: MIT
/**
 * Calls with their arguments.
 * @module
 */
import { rowsAt } from './call-rows';
import { recordOf, type CallSource, type Records } from './call-source';
import { rowInLayout, type RowPlace } from './call-view';
import type { CallDetails } from './contract';
import { readRecord } from './record-details';

/** Calls in the order asked for; null where the report has no such call. */
export async function readDetails(
  source: CallSource,
  calls: readonly { procId: number; index: number }[],
): Promise<(CallDetails | null)[]> {
  const layouts = new Map(source.layouts().map((layout) => [layout.procId, layout]));
  const places = await Promise.all(
    calls.map(async ({ procId, index }): Promise<RowPlace | null> => {
      const layout = layouts.get(procId);
      const row = layout ? await rowInLayout(source, layout, index) : -1;
      return layout && row >= 0 ? { layout, row } : null;
    }),
  );
  const known = places.filter((place) => place !== null);
  const rows = await rowsAt(source, known);
  const details = new Map<RowPlace, CallDetails>();
  // Evidence often comes in runs: the last block is kept at hand.
  let block: { procId: number; records: Records } | null = null;
  for (const [at, place] of known.entries()) {
    const { procId } = place.layout;
    if (!block || !holds(block, procId, place.row)) {
      const records = await source.records(procId, place.row);
      block = records && { procId, records };
    }
    const call = rows[at];
    if (!block || !call) continue;
    details.set(place, { ...call, ...readRecord(source, call.api, recordOf(block.records, place.row)) });
  }
  return places.map((place) => (place && details.get(place)) ?? null);
}

function holds(block: { procId: number; records: Records }, procId: number, row: number): boolean {
  const at = row - block.records.firstRow;
  return block.procId === procId && at >= 0 && at < block.records.starts.length;
}
