// SPDX-License-Identifier: MIT
/**
 * What the picture of one process consists of: boxes, lines and texts, which the screen draws on a canvas and an
 * export writes as SVG. Pure.
 * @module
 */
import type { GraphNode } from './elements';
import type { Palette } from './palette';
import { columns } from './text-width';

export const NODE_WIDTH = 176;
export const NODE_HEIGHT = 44;
/** Room around the box for the badge on its corner. */
export const NODE_MARGIN = 10;

/** Room for the name in pixels, at NAME_SIZE. */
export const NAME_WIDTH = NODE_WIDTH - 34 - 10;
export const NAME_SIZE = 13;

/** Name and counts as shown, made by the caller in the window's language; the name shortened to NAME_WIDTH. */
export interface NodeTexts {
  name: string;
  pid: string;
  calls: string;
  badge: string;
}

/** A stroke; `dash` is empty for a solid one. */
interface Stroke {
  stroke: string;
  strokeWidth: number;
  dash: readonly number[];
}

export type Shape =
  | ({
      kind: 'box';
      x: number;
      y: number;
      width: number;
      height: number;
      radius: number;
      fill: string;
    } & Stroke)
  /** A path in the terms of SVG, moved by `x` and `y`. */
  | ({ kind: 'path'; path: string; x: number; y: number; round: boolean } & Stroke)
  | {
      kind: 'text';
      text: string;
      x: number;
      /** Of the baseline. */
      y: number;
      anchor: 'start' | 'middle' | 'end';
      font: string;
      size: number;
      bold: boolean;
      fill: string;
    };

const ROLE_PATHS = {
  sample: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  system:
    'M8 5.75a2.25 2.25 0 1 0 0 4.5 2.25 2.25 0 0 0 0-4.5zM8 1.75v2M8 12.25v2M1.75 8h2M12.25 8h2M3.6 3.6l1.4 1.4M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  external: 'M5.75 6c0-3 4.5-3 4.5 0 0 1.75-2.25 1.75-2.25 3.5M8 12v.4',
  program: 'M2.25 3.25h11.5v9.5H2.25zM2.25 6h11.5',
} as const;

const DASHES = { injection: [], attempt: [7, 4], suspicious: [3, 3] } as const;

function roleOf({ node }: GraphNode): keyof typeof ROLE_PATHS {
  if (node.sample) return 'sample';
  if (node.process === null) return 'external';
  return node.system ? 'system' : 'program';
}

/** The picture, with its box's upper left corner at 0,0, what lies above coming last. */
export function nodeShapes(element: GraphNode, texts: NodeTexts, palette: Palette): Shape[] {
  const { node, injected } = element;
  const strokeWidth = node.sample ? 2 : 1;
  const shapes: Shape[] = [
    {
      kind: 'box',
      x: strokeWidth / 2,
      y: strokeWidth / 2,
      width: NODE_WIDTH - strokeWidth,
      height: NODE_HEIGHT - strokeWidth,
      radius: 6,
      fill: palette.surface,
      stroke: node.sample ? palette.accent : node.system ? palette.text2 : palette.lineStrong,
      strokeWidth,
      dash: node.process === null ? [5, 4] : [],
    },
  ];
  if (injected !== null) {
    shapes.push({
      kind: 'path',
      path: `M4.5 4v${NODE_HEIGHT - 8}`,
      x: 0,
      y: 0,
      stroke: injected === 'suspicious' ? palette.suspicious : palette.injection,
      strokeWidth: 5,
      dash: DASHES[injected],
      round: false,
    });
  }
  shapes.push({
    kind: 'path',
    path: ROLE_PATHS[roleOf(element)],
    x: 12,
    y: 8,
    stroke: node.sample ? palette.accent : palette.text2,
    strokeWidth: 1.5,
    dash: [],
    round: true,
  });
  const { fontUi, fontData, text, text2 } = palette;
  const small = { kind: 'text', y: 36, size: 12, bold: false, fill: text2 } as const;
  shapes.push(
    {
      kind: 'text',
      text: texts.name,
      x: 34,
      y: 19,
      anchor: 'start',
      font: fontUi,
      size: NAME_SIZE,
      bold: node.sample,
      fill: node.system ? text2 : text,
    },
    { ...small, text: texts.pid, x: 34, anchor: 'start', font: fontData },
    { ...small, text: texts.calls, x: NODE_WIDTH - 10, anchor: 'end', font: fontUi },
  );
  if (texts.badge !== '') shapes.push(...badge(texts.badge, palette));
  if (element.more > 0) shapes.push(...moreMark(`+${element.more}`, palette));
  return shapes;
}

/** Number of findings, on the upper right corner. */
function badge(text: string, { surface, fingerprint, fontUi }: Palette): Shape[] {
  const width = 12 + 7 * columns(text);
  const x = NODE_WIDTH - width + 6;
  const stroke = { stroke: fingerprint, strokeWidth: 1.5, dash: [] };
  const middle = { x: x + width / 2, y: 4.5, anchor: 'middle', font: fontUi, size: 12 } as const;
  return [
    { kind: 'box', x, y: -8, width, height: 17, radius: 8.5, fill: surface, ...stroke },
    { kind: 'text', text, ...middle, bold: true, fill: fingerprint },
  ];
}

/** How many others are not shown, on the lower edge. */
function moreMark(text: string, { surface, lineStrong, text2, fontUi }: Palette): Shape[] {
  const width = 12 + 7 * text.length;
  const x = NODE_WIDTH - width - 8;
  const y = NODE_HEIGHT - 7;
  const stroke = { stroke: lineStrong, strokeWidth: 1, dash: [] };
  const middle = {
    x: x + width / 2,
    y: NODE_HEIGHT + 4.5,
    anchor: 'middle',
    font: fontUi,
    size: 11,
  } as const;
  return [
    { kind: 'box', x, y, width, height: 15, radius: 7.5, fill: surface, ...stroke },
    { kind: 'text', text, ...middle, bold: false, fill: text2 },
  ];
}
