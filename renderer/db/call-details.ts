// SPDX-License-Identifier: MIT
/**
 * Calls with their arguments.
 * @module
 */
import { rowsAt, rowsOfView } from './call-rows';
import { recordOf, type CallSource, type Records } from './call-source';
import { rowInLayout, type CallView, type RowPlace } from './call-view';
import type { CallDetails, CallRow, Screen, Span } from './contract';
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
  const details = await detailsAt(source, known, await rowsAt(source, known));
  return places.map((place) => (place && details.get(place)) ?? null);
}

/** Rows of a view with the arguments of those that are seen; rows and records are read at the same time. */
export async function readScreen(view: CallView, page: Span, seen: Span): Promise<Screen> {
  const { source } = view;
  const first = Math.max(page.from, seen.from, 0);
  const last = Math.min(page.from + page.count, seen.from + seen.count, view.total);
  const places = Array.from({ length: Math.max(0, last - first) }, (_, at) => view.placeAt(first + at));
  const block = places[0] && blockOf(source, places[0]);
  // Trouble is met where it is awaited.
  block?.catch(() => undefined);
  const rows = await rowsOfView(view, page.from, page.count);
  const seenRows = rows.slice(first - page.from, last - page.from);
  const details = await detailsAt(source, places, seenRows, await block);
  return { rows, details: [...details.values()] };
}

interface Block {
  procId: number;
  records: Records;
}

async function blockOf(source: CallSource, { layout: { procId }, row }: RowPlace): Promise<Block | null> {
  const records = await source.records(procId, row);
  return records && { procId, records };
}

/** @param rows the calls at these places @param block one that is at hand */
async function detailsAt(
  source: CallSource,
  places: readonly RowPlace[],
  rows: readonly CallRow[],
  block: Block | null = null,
): Promise<Map<RowPlace, CallDetails>> {
  const details = new Map<RowPlace, CallDetails>();
  for (const [at, place] of places.entries()) {
    // Evidence often comes in runs: the last block is kept at hand.
    if (!block || !holds(block, place.layout.procId, place.row)) block = await blockOf(source, place);
    const call = rows[at];
    if (!block || !call) continue;
    details.set(place, { ...call, ...readRecord(source, call.api, recordOf(block.records, place.row)) });
  }
  return details;
}

function holds(block: Block, procId: number, row: number): boolean {
  const at = row - block.records.firstRow;
  return block.procId === procId && at >= 0 && at < block.records.starts.length;
}
