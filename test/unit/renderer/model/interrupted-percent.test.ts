// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { interruptedPercent } from '../../../../renderer/model/interrupted-percent';

test('an interrupted import has come to a whole per cent of its file, and never to its end', () => {
  const at = (readBytes: number): number | null => interruptedPercent({ readBytes, sourceBytes: 1000 });
  expect([0, 9, 10, 439, 999, 1000].map(at)).toEqual([0, 0, 1, 43, 99, 99]);
});

test('where it was not noted, or the size is not known, nobody says how far it had come', () => {
  expect([
    interruptedPercent({ sourceBytes: 1000 }),
    interruptedPercent({ readBytes: null, sourceBytes: 1000 }),
    interruptedPercent({ readBytes: 10, sourceBytes: 0 }),
  ]).toEqual([null, null, null]);
});
