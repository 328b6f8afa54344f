// SPDX-License-Identifier: MIT
/**
 * The process tree as lines from top to bottom: what is folded, what is left out. Pure.
 * @module
 */
import { edgeSource, type ProcKey, type ReportModel } from './report-model';

/** A line of the process tree as shown. */
export interface TreeRow {
  key: ProcKey;
  level: number;
  /** 1-based place among its siblings, and their number. */
  position: number;
  siblings: number;
  expanded: boolean | null;
  /** For each level above: whether a line goes on below it. */
  rails: boolean[];
}

/**
 * Processes that are not in the report's list and that nobody created or injected into: only opened or asked
 * about. There may be dozens, and they say little.
 */
export function bystanders(model: ReportModel): Set<ProcKey> {
  const keys = model.roots.filter((key) => {
    const node = model.nodes.get(key)!;
    return node.process === null && node.injectedBy.length === 0 && !model.children.has(key);
  });
  const actors = new Set([...model.edges.values()].map((edge) => edgeSource(edge)));
  return new Set(keys.filter((key) => !actors.has(key)));
}

/** The visible lines of the tree, from top to bottom; without recursion, because a chain may be long. */
export function treeRows(
  model: ReportModel,
  collapsed: ReadonlySet<ProcKey>,
  hidden: ReadonlySet<ProcKey> = new Set(),
): TreeRow[] {
  const rows: TreeRow[] = [];
  const stack: TreeRow[] = [];
  const push = (keys: readonly ProcKey[], level: number, rails: boolean[]): void => {
    for (let at = keys.length - 1; at >= 0; at -= 1) {
      const key = keys[at]!;
      const inner = model.children.get(key);
      stack.push({
        key,
        level,
        position: at + 1,
        siblings: keys.length,
        expanded: inner ? !collapsed.has(key) : null,
        rails: level > 1 ? [...rails, at < keys.length - 1] : [],
      });
    }
  };
  push(
    model.roots.filter((key) => !hidden.has(key)),
    1,
    [],
  );
  while (stack.length > 0) {
    const row = stack.pop()!;
    rows.push(row);
    if (row.expanded) push(model.children.get(row.key)!, row.level + 1, row.rails);
  }
  return rows;
}
