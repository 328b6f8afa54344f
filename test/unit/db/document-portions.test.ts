// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { gathered, sendAhead } from '../../../renderer/db/document-portions';
import type { AnalysisDocument } from '../../../shared/model/document';
import { creation, documentOf, processOf } from '../renderer/documents';

const large = (): AnalysisDocument =>
  documentOf({
    processes: Array.from({ length: 700 }, (_, at) => processOf(at)),
    edges: Array.from({ length: 699 }, (_, at) => creation(at, at + 1)),
  });

test('a large document arrives whole and in order, though its edges come in portions', async () => {
  const portions: number[] = [];
  const arrived = await gathered((take) =>
    sendAhead(large(), async (edges) => {
      portions.push(edges.length);
      await take(structuredClone(edges));
    }),
  );
  expect(arrived).toEqual(large());
  expect(portions).toEqual([128, 128, 128, 128, 128, 59]);
});

test('a small document comes in one message', async () => {
  const small = documentOf({ processes: [processOf(0), processOf(1)], edges: [creation(0, 1)] });
  const refuse = (): void => {
    throw new Error('a portion of a small document');
  };
  expect(await gathered(() => sendAhead(small, refuse))).toEqual(small);
});

test('no document stays none', async () => {
  expect(await gathered(() => Promise.resolve(null))).toBe(null);
});
