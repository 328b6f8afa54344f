// SPDX-License-Identifier: MIT
/**
 * Rows of the call table, put together from columns.
 * @module
 */
import { MARK, NO_API, NO_CATEGORY, NO_RETURN, NO_TARGET, STATUS } from '../../shared/model/call';
import { recordOf, type CallSource, type Vocabulary } from './call-source';
import type { CallView, RowPlace } from './call-view';
import { FOREIGN_MARKS, foreignTargets, isForeignBy } from './column-filter';
import type { CallRow } from './contract';
import { recordNames } from './record-details';
import {
  SEGMENT_COLUMNS,
  segmentOf,
  type ColumnArray,
  type ProcessLayout,
  type SegmentColumn,
} from './segment';

type Columns = Record<SegmentColumn, ColumnArray>;

function hex(value: number): string {
  return value.toString(16).padStart(8, '0');
}

/** `0xc0000034`, or 16 digits where the upper half is in use. */
export function returnValueText(low: number, high: number): string {
  return high === 0 ? `0x${hex(low)}` : `0x${hex(high)}${hex(low)}`;
}

/** The tags among the bits of the marks column. */
const TAGS = MARK.PROC | MARK.MEM | MARK.WRITE | MARK.EXEC;

function buildRow(
  procId: number,
  columns: Columns,
  at: number,
  words: Vocabulary,
  foreignBy: Uint8Array | null,
): CallRow {
  const target = columns.target[at]!;
  const foreign = isForeignBy(foreignBy, target);
  const status = columns.status[at]!;
  const marks = columns.marks[at]!;
  return {
    procId,
    index: columns.index[at]!,
    api: words.apis[columns.api[at]!] ?? '',
    category: words.categories[columns.category[at]!] ?? '',
    ok: status === STATUS.UNKNOWN ? null : status === STATUS.OK,
    marks: (foreign ? marks : marks & ~FOREIGN_MARKS) & TAGS,
    foreign: foreign && words.targets !== null,
    target: target === NO_TARGET ? null : (words.targets?.[target] ?? null),
    tid: columns.tid[at]!,
    timeMs: columns.timeMs[at]!,
    returnValue:
      (marks & NO_RETURN) !== 0 ? '' : returnValueText(columns.returnLo[at]!, columns.returnHi[at]!),
    repeated: columns.repeated[at]!,
  };
}

async function loadSegment(source: CallSource, layout: ProcessLayout, at: number): Promise<Columns> {
  const place = { procId: layout.procId, firstRow: layout.segments[at]! };
  await source.prefetch(SEGMENT_COLUMNS, place, place);
  const arrays = await Promise.all(SEGMENT_COLUMNS.map((name) => source.column(name, layout, at)));
  return Object.fromEntries(SEGMENT_COLUMNS.map((name, n) => [name, arrays[n]!])) as Columns;
}

/** Rows at the given places, in their order. */
export async function rowsAt(source: CallSource, places: readonly RowPlace[]): Promise<CallRow[]> {
  const words = source.vocabulary();
  const segments = new Map<string, Promise<Columns>>();
  const foreignBy = new Map<number, Uint8Array | null>();
  const load = ({ layout, row }: RowPlace): Promise<Columns> => {
    const at = segmentOf(layout, row);
    const key = `${layout.procId}/${at}`;
    let columns = segments.get(key);
    if (!columns) {
      columns = loadSegment(source, layout, at);
      segments.set(key, columns);
    }
    return columns;
  };
  return Promise.all(
    places.map(async (place) => {
      const columns = await load(place);
      const { procId, segments: starts } = place.layout;
      if (!foreignBy.has(procId)) foreignBy.set(procId, foreignTargets(words.targets, procId));
      const at = place.row - starts[segmentOf(place.layout, place.row)]!;
      const row = buildRow(procId, columns, at, words, foreignBy.get(procId)!);
      const named = columns.api[at] !== NO_API && columns.category[at] !== NO_CATEGORY;
      return named ? row : withNames(source, place, row);
    }),
  );
}

/** Beyond 65,534 names the columns are full, and the record holds the name itself. */
async function withNames(source: CallSource, { layout, row: at }: RowPlace, row: CallRow): Promise<CallRow> {
  const records = await source.records(layout.procId, at);
  if (!records) return row;
  const { api, category } = recordNames(source, recordOf(records, at));
  return { ...row, api: row.api || api, category: row.category || category };
}

/** Rows of a view from a position on; fewer where it ends. */
export function rowsOfView(view: CallView, from: number, count: number): Promise<CallRow[]> {
  const places: RowPlace[] = [];
  for (let at = Math.max(0, from); at < Math.min(view.total, from + count); at += 1)
    places.push(view.placeAt(at));
  return rowsAt(view.source, places);
}
