// SPDX-License-Identifier: MIT
/**
 * Where the labels of parallel edges stand: outside their own line, and on different heights where more than
 * two run side by side, so that none covers another line. Pure; the same for screen and picture.
 * @module
 */
import type { GraphEdge } from './elements';
import { LABEL_SIZE } from './style';
import { columns } from './text-width';

interface Point {
  x: number;
  y: number;
}

/** Width of a label's text in graph units, near enough. */
export function labelWidth(text: string): number {
  return columns(text) * LABEL_SIZE * 0.6;
}

/** How far from the middle of its line a label stands. */
export function labelShift(edge: GraphEdge, text: string, from: Point, to: Point, middle: Point): Point {
  if (edge.lanes < 2 || text === '') return { x: 0, y: 0 };
  const side = middle.x - (from.x + to.x) / 2;
  const x = Math.abs(side) < 4 ? 0 : Math.sign(side) * Math.max(0, labelWidth(text) / 2 - 12);
  const y = edge.lanes > 2 ? (edge.lane - (edge.lanes - 1) / 2) * 22 : 0;
  return { x, y };
}
