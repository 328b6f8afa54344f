// SPDX-License-Identifier: MIT
/**
 * Children below each other instead of beside each other: a process with many children that did nothing else
 * is drawn like a folder in a file tree, so that a wide tree still fits on a screen. Pure.
 * @module
 */
import type { LayoutInput } from './layout';

interface Member {
  id: string;
  /** Upper left corner inside the box of the group. */
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A process with what is stacked below it; alone where nothing is. */
export interface Group {
  id: string;
  width: number;
  height: number;
  members: Member[];
}

export interface Stacked {
  groups: Group[];
  /** Edges between groups' heads. */
  edges: LayoutInput['edges'];
  /** Processes that stand in a stack: their edge from their creator runs along a rail. */
  rails: string[];
}

const INDENT = 36;
const GAP = 12;
const FEWEST = 2;

/**
 * @param depth how many levels above the leaves are stacked; 0 stacks nothing. Only children whose one
 * relation upward is an unlabelled edge (a creation) are stacked, so no accusation is ever hidden in a rail.
 */
export function stackChildren(input: LayoutInput, depth: number): Stacked {
  const nodes = new Map(input.nodes.map((node) => [node.id, node]));
  const out = new Map<string, string[]>();
  const into = new Map<string, { source: string; plain: boolean }[]>();
  for (const { source, target, label } of input.edges) {
    out.set(source, [...(out.get(source) ?? []), target]);
    into.set(target, [...(into.get(target) ?? []), { source, plain: label === 0 }]);
  }
  const only = (id: string): string | null => {
    const [first, ...more] = into.get(id) ?? [];
    return first && more.length === 0 && first.plain ? first.source : null;
  };

  // Level 0: leaves; level n: whose children are all of lower levels.
  const level = new Map<string, number>();
  for (let at = 0; at < depth; at += 1) {
    for (const { id } of input.nodes) {
      if (level.has(id) || only(id) === null) continue;
      const children = out.get(id) ?? [];
      if (children.every((child) => (level.get(child) ?? Infinity) < at)) level.set(id, at);
    }
  }
  const stackOf = new Map<string, string[]>();
  for (const { id } of input.nodes) {
    const children = (out.get(id) ?? []).filter((child) => level.has(child));
    if (children.length >= FEWEST || (children.length > 0 && level.has(id))) stackOf.set(id, children);
  }
  const rails = new Set([...stackOf.values()].flat());

  const build = (id: string, x: number, y: number): Member[] => {
    const { width, height } = nodes.get(id)!;
    const members: Member[] = [{ id, x, y, width, height }];
    let below = y + height + GAP;
    for (const child of stackOf.get(id) ?? []) {
      const inner = build(child, x + INDENT, below);
      members.push(...inner);
      below = Math.max(...inner.map((member) => member.y + member.height)) + GAP;
    }
    return members;
  };
  const groups = input.nodes
    .filter(({ id }) => !rails.has(id))
    .map(({ id }): Group => {
      const members = build(id, 0, 0);
      const width = Math.max(...members.map((member) => member.x + member.width));
      const height = Math.max(...members.map((member) => member.y + member.height));
      return { id, width, height, members };
    });
  const edges = input.edges.filter(({ source, target }) => !rails.has(source) && !rails.has(target));
  return { groups, edges, rails: [...rails] };
}
