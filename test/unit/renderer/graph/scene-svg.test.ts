// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { graphElements } from '../../../../renderer/graph/elements';
import { escapeXml } from '../../../../renderer/graph/node-svg';
import type { Palette } from '../../../../renderer/graph/palette';
import { sceneSvg, type SceneTexts } from '../../../../renderer/graph/scene-svg';
import { columns, shortenToColumns } from '../../../../renderer/graph/text-width';
import { buildReportModel } from '../../../../renderer/model/report-model';
import { creation, documentOf, injection, processOf } from '../documents';

const palette = Object.fromEntries(
  'bg surface sunken line lineStrong text text2 accent injection suspicious creation fingerprint fontUi fontData'
    .split(' ')
    .map((name) => [name, name]),
) as unknown as Palette;

const model = buildReportModel(
  documentOf({
    processes: [processOf(0, { inSampleTree: true, name: '<b>"&\u0000.exe' }), processOf(1)],
    edges: [creation(0, 1), injection(0, 1)],
  }),
);
const elements = graphElements(model, new Set(model.nodes.keys()));
const texts: SceneTexts = {
  nodes: new Map(
    elements.nodes.map(({ id, node }) => [id, { name: node.name!, pid: '1', calls: '2', badge: '3' }]),
  ),
  edges: new Map([['i0-1', 'T1055.012 hollowing']]),
  caption: ['<report>', 'facts', 'sha256'],
  legend: {
    looks: { injection: 'injection', attempt: 'attempt', suspicious: 'suspicious', creation: 'creation' },
    sample: 'sample',
    injected: 'injected',
    external: 'external',
  },
};
const lines = elements.edges.map(({ id }, at) => ({
  id,
  from: { x: 100, y: 44 },
  to: { x: 100, y: 130 },
  control: [{ x: 100 + (at ? 40 : -40), y: 87 }],
  corners: [],
  middle: { x: 100 + (at ? 20 : -20), y: 87 },
}));
const scene = sceneSvg(elements, { p0: { x: 100, y: 22 }, p1: { x: 100, y: 152 } }, lines, texts, palette);

describe('the picture of a graph', () => {
  it('holds every process, edge, label, the caption and the legend', () => {
    const shown = [...scene.svg.matchAll(/<text[^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);
    for (const text of ['p1.exe', 'T1055.012 hollowing', 'facts', 'sha256', 'attempt', 'external']) {
      expect(shown).toContain(text);
    }
  });

  it('has finite measures throughout', () => {
    expect(Number.isFinite(scene.width) && Number.isFinite(scene.height)).toBe(true);
    expect(scene.svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it('shows names of the report as text', () => {
    expect(scene.svg).not.toContain('<b>');
    expect(scene.svg).toContain('&#60;b&#62;&#34;&#38;\ufffd.exe');
  });

  it('can be drawn of nothing', () => {
    const empty = sceneSvg({ nodes: [], edges: [], hidden: 0 }, {}, [], texts, palette);
    expect(empty.svg).not.toMatch(/NaN|Infinity/);
  });
});

describe('text in SVG', () => {
  it('never holds what XML forbids', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const safe = escapeXml(text);
        expect(safe.isWellFormed()).toBe(true);

        expect(safe).not.toMatch(/[<>"'\u0000-\u0008\u000b\u000c\u000e-\u001f]/);
      }),
    );
  });

  it('counts wide characters double and is shortened in the middle', () => {
    expect(columns('検体.exe')).toBe(8);
    expect(shortenToColumns('解答用紙の検体名.exe', 12)).toBe('解答用….exe');
  });
});
