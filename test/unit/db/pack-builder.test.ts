// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { PackBuilder, type Pack } from '../../../renderer/db/pack-builder';
import type { CallBlock } from '../../../shared/model/call';
import { block } from './blocks';

/** Process, first row, calls of each block, deflated bytes. */
const shape = (packs: readonly Pack[]): unknown[] =>
  packs.map(({ procId, firstRow, blocks, bytes }) => [
    procId,
    firstRow,
    blocks.map(({ count }) => count),
    bytes,
  ]);

/** Appends all blocks; gives back all packs. */
function packed(blocks: Iterable<CallBlock>): unknown[] {
  const builder = new PackBuilder();
  return shape([...[...blocks].flatMap((one) => builder.append(one)), ...builder.finish()]);
}

/** Blocks of a process of so many calls, cut as the ingest cuts them. */
function* cells(calls: number, argsBytes: number): Generator<CallBlock> {
  for (let row = 0; row < calls;) {
    const count = Math.min(calls - row, row === 0 ? 64 : row === 64 ? 448 : 2048);
    yield block(0, row, count, argsBytes);
    row += count;
  }
}

test('blocks become packs of at most 16,384 calls', () => {
  const full = Array<number>(7).fill(2048);
  expect(packed(cells(36_864, 100))).toEqual([
    [0, 0, [64, 448, ...full], 14_848],
    [0, 14_848, [...full, 2048], 16_384],
    [0, 31_232, [2048, 2048, 1536], 5632],
  ]);
});

test('large records make small packs', () => {
  expect(packed(cells(3000, 4096))).toEqual([
    [0, 0, [64, 448, 2048], 2560],
    [0, 2560, [440], 440],
  ]);
});

test('a cell that was sent in two parts does not move the borders of packs', () => {
  const parts = [...cells(36_864, 100)].flatMap((one): CallBlock[] => {
    if (one.firstRow !== 12_800) return [one];
    return [block(0, 12_800, 48, 100), { ...block(0, 12_848, 2000, 100), startsCell: false }];
  });
  const firstRows = (packs: unknown[]): unknown[] => packs.map((pack) => (pack as unknown[])[1]);
  expect(firstRows(packed(parts))).toEqual(firstRows(packed(cells(36_864, 100))));
});

test('a pack knows the length of each record', () => {
  const builder = new PackBuilder();
  builder.append(block(0, 0, 2, 10));
  builder.append(block(0, 2, 1, 70_000));
  expect(builder.openBlocks(0).map(({ lengths }) => lengths)).toEqual([
    Uint16Array.of(10, 10),
    Uint32Array.of(70_000),
  ]);
});

test('a process that has ended is handed out, and may go on afterwards', () => {
  const builder = new PackBuilder();
  builder.append(block(0, 0, 10, 5));
  builder.append(block(1, 0, 20, 5));
  expect(shape(builder.close(0))).toEqual([[0, 0, [10], 10]]);
  expect(shape(builder.close(0))).toEqual([]);
  builder.append(block(0, 10, 5, 5));
  expect(shape(builder.finish())).toEqual([
    [1, 0, [20], 20],
    [0, 10, [5], 5],
  ]);
});

test('many processes at once do not stay in memory, and may go on afterwards', () => {
  const builder = new PackBuilder();
  const ready = Array.from({ length: 10 }, (_, procId) => builder.append(block(procId, 0, 10, 5))).flat();
  expect(shape(ready)).toEqual([
    [0, 0, [10], 10],
    [1, 0, [10], 10],
  ]);
  builder.append(block(1, 10, 5, 5));
  expect(shape(builder.finish()).at(-1)).toEqual([1, 10, [5], 5]);
});
