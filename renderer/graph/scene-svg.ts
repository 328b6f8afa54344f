// SPDX-License-Identifier: MIT
/**
 * The graph as one SVG document: nodes, edges, labels on plates, legend and caption. Pure text, made from
 * positions and lines that the screen shows, in whatever palette is given. Pictures are made from it.
 * @module
 */
import { EDGE_LOOKS, type GraphElements } from './elements';
import type { EdgeGeometry } from './graph-canvas';
import { labelShift, labelWidth } from './labels';
import type { Positions } from './layout';
import { NODE_HEIGHT, NODE_MARGIN, NODE_WIDTH, nodeShapes, type NodeTexts } from './node-shapes';
import { escapeXml, shapesMarkup } from './node-svg';
import type { Palette } from './palette';
import { EDGE_STYLE, LABEL_SIZE } from './style';
import { columns, shortenToColumns } from './text-width';

export interface SceneTexts {
  nodes: ReadonlyMap<string, NodeTexts>;
  edges: ReadonlyMap<string, string>;
  /** The title, then facts; the last line is a hash. */
  caption: string[];
  legend: {
    looks: Record<(typeof EDGE_LOOKS)[number], string>;
    sample: string;
    injected: string;
    external: string;
  };
}

export interface Scene {
  svg: string;
  width: number;
  height: number;
}

interface Point {
  x: number;
  y: number;
}

const MARGIN = 32;
const CAPTION_LINE = 18;
const LEGEND_LINE = 22;
const MIN_WIDTH = 560;

function num(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** Cytoscape draws several control points as quadratic curves that meet half-way between them. */
function curve(from: Point, control: readonly Point[], to: Point): string {
  let path = `M${num(from.x)} ${num(from.y)}`;
  control.forEach((point, at) => {
    const next = control[at + 1];
    const end = next ? { x: (point.x + next.x) / 2, y: (point.y + next.y) / 2 } : to;
    path += `Q${num(point.x)} ${num(point.y)} ${num(end.x)} ${num(end.y)}`;
  });
  return control.length === 0 ? `${path}L${num(to.x)} ${num(to.y)}` : path;
}

function arrowHead(
  tip: Point,
  before: Point,
  kind: 'vee' | 'triangle',
  width: number,
  colour: string,
): string {
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const length = 8 + width * 1.5;
  const corner = (turn: number): Point => ({
    x: tip.x - length * Math.cos(angle + turn),
    y: tip.y - length * Math.sin(angle + turn),
  });
  const [left, right] = [corner(0.42), corner(-0.42)];
  const line = `M${num(left.x)} ${num(left.y)}L${num(tip.x)} ${num(tip.y)}L${num(right.x)} ${num(right.y)}`;
  return kind === 'triangle'
    ? `<path d="${line}z" fill="${colour}"/>`
    : `<path d="${line}" fill="none" stroke="${colour}" stroke-width="${Math.max(1.5, width)}"/>`;
}

function edgeMarkup(line: EdgeGeometry, look: (typeof EDGE_LOOKS)[number], palette: Palette): string {
  const { token, width, dash, arrow } = EDGE_STYLE[look];
  const colour = palette[token];
  const path =
    line.corners.length > 0
      ? [line.from, ...line.corners, line.to]
          .map(({ x, y }, at) => `${at ? 'L' : 'M'}${num(x)} ${num(y)}`)
          .join('')
      : curve(line.from, line.control, line.to);
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return (
    `<path d="${path}" fill="none" stroke="${colour}" stroke-width="${width}"${dashes}/>` +
    arrowHead(line.to, line.control.at(-1) ?? line.corners.at(-1) ?? line.from, arrow, width, colour)
  );
}

function plate(text: string, at: Point, colour: string, palette: Palette): string {
  if (text === '') return '';
  const width = labelWidth(text) + 10;
  return (
    `<rect x="${num(at.x - width / 2)}" y="${num(at.y - 9)}" width="${num(width)}" height="18" rx="3" fill="${palette.bg}"/>` +
    `<text x="${num(at.x)}" y="${num(at.y + 4)}" text-anchor="middle" font-family="${escapeXml(palette.fontUi)}" font-size="${LABEL_SIZE}" font-weight="600" fill="${colour}">${escapeXml(text)}</text>`
  );
}

/** Entries of the legend from left to right, wrapped where the picture ends. */
function legendMarkup(
  texts: SceneTexts['legend'],
  palette: Palette,
  width: number,
): { svg: string; height: number } {
  const entries: { sign: string; text: string }[] = EDGE_LOOKS.map((look) => ({
    sign: edgeMarkup(
      { id: '', from: { x: 0, y: 0 }, to: { x: 34, y: 0 }, control: [], corners: [], middle: { x: 0, y: 0 } },
      look,
      palette,
    ),
    text: texts.looks[look],
  }));
  const box = (attributes: string, inside = ''): string =>
    `<rect x="1" y="-7" width="32" height="14" rx="3" fill="none" ${attributes}/>${inside}`;
  entries.push(
    { sign: box(`stroke="${palette.accent}" stroke-width="2"`), text: texts.sample },
    {
      sign: box(
        `stroke="${palette.lineStrong}"`,
        `<path d="M4-5v10" stroke="${palette.injection}" stroke-width="4"/>`,
      ),
      text: texts.injected,
    },
    { sign: box(`stroke="${palette.lineStrong}" stroke-dasharray="4 3"`), text: texts.external },
  );
  let x = 0;
  let y = LEGEND_LINE / 2;
  const parts = entries.map(({ sign, text }) => {
    const room = 42 + columns(text) * 6.6 + 24;
    if (x > 0 && x + room > width) {
      x = 0;
      y += LEGEND_LINE;
    }
    const part =
      `<g transform="translate(${num(x)} ${num(y)})">${sign}` +
      `<text x="42" y="4" font-family="${escapeXml(palette.fontUi)}" font-size="12" fill="${palette.text}">${escapeXml(text)}</text></g>`;
    x += room;
    return part;
  });
  return { svg: parts.join(''), height: y + LEGEND_LINE / 2 };
}

/** The first line is the title, the last one (a hash) stands in data type. */
function captionLine(text: string, at: number, lines: number, width: number, palette: Palette): string {
  const title = at === 0;
  const data = at === lines - 1;
  const size = title ? 15 : 12;
  const room = Math.floor((width - 2 * MARGIN) / (size * 0.61));
  const family = escapeXml(data ? palette.fontData : palette.fontUi);
  return (
    `<text x="${MARGIN}" y="${MARGIN + 10 + at * CAPTION_LINE}" font-family="${family}" font-size="${size}"` +
    `${title ? ' font-weight="600"' : ''} fill="${title ? palette.text : palette.text2}">` +
    `${escapeXml(shortenToColumns(text, room))}</text>`
  );
}

export function sceneSvg(
  elements: GraphElements,
  positions: Positions,
  lines: readonly EdgeGeometry[],
  texts: SceneTexts,
  palette: Palette,
): Scene {
  const looks = new Map(elements.edges.map((edge) => [edge.id, edge]));
  const spots = elements.nodes.map(({ id }) => positions[id] ?? { x: 0, y: 0 });
  const ends = lines.flatMap(({ control }) => control);
  const xs = [
    ...spots.flatMap(({ x }) => [x - NODE_WIDTH / 2, x + NODE_WIDTH / 2]),
    ...ends.map(({ x }) => x),
  ];
  const ys = [
    ...spots.flatMap(({ y }) => [y - NODE_HEIGHT / 2 - NODE_MARGIN, y + NODE_HEIGHT / 2]),
    ...ends.map(({ y }) => y),
  ];
  for (const line of lines) {
    const edge = looks.get(line.id);
    const text = texts.edges.get(line.id) ?? '';
    const shift = edge ? labelShift(edge, text, line.from, line.to, line.middle).x : 0;
    const half = labelWidth(text) / 2 + 8;
    xs.push(line.middle.x + shift - half, line.middle.x + shift + half);
  }
  const least = (values: number[]): number => values.reduce((a, b) => Math.min(a, b), values[0] ?? 0);
  const most = (values: number[]): number => values.reduce((a, b) => Math.max(a, b), values[0] ?? 0);
  const [left, right] = [least(xs), most(xs)];
  const [top, bottom] = [least(ys), most(ys)];

  const width = Math.max(MIN_WIDTH, right - left) + 2 * MARGIN;
  const legend = legendMarkup(texts.legend, palette, width - 2 * MARGIN);
  const captionHeight = texts.caption.length * CAPTION_LINE + 12;
  const height = captionHeight + (bottom - top) + legend.height + 4 * MARGIN;
  const shiftX = (width - (right - left)) / 2 - left;
  const shiftY = MARGIN + captionHeight + MARGIN - top;

  const caption = texts.caption.map((text, at) =>
    captionLine(text, at, texts.caption.length, width, palette),
  );
  const drawn = [...lines].sort(
    (a, b) => Number(looks.get(a.id)?.look !== 'creation') - Number(looks.get(b.id)?.look !== 'creation'),
  );
  const edges = drawn.map((line) => edgeMarkup(line, looks.get(line.id)?.look ?? 'creation', palette));
  const nodes = elements.nodes.map((node, at) => {
    const { x, y } = spots[at]!;
    const inside = shapesMarkup(nodeShapes(node, texts.nodes.get(node.id)!, palette));
    return `<g transform="translate(${num(x - NODE_WIDTH / 2)} ${num(y - NODE_HEIGHT / 2)})">${inside}</g>`;
  });
  const labels = drawn.map((line) => {
    const edge = looks.get(line.id);
    if (!edge) return '';
    const text = texts.edges.get(line.id) ?? '';
    const shift = labelShift(edge, text, line.from, line.to, line.middle);
    const at = { x: line.middle.x + shift.x, y: line.middle.y + shift.y };
    return plate(text, at, palette[EDGE_STYLE[edge.look].token], palette);
  });
  const legendTop = height - legend.height - MARGIN;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${num(width)}" height="${num(height)}" viewBox="0 0 ${num(width)} ${num(height)}">` +
    `<rect width="100%" height="100%" fill="${palette.bg}"/>${caption.join('')}` +
    `<g transform="translate(${num(shiftX)} ${num(shiftY)})">${edges.join('')}${nodes.join('')}${labels.join('')}</g>` +
    `<path d="M${MARGIN} ${num(legendTop - 12)}H${num(width - MARGIN)}" stroke="${palette.line}"/>` +
    `<g transform="translate(${MARGIN} ${num(legendTop)})">${legend.svg}</g></svg>`;
  return { svg, width, height };
}
