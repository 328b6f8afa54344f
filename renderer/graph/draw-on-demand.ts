// SPDX-License-Identifier: MIT
/**
 * Lets Cytoscape's canvas draw when something changed, and rest otherwise. By itself it asks for every frame
 * for ever, and each of them costs the page, the compositor and the screen's process their share, though
 * nothing moves. What a frame does is Cytoscape's own doing; here is only whether there is a next one.
 * @module
 */
import cytoscape, { type Core, type SingularElementArgument } from 'cytoscape';

type Box = { x1: number; y1: number; x2: number; y2: number };

/** Pictures of elements or of their labels, drawn once and copied into every frame. */
interface TextureCache {
  getBoundingBox(element: SingularElementArgument): Box;
  getElement(element: SingularElementArgument, box: Box, pixelRatio: number): unknown;
}

/** What a frame needs of Cytoscape's renderer, which its types leave out. */
interface CanvasRenderer {
  cy: { batching(): boolean };
  destroyed?: boolean;
  requestedFrame?: boolean;
  renderOptions?: unknown;
  flushRenderedStyleQueue(): void;
  beforeRenderCallbacks: { fn(willDraw: boolean, timeMs: number): void }[];
  lastDrawTime?: number;
  lastRedrawTime?: number;
  averageRedrawTime?: number;
  redrawCount?: number;
  redrawTotalTime?: number;
  render(options: unknown): void;
  redraw(options?: unknown): void;
  startRenderLoop(): void;
  getPixelRatio(): number;
  data: Record<'eleTxrCache' | 'lblTxrCache' | 'slbTxrCache' | 'tlbTxrCache', TextureCache>;
}

/**
 * Cytoscape sharpens what it drew afterwards, and puts that off by up to 250 ms: for so long after the last frame
 * that was asked for it is given turns. They draw nothing, so they are no frames, which would cost the whole
 * window something.
 */
const REST_AFTER_MS = 500;
const TURN_EVERY_MS = 40;

/** Of each renderer that is awake: when it was last asked to draw, and what comes next. */
const awake = new WeakMap<
  CanvasRenderer,
  { askedMs: number; turn: 'frame' | ReturnType<typeof setTimeout> | null }
>();

/** Renderers that draw nothing for now, and how often that was asked for. */
const paused = new WeakMap<CanvasRenderer, number>();

function wake(renderer: CanvasRenderer): void {
  const known = awake.get(renderer);
  const askedMs = performance.now();
  if (known) known.askedMs = askedMs;
  else awake.set(renderer, { askedMs, turn: null });
  next(renderer);
}

/** A frame where there is something to draw, a turn without one else. */
function next(renderer: CanvasRenderer): void {
  const state = awake.get(renderer)!;
  if (state.turn === 'frame') return;
  if (renderer.requestedFrame) {
    if (state.turn !== null) clearTimeout(state.turn);
    state.turn = 'frame';
    requestAnimationFrame((timeMs) => step(renderer, timeMs));
  } else state.turn ??= setTimeout(() => step(renderer, performance.now()), TURN_EVERY_MS);
}

function step(renderer: CanvasRenderer, timeMs: number): void {
  const state = awake.get(renderer);
  if (!state || renderer.destroyed) return;
  state.turn = null;
  if (paused.get(renderer)) {
    awake.delete(renderer);
    return;
  }
  frame(renderer, timeMs);
  if (renderer.requestedFrame || performance.now() - state.askedMs < REST_AFTER_MS) next(renderer);
  else awake.delete(renderer);
}

function frame(renderer: CanvasRenderer, timeMs: number): void {
  const before = (willDraw: boolean): void => {
    for (const { fn } of renderer.beforeRenderCallbacks) fn(willDraw, timeMs);
  };
  if (renderer.requestedFrame && !renderer.cy.batching()) {
    before(true);
    const startMs = performance.now();
    renderer.render(renderer.renderOptions);
    noteTime(renderer, startMs, performance.now());
    renderer.requestedFrame = false;
  } else if (!renderer.cy.batching()) before(false);
}

/** Cytoscape plans by these how much it does in a frame. */
function noteTime(renderer: CanvasRenderer, startMs: number, endMs: number): void {
  const tookMs = endMs - startMs;
  renderer.lastDrawTime = endMs;
  renderer.lastRedrawTime = tookMs;
  renderer.averageRedrawTime = ((renderer.averageRedrawTime ?? tookMs) + tookMs) / 2;
  renderer.redrawCount = (renderer.redrawCount ?? 0) + 1;
  renderer.redrawTotalTime = (renderer.redrawTotalTime ?? 0) + tookMs;
}

function rendererOf(cy: Core): CanvasRenderer {
  return (cy as unknown as { renderer(): CanvasRenderer }).renderer();
}

/** Works out now how changed elements look, which the next frame would have to do for all of them at once. */
export function prepareDrawing(cy: Core): void {
  rendererOf(cy).flushRenderedStyleQueue();
}

/** Draws now the pictures of elements that the next frame would have to draw for all of them at once. */
export function preparePictures(cy: Core, elements: readonly SingularElementArgument[]): void {
  const renderer = rendererOf(cy);
  const { eleTxrCache, lblTxrCache, slbTxrCache, tlbTxrCache } = renderer.data;
  const view = cy.extent();
  const pixelRatio = renderer.getPixelRatio();
  for (const element of elements) {
    const { x1, x2, y1, y2 } = element.boundingBox();
    if (x1 > view.x2 || x2 < view.x1 || y1 > view.y2 || y2 < view.y1) continue;
    const caches = element.isNode()
      ? [eleTxrCache, lblTxrCache]
      : [eleTxrCache, lblTxrCache, slbTxrCache, tlbTxrCache];
    for (const cache of caches) cache.getElement(element, cache.getBoundingBox(element), pixelRatio);
  }
}

/** Draws nothing until what it gives back is called: for many changes, one after another. */
export function pauseDrawing(cy: Core): () => void {
  const renderer = rendererOf(cy);
  const count = (by: number): number => {
    const times = (paused.get(renderer) ?? 0) + by;
    paused.set(renderer, times);
    return times;
  };
  count(1);
  return () => {
    if (count(-1) === 0) wake(renderer);
  };
}

/** Changes Cytoscape's renderer for all graphs that are made from now on. */
export function drawOnDemand(): void {
  const extension = cytoscape as unknown as (
    type: 'renderer',
    name: 'canvas',
  ) => { prototype: CanvasRenderer };
  const { prototype } = extension('renderer', 'canvas');
  const { redraw } = prototype;
  prototype.startRenderLoop = function () {
    wake(this);
  };
  prototype.redraw = function (options) {
    redraw.call(this, options);
    wake(this);
  };
}
