// SPDX-License-Identifier: MIT
/**
 * The graph in view as a picture for a report or a chat: always in light colours on white, at 2x.
 * @module
 */
import type { StoredReport } from '../../db/contract';
import type { GraphTexts } from '../../graph/canvas-data';
import type { GraphCanvas } from '../../graph/graph-canvas';
import { exportPalette } from '../../graph/palette';
import { scenePng } from '../../graph/png';
import { sceneSvg } from '../../graph/scene-svg';
import { num, t } from '../../i18n/i18n.svelte';
import type { ReportModel } from '../../model/report-model';
import { shownName } from '../../model/shown-name';
import { services } from '../../stores/services';
import { messages } from '../../stores/toasts.svelte';

const SCALE = 2;

async function render(
  canvas: GraphCanvas,
  texts: GraphTexts,
  model: ReportModel,
  report: StoredReport,
): Promise<Uint8Array> {
  const { elements } = canvas;
  const summary = model.document.report;
  const caption = [
    shownName(report),
    [
      t(`ui.dialect.${summary.dialect}`),
      t('ui.status.calls', { calls: num(summary.calls) }),
      t('ui-graph.captionCount', { shown: num(elements.nodes.length), all: num(model.nodes.size) }),
    ].join(' · '),
    `sha256 ${summary.sha256}`,
  ];
  const scene = sceneSvg(
    elements,
    canvas.positions(),
    canvas.geometry(),
    {
      nodes: new Map(elements.nodes.map((node) => [node.id, texts.node(node)])),
      edges: new Map(elements.edges.map((edge) => [edge.id, texts.edge(edge)])),
      caption,
      legend: {
        looks: {
          injection: t('ui-graph.look.injection'),
          attempt: t('ui-graph.look.attempt'),
          suspicious: t('ui-graph.look.suspicious'),
          creation: t('ui-graph.look.creation'),
        },
        sample: t('ui.tree.sample'),
        injected: t('ui-graph.injectedNode'),
        external: t('ui.tree.external'),
      },
    },
    exportPalette(),
  );
  const { png, scale } = await scenePng(scene, SCALE);
  if (scale < SCALE) messages.say('ui-graph.scaledDown', { scale: num(scale, 2) });
  return png;
}

/** `report.json` of folder `log1` becomes `log1-report-graph.png`, without characters that file systems refuse. */
export function pictureName(report: Pick<StoredReport, 'file' | 'folder' | 'label'>): string {
  const base =
    report.label ??
    [report.folder, report.file.replace(/\.(json|gz|zip|zst|bson)\b/g, '')].filter(Boolean).join('-');

  const safe = base.replace(/[\u0000-\u001f<>:"/\\|?*]+/g, '-').replace(/^[.\s-]+|[.\s-]+$/g, '');
  return `${safe.slice(0, 100) || 'kanshiki'}-graph.png`;
}

export async function savePicture(
  canvas: GraphCanvas,
  texts: GraphTexts,
  model: ReportModel,
  report: StoredReport,
): Promise<void> {
  const png = await render(canvas, texts, model, report);
  const file = await services().host.savePng(pictureName(report), png);
  if (file !== null) messages.say('ui-graph.saved', { file });
}

export async function copyPicture(
  canvas: GraphCanvas,
  texts: GraphTexts,
  model: ReportModel,
  report: StoredReport,
): Promise<void> {
  await services().host.copyPng(await render(canvas, texts, model, report));
  messages.say('ui-graph.pictureCopied');
}
