// SPDX-License-Identifier: MIT
import cytoscape from 'cytoscape';
import { expect, test } from 'vitest';
import { forgetPictures, keepPicture } from '../../../../renderer/graph/node-canvas';
import type { Shape } from '../../../../renderer/graph/node-shapes';

const line = (path: string): Shape[] => [
  { kind: 'path', path, x: 0, y: 0, round: false, stroke: '#000', strokeWidth: 1, dash: [] },
];

test('a node keeps the address of its picture for as long as the picture is the same', () => {
  const cy = cytoscape({ headless: true });
  const first = keepPicture(cy, line('M0 0h1'), undefined);
  expect(keepPicture(cy, line('M0 0h1'), first)).toBe(first);
  const second = keepPicture(cy, line('M0 0h2'), first);
  expect(second).not.toBe(first);
  expect(keepPicture(cy, line('M0 0h1'), undefined)).not.toBe(first);
});

test('a picture that was forgotten is made anew under another address', () => {
  const cy = cytoscape({ headless: true });
  const kept = keepPicture(cy, line('M0 0h1'), undefined);
  const gone = keepPicture(cy, line('M0 0h2'), undefined);
  forgetPictures(cy, new Set([kept]));
  expect(keepPicture(cy, line('M0 0h1'), kept)).toBe(kept);
  expect(keepPicture(cy, line('M0 0h2'), gone)).not.toBe(gone);
});
