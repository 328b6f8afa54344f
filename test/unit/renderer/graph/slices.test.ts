// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { inSlices } from '../../../../renderer/graph/slices';

const always = (): boolean => true;

test('everything is handed on once and in order', async () => {
  const slices: number[][] = [];
  expect(await inSlices([1, 2, 3, 4, 5, 6, 7], 3, (slice) => slices.push([...slice]), always)).toBe(true);
  expect(slices).toEqual([[1, 2, 3], [4, 5, 6], [7]]);
});

test('other tasks come in before and between slices', async () => {
  const order: string[] = [];
  setTimeout(() => order.push('before'));
  const done = inSlices(['a', 'b'], 1, ([letter]) => order.push(letter!), always);
  setTimeout(() => order.push('between'));
  await done;
  expect(order).toEqual(['before', 'a', 'between', 'b']);
});

test('what is overtaken stops before its next slice', async () => {
  const seen: number[] = [];
  const done = inSlices(
    [1, 2, 3, 4],
    2,
    (slice) => seen.push(...slice),
    () => seen.length < 2,
  );
  expect(await done).toBe(false);
  expect(seen).toEqual([1, 2]);
});

test('nothing to do is done at once', async () => {
  expect(await inSlices([], 3, () => expect.unreachable(), always)).toBe(true);
});
