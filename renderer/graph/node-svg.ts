// SPDX-License-Identifier: MIT
/**
 * The picture of one process, as SVG text: used on the screen as a node's image and in exports as part of the
 * drawing. All text of the report is escaped here.
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

/** Text as XML, without the control characters that XML forbids. */
export function escapeXml(text: string): string {
  return text

    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

const ROLE_PATHS = {
  sample: 'M8 2.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  system:
    'M8 5.75a2.25 2.25 0 1 0 0 4.5 2.25 2.25 0 0 0 0-4.5zM8 1.75v2M8 12.25v2M1.75 8h2M12.25 8h2M3.6 3.6l1.4 1.4M11 11l1.4 1.4M12.4 3.6 11 5M5 11l-1.4 1.4',
  external: 'M5.75 6c0-3 4.5-3 4.5 0 0 1.75-2.25 1.75-2.25 3.5M8 12v.4',
  program: 'M2.25 3.25h11.5v9.5H2.25zM2.25 6h11.5',
} as const;

function roleOf({ node }: GraphNode): keyof typeof ROLE_PATHS {
  if (node.sample) return 'sample';
  if (node.process === null) return 'external';
  return node.system ? 'system' : 'program';
}

/** The inside of a node's drawing, with its box's upper left corner at 0,0. */
export function nodeMarkup(element: GraphNode, texts: NodeTexts, palette: Palette): string {
  const { node, injected } = element;
  const w = NODE_WIDTH;
  const h = NODE_HEIGHT;
  const border = node.sample ? palette.accent : node.system ? palette.text2 : palette.lineStrong;
  const borderWidth = node.sample ? 2 : 1;
  const dash = node.process === null ? ' stroke-dasharray="5 4"' : '';
  const ink = node.system ? palette.text2 : palette.text;
  const inset = borderWidth / 2;
  const parts = [
    `<rect x="${inset}" y="${inset}" width="${w - borderWidth}" height="${h - borderWidth}" rx="6" fill="${palette.surface}" stroke="${border}" stroke-width="${borderWidth}"${dash}/>`,
  ];
  if (injected !== null) {
    const colour = injected === 'suspicious' ? palette.suspicious : palette.injection;
    const pattern = {
      injection: '',
      attempt: ' stroke-dasharray="7 4"',
      suspicious: ' stroke-dasharray="3 3"',
    }[injected];
    parts.push(`<path d="M4.5 4v${h - 8}" stroke="${colour}" stroke-width="5"${pattern}/>`);
  }
  parts.push(
    `<path d="${ROLE_PATHS[roleOf(element)]}" transform="translate(12 8)" fill="none" stroke="${node.sample ? palette.accent : palette.text2}" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round"/>`,
  );
  const weight = node.sample ? ' font-weight="600"' : '';
  const name = escapeXml(texts.name);
  parts.push(
    `<text x="34" y="19" font-family="${escapeXml(palette.fontUi)}" font-size="${NAME_SIZE}"${weight} fill="${ink}">${name}</text>`,
    `<text x="34" y="36" font-family="${escapeXml(palette.fontData)}" font-size="12" fill="${palette.text2}">${escapeXml(texts.pid)}</text>`,
    `<text x="${w - 10}" y="36" text-anchor="end" font-family="${escapeXml(palette.fontUi)}" font-size="12" fill="${palette.text2}">${escapeXml(texts.calls)}</text>`,
  );
  if (texts.badge !== '') {
    const width = 12 + 7 * columns(texts.badge);
    parts.push(
      `<rect x="${w - width + 6}" y="-8" width="${width}" height="17" rx="8.5" fill="${palette.surface}" stroke="${palette.fingerprint}" stroke-width="1.5"/>`,
      `<text x="${w - width / 2 + 6}" y="4.5" text-anchor="middle" font-family="${escapeXml(palette.fontUi)}" font-size="12" font-weight="600" fill="${palette.fingerprint}">${escapeXml(texts.badge)}</text>`,
    );
  }
  if (element.more > 0) {
    const text = `+${element.more}`;
    const width = 12 + 7 * text.length;
    parts.push(
      `<rect x="${w - width - 8}" y="${h - 7}" width="${width}" height="15" rx="7.5" fill="${palette.surface}" stroke="${palette.lineStrong}"/>`,
      `<text x="${w - width / 2 - 8}" y="${h + 4.5}" text-anchor="middle" font-family="${escapeXml(palette.fontUi)}" font-size="11" fill="${palette.text2}">${text}</text>`,
    );
  }
  return parts.join('');
}

/** The whole image of a node, with its margin, as a data: URL. */
export function nodeImage(element: GraphNode, texts: NodeTexts, palette: Palette): string {
  const width = NODE_WIDTH + 2 * NODE_MARGIN;
  const height = NODE_HEIGHT + 2 * NODE_MARGIN;
  const svg =
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${-NODE_MARGIN} ${-NODE_MARGIN} ${width} ${height}">` +
    `${nodeMarkup(element, texts, palette)}</svg>`;
  return `data:image/svg+xml;utf8,${encodeURIComponent(svg)}`;
}
