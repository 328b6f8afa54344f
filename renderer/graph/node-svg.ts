// SPDX-License-Identifier: MIT
/**
 * The picture of one process as SVG text, for exports. All text of the report is escaped here.
 * @module
 */
import type { Shape } from './node-shapes';

/** Text as XML, without the control characters that XML forbids. */
export function escapeXml(text: string): string {
  return text

    .replace(
      /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g,
      '\ufffd',
    )
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}

/** The inside of a drawing. */
export function shapesMarkup(shapes: readonly Shape[]): string {
  return shapes.map(markupOf).join('');
}

function markupOf(shape: Shape): string {
  if (shape.kind === 'text') {
    const { text, x, y, anchor, font, size, bold, fill } = shape;
    const place = anchor === 'start' ? '' : ` text-anchor="${anchor}"`;
    const weight = bold ? ' font-weight="600"' : '';
    return `<text x="${x}" y="${y}"${place} font-family="${escapeXml(font)}" font-size="${size}"${weight} fill="${fill}">${escapeXml(text)}</text>`;
  }
  const dash = shape.dash.length > 0 ? ` stroke-dasharray="${shape.dash.join(' ')}"` : '';
  const stroke = `stroke="${shape.stroke}" stroke-width="${shape.strokeWidth}"${dash}`;
  if (shape.kind === 'box') {
    const { x, y, width, height, radius, fill } = shape;
    return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" ${stroke}/>`;
  }
  const round = shape.round ? ' stroke-linecap="round" stroke-linejoin="round"' : '';
  return `<path d="${shape.path}" transform="translate(${shape.x} ${shape.y})" fill="none" ${stroke}${round}/>`;
}
