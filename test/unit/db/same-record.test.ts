// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameRecord } from '../../../renderer/db/same-record';

/** Records as the database gives them back: numbers, texts, typed arrays, and objects of these. */
const leaf = fc.oneof(
  fc.double(),
  fc.string(),
  fc.constant(null),
  fc.uint8Array(),
  fc.uint16Array(),
  fc.uint32Array(),
  fc.float64Array(),
);
const record = fc.dictionary(fc.string(), fc.oneof(leaf, fc.dictionary(fc.string(), leaf)));

test('a record equals its structured clone', async () => {
  await fc.assert(fc.asyncProperty(record, (value) => isSameRecord(value, structuredClone(value))));
});

test('any byte, type, name or number that differs makes another record', async () => {
  const block = { reportId: 1, path: 'a', data: Uint8Array.of(1, 2, 3), packed: { form: 'plain', rows: 3 } };
  const others = [
    { ...block, reportId: 2 },
    { ...block, path: 'b' },
    { ...block, data: Uint8Array.of(1, 2, 4) },
    { ...block, data: Uint8Array.of(1, 2, 3, 4) },
    { ...block, data: Uint16Array.of(1, 2, 3) },
    { ...block, data: Uint8Array.of(1, 2, 3).buffer },
    { ...block, data: new Blob([Uint8Array.of(1, 2, 3)]) },
    { ...block, packed: { form: 'plain', rows: 4 } },
    { ...block, packed: { form: 'plain' } },
    { ...block, more: 1 },
    { reportId: 1, path: 'a', data: Uint8Array.of(1, 2, 3), other: block.packed },
    null,
  ];
  for (const other of others) {
    expect(await isSameRecord(block, other)).toBe(false);
    expect(await isSameRecord(other, block)).toBe(false);
  }
});

test('Blobs are compared by their bytes', async () => {
  const blob = (...bytes: number[]): { data: Blob } => ({ data: new Blob([Uint8Array.from(bytes)]) });
  expect(await isSameRecord(blob(1, 2), blob(1, 2))).toBe(true);
  expect(await isSameRecord(blob(1, 2), blob(1, 3))).toBe(false);
  expect(await isSameRecord(blob(1, 2), blob(1, 2, 3))).toBe(false);
});

test('a view into a larger buffer equals the same bytes on their own', async () => {
  const large = Uint8Array.of(9, 1, 2, 9);
  expect(await isSameRecord({ data: large.subarray(1, 3) }, { data: Uint8Array.of(1, 2) })).toBe(true);
});
