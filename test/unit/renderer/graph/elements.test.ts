// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import {
  edgeList,
  essentialKeys,
  graphElements,
  keyOfNode,
  nodeId,
} from '../../../../renderer/graph/elements';
import { buildReportModel } from '../../../../renderer/model/report-model';
import { creation, documentOf, injection, processOf } from '../documents';

const idle = (from: number, count: number) => Array.from({ length: count }, (_, at) => processOf(from + at));

describe('what a graph starts with', () => {
  it('is everything that acts, while that is little', () => {
    const model = buildReportModel(
      documentOf({
        processes: idle(0, 5),
        externals: [{ id: 'x0', pid: 4, name: null }],
        edges: [creation(0, 1)],
      }),
    );
    expect([...essentialKeys(model)]).toEqual([0, 1, 2, 3, 4]);
  });

  it("is the sample's tree, both ends of each accusation and their creators, where there is much", () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0, { inSampleTree: true }), ...idle(1, 60)],
        edges: [creation(0, 1), injection(5, 6, { verdict: 'attempt' }), creation(4, 5), creation(30, 31)],
      }),
    );
    expect([...essentialKeys(model)].sort()).toEqual([0, 4, 5, 6]);
  });

  it('is everything where no process stands out', () => {
    expect(essentialKeys(buildReportModel(documentOf({ processes: idle(0, 60) }))).size).toBe(60);
  });

  it("is the report's own processes while neither a sample nor an injection is known", () => {
    const externals = Array.from({ length: 60 }, (_, at) => ({ id: `x${at}` as const, pid: at, name: null }));
    const edges = externals.map(({ id }) => ({
      ...creation(0, 1),
      id: `c${id}`,
      targetProcId: null,
      target: id,
    }));
    const model = buildReportModel(documentOf({ processes: idle(0, 3), externals, edges }));
    expect([...essentialKeys(model)]).toEqual([0, 1, 2]);
  });
});

describe('the elements', () => {
  const model = buildReportModel(
    documentOf({
      processes: [processOf(0, { inSampleTree: true }), processOf(1), processOf(2)],
      externals: [{ id: 'x0', pid: 4, name: null }],
      edges: [creation(0, 1), injection(0, 1), injection(1, 0, { verdict: 'suspicious' }), creation(0, 2)],
    }),
  );

  it('are nodes and edges between visible processes, parallel ones numbered', () => {
    const elements = graphElements(model, new Set([0, 1, 'x0']));
    expect(elements.nodes.map(({ id, injected }) => [id, injected])).toEqual([
      ['p0', 'suspicious'],
      ['p1', 'injection'],
      ['x0', null],
    ]);
    expect(elements.edges.map(({ id, look, lane, lanes }) => [id, look, lane, lanes])).toEqual([
      ['c0-1', 'creation', 0, 3],
      ['i0-1', 'injection', 1, 3],
      ['i1-0', 'suspicious', 2, 3],
    ]);
    expect(elements.hidden).toBe(1);
    expect(elements.nodes.map(({ more }) => more)).toEqual([1, 0, 0]);
  });

  it('are listed with accusations first', () => {
    const elements = graphElements(model, new Set(model.nodes.keys()));
    expect(edgeList(elements).map(({ id }) => id)).toEqual(['i0-1', 'i1-0', 'c0-1', 'c0-2']);
  });

  it('have ids that lead back to the process', () => {
    expect([7, 'x3' as const].map((key) => keyOfNode(nodeId(key)))).toEqual([7, 'x3']);
  });
});
