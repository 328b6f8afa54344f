// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { SegmentBuilder } from '../../../renderer/db/segment-builder';
import { SEGMENT_ROWS, segmentOf } from '../../../renderer/db/segment';
import { block } from './blocks';

/** What of a segment tells whether it is right. */
function shape(segments: ReturnType<SegmentBuilder['finish']>) {
  return segments.map(({ procId, firstRow, rows, columns }) => [
    procId,
    firstRow,
    rows,
    columns.index[0],
    columns.index[rows - 1],
  ]);
}

test('blocks become segments cut at their size, with the rest at the end', () => {
  const builder = new SegmentBuilder();
  const rows = SEGMENT_ROWS * 2 + 100;
  const ready: ReturnType<SegmentBuilder['finish']> = [];
  for (let row = 0; row < rows; row += 1000)
    ready.push(...builder.append(block(0, row, Math.min(1000, rows - row))));
  expect(shape(ready)).toEqual([
    [0, 0, SEGMENT_ROWS, 0, SEGMENT_ROWS - 1],
    [0, SEGMENT_ROWS, SEGMENT_ROWS, SEGMENT_ROWS, SEGMENT_ROWS * 2 - 1],
  ]);
  expect(shape(builder.finish())).toEqual([[0, SEGMENT_ROWS * 2, 100, SEGMENT_ROWS * 2, rows - 1]]);
  expect(builder.layouts.get(0)).toEqual({ procId: 0, rows, segments: [0, SEGMENT_ROWS, SEGMENT_ROWS * 2] });
});

test('a block larger than a segment fills several at once', () => {
  const builder = new SegmentBuilder();
  expect(shape(builder.append(block(0, 0, SEGMENT_ROWS + 1)))).toEqual([
    [0, 0, SEGMENT_ROWS, 0, SEGMENT_ROWS - 1],
  ]);
  expect(shape(builder.finish())).toEqual([[0, SEGMENT_ROWS, 1, SEGMENT_ROWS, SEGMENT_ROWS]]);
});

test('a process that has ended is handed out, and may go on afterwards', () => {
  const builder = new SegmentBuilder();
  builder.append(block(0, 0, 10));
  expect(shape(builder.close(0))).toEqual([[0, 0, 10, 0, 9]]);
  builder.append(block(0, 10, 5));
  expect(shape(builder.finish())).toEqual([[0, 10, 5, 10, 14]]);
  expect(builder.layouts.get(0)).toEqual({ procId: 0, rows: 15, segments: [0, 10] });
});

test('many processes at once do not stay in memory, and may go on afterwards', () => {
  const builder = new SegmentBuilder();
  const ready = Array.from({ length: 20 }, (_, procId) => builder.append(block(procId, 0, 10))).flat();
  expect(shape(ready)).toEqual(Array.from({ length: 12 }, (_, procId) => [procId, 0, 10, 0, 9]));
  builder.append(block(3, 10, 5));
  expect(builder.layouts.get(3)).toEqual({ procId: 3, rows: 15, segments: [0, 10] });
});

test('a block that does not follow the last one is our fault', () => {
  const builder = new SegmentBuilder();
  builder.append(block(0, 0, 10));
  expect(() => builder.append(block(0, 11, 10))).toThrow('starts at 11, not 10');
});

test('the segment of a row is found among even and uneven ones', () => {
  const layout = { procId: 0, rows: 200_000, segments: [0, 10, 20, 20 + SEGMENT_ROWS] };
  expect(
    [0, 9, 10, 19, 20, 20 + SEGMENT_ROWS - 1, 20 + SEGMENT_ROWS, 199_999].map((row) =>
      segmentOf(layout, row),
    ),
  ).toEqual([0, 0, 1, 1, 2, 2, 3, 3]);
});
