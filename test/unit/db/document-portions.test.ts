// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { gathered, sendAhead } from '../../../renderer/db/document-portions';
import type { AnalysisDocument, CallRef } from '../../../shared/model/document';
import { call, creation, documentOf, injection, processOf, stepsOf } from '../renderer/documents';

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
  expect(portions).toEqual([240, 240, 219]);
});

test('edges that many calls prove come in smaller portions, and one alone if need be', async () => {
  const proof = (calls: number): CallRef[] =>
    Array.from({ length: calls }, (_, at) => call(0, at, 'WriteProcessMemory'));
  const edges = [3000, 2000, 9000, 10].map((calls, at) =>
    injection(0, at + 1, { steps: stepsOf({ write: proof(calls) }) }),
  );
  const portions: number[] = [];
  const arrived = await gathered((take) =>
    sendAhead(documentOf({ edges }), async (portion) => {
      portions.push(portion.length);
      await take(structuredClone(portion));
    }),
  );
  expect(arrived).toEqual(documentOf({ edges }));
  expect(portions).toEqual([1, 1, 1, 1]);
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
