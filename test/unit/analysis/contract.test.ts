// SPDX-License-Identifier: MIT
/** Every document keeps the contract of the headless command, whatever the log. */
import { expect, it } from 'vitest';
import { analyseCase } from '../../../shared/rules/case-run';
import { techniqueCases } from '../../cases/case-files';
import { breaches } from './contract';

it('keeps its shape, and its parts agree with each other, for every case', () => {
  for (const test of techniqueCases()) expect(breaches(analyseCase(test)), test.name).toEqual([]);
});

it('a document that breaks it is told so', () => {
  const document = analyseCase(techniqueCases().find(({ name }) => name.startsWith('Contest log 1'))!);
  const edge = document.edges.find((one) => one.kind === 'injection')!;
  edge.targetPid = 1;
  edge.steps.open.push(...edge.steps.write);
  document.edges = [edge, { ...edge }];
  expect([...new Set(breaches(document).map((breach) => breach.replace(/[0-9a-f]{8,}/, 'E')))]).toEqual([
    'edge E: target has pid 384, not 1',
    'edge E: call 0:2 stands in two steps',
    'two edges are E',
  ]);
});
