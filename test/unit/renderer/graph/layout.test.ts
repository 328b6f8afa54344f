// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { layoutGraph, type LayoutInput } from '../../../../renderer/graph/layout';
import { packBoxes } from '../../../../renderer/graph/pack';

const SIZE = { width: 176, height: 44 };

function graph(count: number, edges: [number, number][]): LayoutInput {
  return {
    nodes: Array.from({ length: count }, (_, at) => ({ id: `p${at}`, ...SIZE })),
    edges: edges.map(([source, target]) => ({ source: `p${source}`, target: `p${target}`, label: 100 })),
  };
}

function overlaps(input: LayoutInput): [string, string][] {
  const positions = Object.entries(layoutGraph(input).positions);
  return positions.flatMap(([a, one], at) =>
    positions
      .slice(at + 1)
      .filter(
        ([, other]) => Math.abs(one.x - other.x) < SIZE.width && Math.abs(one.y - other.y) < SIZE.height,
      )
      .map(([b]): [string, string] => [a, b]),
  );
}

describe('the layout', () => {
  it('puts who is created below its creator', () => {
    const { p0, p1, p2 } = layoutGraph(
      graph(3, [
        [0, 1],
        [1, 2],
      ]),
    ).positions;
    expect(p0!.y < p1!.y && p1!.y < p2!.y).toBe(true);
  });

  it('lets no two processes overlap, in one part or in many', () => {
    const edges = Array.from({ length: 60 }, (_, at): [number, number] => [Math.floor(at / 4), at + 1]);
    expect(overlaps(graph(90, edges))).toEqual([]);
  });

  it('places processes that nothing connects in rows instead of one endless line', () => {
    const positions = Object.values(layoutGraph(graph(100, [])).positions);
    const width = Math.max(...positions.map(({ x }) => x)) - Math.min(...positions.map(({ x }) => x));
    expect(width).toBeLessThan(100 * SIZE.width * 0.3);
  });

  it('is the same twice', () => {
    const input = graph(40, [
      [0, 1],
      [0, 2],
      [2, 3],
      [5, 6],
      [6, 5],
    ]);
    expect(layoutGraph(input)).toEqual(layoutGraph(input));
  });

  it('has nothing to place in an empty graph', () => {
    expect(layoutGraph({ nodes: [], edges: [] })).toEqual({ positions: {}, rails: [] });
  });
});

describe('a wide tree', () => {
  /** One process with forty children, of which one was injected into by its creator. */
  const wide = graph(
    41,
    Array.from({ length: 40 }, (_, at): [number, number] => [0, at + 1]),
  );
  wide.edges = wide.edges.map((edge) => ({ ...edge, label: edge.target === 'p7' ? 120 : 0 }));
  const { positions, rails } = layoutGraph(wide);

  it('has its leaves below each other, on rails', () => {
    const spots = Object.values(positions);
    const width = Math.max(...spots.map(({ x }) => x)) - Math.min(...spots.map(({ x }) => x));
    expect(width).toBeLessThan(1000);
    expect(overlaps(wide)).toEqual([]);
  });

  it('keeps accusations out of the rails', () => {
    expect(rails).toHaveLength(39);
    expect(rails).not.toContain('p7');
  });
});

describe('packing', () => {
  it('starts a new shelf where the row is full', () => {
    const boxes = Array.from({ length: 4 }, () => ({ width: 100, height: 100 }));
    expect(packBoxes(boxes, 0)).toEqual([
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 0, y: 100 },
      { x: 100, y: 100 },
    ]);
  });
});
