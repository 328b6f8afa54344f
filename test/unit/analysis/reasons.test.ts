// SPDX-License-Identifier: MIT
/** Every reason that the cases bring out is a whole sentence in both languages, with nothing unsaid left in it. */
import { expect, it } from 'vitest';
import { STEP_NAMES, type InjectionEdge } from '../../../shared/model/document';
import { builtinTechniqueRules } from '../../../shared/rules/technique-rules';
import { analyseCase } from '../../../shared/rules/case-run';
import { techniqueCases } from '../../cases/case-files';

const edges: { name: string; edge: InjectionEdge }[] = techniqueCases().flatMap((test) =>
  analyseCase(test).edges.flatMap((edge) => (edge.kind === 'injection' ? [{ name: test.name, edge }] : [])),
);

it('no reason shows a value that the log does not have', () => {
  const bad = edges.flatMap(({ name, edge }) =>
    edge.why.flatMap(({ code, en, ja }) =>
      /\bnone\b|-1\b|undefined|\{|\}/.test(`${en} ${ja}`) ? [`${name}: ${code}: ${en} / ${ja}`] : [],
    ),
  );
  expect(bad).toEqual([]);
});

it('every reason ends as a sentence and names its parameters', () => {
  for (const { edge } of edges)
    for (const { en, ja, params } of edge.why) {
      expect(en).toMatch(/^\S.*\.$/);
      expect(ja).toMatch(/。$/);
      expect(Object.keys(params)).toEqual(expect.arrayContaining(['source', 'target']));
    }
});

it('every technique is brought out by a case, with a confidence between its limits', () => {
  const shown = new Set(edges.map(({ edge }) => edge.technique));
  expect(builtinTechniqueRules().filter(({ id }) => !shown.has(id))).toEqual([]);
  for (const { edge } of edges) {
    expect(edge.confidence).toBeGreaterThanOrEqual(0.05);
    expect(edge.confidence).toBeLessThanOrEqual(0.99);
  }
});

it('every evidence call stands in exactly one step, in order, and there is at least one', () => {
  for (const { name, edge } of edges) {
    const places = STEP_NAMES.flatMap((step) =>
      edge.steps[step].map(({ procId, index }) => `${procId}:${index}`),
    );
    expect(places.length, name).toBeGreaterThan(0);
    expect(new Set(places).size, name).toBe(places.length);
    for (const step of STEP_NAMES) {
      const indexes = edge.steps[step].map(({ procId, index }) => [procId, index] as const);
      expect(
        indexes.toSorted((a, b) => a[0] - b[0] || a[1] - b[1]),
        name,
      ).toEqual(indexes);
    }
  }
});
