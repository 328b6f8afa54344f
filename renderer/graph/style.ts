// SPDX-License-Identifier: MIT
/**
 * The graph's language as a Cytoscape style sheet: each kind of edge differs in width, line and arrow as well
 * as in colour.
 * @module
 */
import type { StylesheetJson } from 'cytoscape';
import type { EdgeLook } from './elements';
import { NODE_HEIGHT, NODE_MARGIN, NODE_WIDTH } from './node-shapes';
import type { Palette } from './palette';

/** How each kind of edge is drawn, on the screen, in the legend and in exports. */
export const EDGE_STYLE: Record<
  EdgeLook,
  { token: 'creation' | 'injection' | 'suspicious'; width: number; dash: number[]; arrow: 'vee' | 'triangle' }
> = {
  creation: { token: 'creation', width: 1.5, dash: [], arrow: 'vee' },
  injection: { token: 'injection', width: 3, dash: [], arrow: 'triangle' },
  attempt: { token: 'injection', width: 3, dash: [9, 6], arrow: 'triangle' },
  suspicious: { token: 'suspicious', width: 2, dash: [2, 4], arrow: 'triangle' },
};

export const LABEL_SIZE = 12;
/** Where the rail of stacked children leaves its process, from the left edge. */
export const RAIL_X = 18;
/** Distance between parallel edges where they are widest apart. */
export const LANE_STEP = 84;

export function graphStyle(palette: Palette): StylesheetJson {
  const looks = Object.entries(EDGE_STYLE).map(([look, { token, width, dash, arrow }]) => ({
    selector: `edge[look = "${look}"]`,
    style: {
      width,
      'line-color': palette[token],
      'target-arrow-color': palette[token],
      'target-arrow-shape': arrow,
      'arrow-scale': arrow === 'vee' ? 1.1 : 1.25,
      color: palette[token],
      ...(dash.length > 0 ? { 'line-style': 'dashed', 'line-dash-pattern': dash } : {}),
    },
  }));
  return [
    {
      selector: 'node',
      style: {
        shape: 'round-rectangle',
        width: NODE_WIDTH,
        height: NODE_HEIGHT,
        'background-color': palette.surface,
        'background-opacity': 0,
        'background-image': 'data(image)',
        'background-image-containment': 'over',
        'background-clip': 'none',
        'background-width': NODE_WIDTH + 2 * NODE_MARGIN,
        'background-height': NODE_HEIGHT + 2 * NODE_MARGIN,
        'bounds-expansion': [NODE_MARGIN],
        'border-width': 0,
        'overlay-opacity': 0,
        'transition-property': 'opacity',
        'transition-duration': 0,
      },
    },
    {
      selector: 'edge',
      style: {
        'curve-style': 'bezier',
        'control-point-step-size': LANE_STEP,
        label: 'data(label)',
        'font-family': palette.fontUi,
        'font-size': LABEL_SIZE,
        'font-weight': 600,
        'text-background-color': palette.bg,
        'text-background-opacity': 1,
        'text-background-padding': '3px',
        'text-background-shape': 'roundrectangle',
        'text-margin-x': 'data(shiftX)',
        'text-margin-y': 'data(shiftY)',
        'overlay-opacity': 0,
        'z-index': 1,
      },
    },
    ...looks,
    {
      selector: 'edge[rail = 1]',
      style: {
        'curve-style': 'segments',
        'edge-distances': 'endpoints',
        'segment-distances': 'data(bend)',
        'segment-weights': 'data(along)',
        'source-endpoint': `${RAIL_X - NODE_WIDTH / 2}px ${NODE_HEIGHT / 2}px`,
        'target-endpoint': `${-NODE_WIDTH / 2}px 0px`,
      },
    },
    { selector: 'edge[look != "creation"]', style: { 'z-index': 5 } },
    { selector: '.dim', style: { opacity: 0.25 } },
    {
      selector: 'node.selected',
      style: {
        'outline-color': palette.accent,
        'outline-width': 3,
        'outline-offset': 3,
        'outline-opacity': 1,
      },
    },
    { selector: 'edge.selected', style: { width: 'data(thick)', 'arrow-scale': 1.5, 'z-index': 9 } },
    {
      selector: 'edge.selected[look != "creation"]',
      style: { 'text-border-width': 1.5, 'text-border-opacity': 1, 'text-border-color': palette.accent },
    },
    { selector: ':active', style: { 'overlay-opacity': 0 } },
    { selector: 'core', style: { 'active-bg-opacity': 0, 'selection-box-opacity': 0 } },
  ] as unknown as StylesheetJson;
}
