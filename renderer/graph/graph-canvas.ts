// SPDX-License-Identifier: MIT
/**
 * The drawing of one report's graph on the page. Owns the Cytoscape instance; knows no store and no Svelte.
 * What changes between two calls of `show` keeps its place, so that the eye can follow.
 * @module
 */
import cytoscape, { type Core, type EventObject } from 'cytoscape';
import { applyEdges, applyNodes, removeOthers, type Drawing } from './apply-elements';
import { layoutInput, type GraphTexts } from './canvas-data';
import { drawOnDemand, pauseDrawing, prepareDrawing, preparePictures } from './draw-on-demand';
import type { GraphElements } from './elements';
import { finishLines } from './finish-lines';
import { requestLayout } from './layout-client';
import type { Layout, Positions } from './layout';
import { drawNodePictures, forgetPictures } from './node-canvas';
import { NODE_HEIGHT, NODE_WIDTH } from './node-shapes';
import type { Palette } from './palette';
import { inSlices, nextTask } from './slices';
import { graphStyle } from './style';

export interface GraphEvents {
  onnode(id: string): void;
  /** The user wants to see whom the process deals with. */
  onexpand(id: string): void;
  onedge(id: string): void;
  onbackground(): void;
  onviewport(zoom: number): void;
}

/** What a picture needs of each edge: where its line runs and where its label stands, in graph coordinates. */
export interface EdgeGeometry {
  id: string;
  from: { x: number; y: number };
  to: { x: number; y: number };
  control: { x: number; y: number }[];
  /** Corners of a line with straight pieces. */
  corners: { x: number; y: number }[];
  middle: { x: number; y: number };
}

drawOnDemand();
drawNodePictures();

const ZOOM = { min: 0.05, max: 3, fit: 1.1, step: 1.25, readable: 0.3, start: 0.6 };
const PADDING = 32;
const MOVE_MS = 150;
/** Elements that are moved by degrees: each step draws all of them. */
const MOVED_BY_DEGREES = 150;
/** Elements that are made or finished in one go: some milliseconds. */
const SLICE = 12;

function reducedMotion(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

export class GraphCanvas {
  readonly #cy: Core;
  #elements: GraphElements = { nodes: [], edges: [], hidden: 0 };
  #request = 0;
  /** Whether all elements stand where they belong. */
  #settled = true;
  /** The palette that the style sheet was made of: parsing it anew costs a restyle of everything. */
  #palette = '';
  /** Processes whose edge from their creator runs along a rail. */
  #rails: ReadonlySet<string> = new Set();
  /** True until the user moved or zoomed: then new processes no longer refit the view. */
  #fitted = true;

  constructor(container: HTMLElement, events: GraphEvents) {
    this.#cy = cytoscape({
      container,
      minZoom: ZOOM.min,
      maxZoom: ZOOM.max,
      boxSelectionEnabled: false,
      autounselectify: true,
      pixelRatio: 'auto',
    });
    this.#cy.on('tap', (event: EventObject) => {
      const target = event.target as cytoscape.SingularElementReturnValue | Core;
      if (target === this.#cy) events.onbackground();
      else if ((target as cytoscape.SingularElementReturnValue).isNode()) events.onnode(event.target.id());
      else events.onedge(event.target.data('edgeId'));
    });
    this.#cy.on('dbltap', 'node', (event: EventObject) => events.onexpand(event.target.id()));
    this.#cy.on('viewport', () => events.onviewport(this.#cy.zoom()));
    this.#cy.on('scrollzoom dragpan pinchzoom', () => (this.#fitted = false));
    this.#cy.on('dragfree', 'node', () => void this.#finishLines());
    for (const kind of ['node', 'edge']) {
      this.#cy.on('mouseover', kind, () => container.classList.add('over'));
      this.#cy.on('mouseout', kind, () => container.classList.remove('over'));
    }
  }

  /**
   * Shows these elements. Resolves when they stand in their places; a later call overtakes an earlier one.
   * Of a report that is being read, what is drawn already is drawn again only where its outline changed, and
   * nothing moves there by degrees.
   */
  async show(
    elements: GraphElements,
    texts: GraphTexts,
    palette: Palette,
    { relayout, reading }: { relayout: boolean; reading: boolean },
  ): Promise<void> {
    const request = ++this.#request;
    await nextTask();
    if (request !== this.#request) return;
    const shape = (list: GraphElements): string =>
      JSON.stringify([list.nodes.map(({ id }) => id), list.edges.map(({ id }) => id)]);
    const sameShape = this.#settled && shape(elements) === shape(this.#elements);
    let layout: Layout | null = null;
    if (!sameShape || relayout) {
      layout = await requestLayout(layoutInput(elements, texts));
      if (request !== this.#request) return;
      this.#rails = new Set(layout.rails);
    }
    this.#elements = elements;
    this.#settled = false;
    const goesOn = (): boolean => request === this.#request;
    const positions = layout?.positions ?? null;
    if (await this.#apply(elements, texts, palette, positions, reading, goesOn)) this.#settled = true;
  }

  /** In slices, since hundreds of processes take long; gives whether it came to the end. */
  async #apply(
    { nodes, edges }: GraphElements,
    texts: GraphTexts,
    palette: Palette,
    positions: Positions | null,
    reading: boolean,
    goesOn: () => boolean,
  ): Promise<boolean> {
    const cy = this.#cy;
    const first = cy.nodes().empty();
    const before = new Map(cy.nodes().map((node) => [node.id(), { ...node.position() }]));
    const drawnWith = JSON.stringify(palette);
    const samePalette = drawnWith === this.#palette;
    if (!samePalette) cy.style(graphStyle(palette));
    this.#palette = drawnWith;
    removeOthers(cy, nodes, edges);
    const drawing = { texts, palette, positions, rails: this.#rails, outlinesOnly: reading && samePalette };
    // All is drawn at once in the end: to draw what is there already takes longer than to make what is new.
    const resume = pauseDrawing(cy);
    const apply =
      <T>(act: (on: Core, slice: readonly T[], how: Drawing) => void) =>
      (slice: readonly T[]): void => {
        act(cy, slice, drawing);
        prepareDrawing(cy);
      };
    try {
      const isThere =
        (await inSlices(nodes, SLICE, apply(applyNodes), goesOn)) &&
        (await inSlices(edges, SLICE, apply(applyEdges), goesOn));
      if (!isThere) return false;
      forgetPictures(cy, new Set(cy.nodes().map((node) => node.data('image') as string)));
      return await this.#place(positions, before, reading || first, goesOn);
    } finally {
      resume();
    }
  }

  /** Moves processes to their places, at once or by degrees. */
  async #place(
    positions: Positions | null,
    before: ReadonlyMap<string, { x: number; y: number }>,
    atOnce: boolean,
    goesOn: () => boolean,
  ): Promise<boolean> {
    const cy = this.#cy;
    if (!positions) return this.#finishLines(goesOn);
    const animate = !atOnce && !reducedMotion() && cy.elements().length <= MOVED_BY_DEGREES;
    cy.batch(() => {
      cy.nodes().forEach((node) => {
        const spot = positions[node.id()];
        const old = before.get(node.id());
        if (!spot || (old?.x === spot.x && old.y === spot.y)) return;
        if (animate && old) node.animate({ position: { ...spot } }, { duration: MOVE_MS });
        else node.position({ ...spot });
      });
    });
    if (this.#fitted) this.#view(positions, true);
    if (!animate) return this.#finishLines(goesOn);
    setTimeout(() => void this.#finishLines(), MOVE_MS + 30);
    return true;
  }

  /** What depends on where things stand. */
  async #finishLines(goesOn = (): boolean => true): Promise<boolean> {
    const cy = this.#cy;
    if (cy.destroyed()) return false;
    const known = new Map(this.#elements.edges.map((edge) => [edge.id, edge]));
    const isAlive = (): boolean => !cy.destroyed() && goesOn();
    const lines = await inSlices(
      cy.edges().toArray(),
      SLICE,
      (slice) => {
        finishLines(cy, slice, known);
        prepareDrawing(cy);
        preparePictures(cy, slice);
      },
      isAlive,
    );
    return lines && inSlices(cy.nodes().toArray(), SLICE, (slice) => preparePictures(cy, slice), isAlive);
  }

  /** Marks what is selected and lets the rest step back. Ids of edges are those of the document. */
  mark(nodeIds: ReadonlySet<string>, edgeIds: ReadonlySet<string>): void {
    const cy = this.#cy;
    cy.batch(() => {
      cy.elements().removeClass('selected dim');
      if (nodeIds.size === 0 && edgeIds.size === 0) return;
      const edges = cy.edges().filter((edge) => edgeIds.has(edge.data('edgeId') as string));
      const nodes = cy.nodes().filter((node) => nodeIds.has(node.id()));
      const lit = edges.union(edges.connectedNodes()).union(nodes.closedNeighborhood());
      edges.addClass('selected');
      nodes.addClass('selected');
      cy.elements()
        .difference(edgeIds.size > 0 ? edges.union(edges.connectedNodes()) : lit)
        .addClass('dim');
    });
  }

  /** Brings elements into view if they are not, without changing the zoom. */
  reveal(nodeIds: readonly string[]): void {
    const nodes = this.#cy.nodes().filter((node) => nodeIds.includes(node.id()));
    if (nodes.empty()) return;
    const box = nodes.boundingBox({ includeLabels: false });
    const view = this.#cy.extent();
    if (box.x1 >= view.x1 && box.x2 <= view.x2 && box.y1 >= view.y1 && box.y2 <= view.y2) return;
    this.#cy.center(nodes);
    this.#fitted = false;
  }

  /** Brings the whole graph into view, as the user asks for it. */
  fit(): void {
    if (this.#cy.nodes().empty()) return;
    this.#view(this.positions(), false);
    this.#fitted = true;
  }

  /** @param readable a graph too large for the view starts with its first process in a readable size */
  #view(positions: Positions, readable: boolean): void {
    const cy = this.#cy;
    const spots = Object.values(positions);
    const x1 = spots.reduce((least, { x }) => Math.min(least, x), Infinity) - NODE_WIDTH / 2;
    const x2 = spots.reduce((most, { x }) => Math.max(most, x), -Infinity) + NODE_WIDTH / 2;
    const y1 = spots.reduce((least, { y }) => Math.min(least, y), Infinity) - NODE_HEIGHT / 2;
    const y2 = spots.reduce((most, { y }) => Math.max(most, y), -Infinity) + NODE_HEIGHT / 2;
    const room = { x: cy.width() - 2 * PADDING, y: cy.height() - 2 * PADDING };
    const whole = Math.max(ZOOM.min, Math.min(ZOOM.fit, room.x / (x2 - x1), room.y / (y2 - y1)));
    const first = positions[this.#elements.nodes[0]?.id ?? ''];
    const zoom = readable && whole < ZOOM.readable && first ? ZOOM.start : whole;
    const middle =
      zoom === whole || !first
        ? { x: (x1 + x2) / 2, y: (y1 + y2) / 2 }
        : {
            x: Math.max(first.x, x1 + room.x / zoom / 2),
            y: Math.max(first.y - NODE_HEIGHT / 2 + room.y / zoom / 2, y1 + room.y / zoom / 2),
          };
    cy.viewport({ zoom, pan: { x: cy.width() / 2 - zoom * middle.x, y: cy.height() / 2 - zoom * middle.y } });
  }

  /** Another graph comes: the view is fitted to it, whatever the user did with the last one. */
  fitNext(): void {
    this.#fitted = true;
  }

  zoomBy(steps: number): void {
    const cy = this.#cy;
    this.#fitted = false;
    const middle = { x: cy.width() / 2, y: cy.height() / 2 };
    cy.zoom({ level: cy.zoom() * ZOOM.step ** steps, renderedPosition: middle });
  }

  /** The container changed its size. */
  resize(): void {
    this.#cy.resize();
    if (this.#fitted && this.#cy.nodes().nonempty()) this.#view(this.positions(), true);
  }

  get elements(): GraphElements {
    return this.#elements;
  }

  positions(): Positions {
    return Object.fromEntries(this.#cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  }

  geometry(): EdgeGeometry[] {
    return this.#cy.edges().map((edge) => ({
      id: edge.data('edgeId') as string,
      from: edge.sourceEndpoint(),
      to: edge.targetEndpoint(),
      control: edge.controlPoints() ?? [],
      corners: (edge.segmentPoints() as { x: number; y: number }[] | undefined) ?? [],
      middle: edge.midpoint(),
    }));
  }

  destroy(): void {
    this.#request += 1;
    this.#cy.destroy();
  }
}
