// SPDX-License-Identifier: MIT
/**
 * Lets Cytoscape draw the pictures of processes itself. It only knows images by address, and each image made of
 * SVG is a document of its own: milliseconds to make and a hundred kilobytes to keep, for a few lines and words.
 * Its memory of images is filled with pictures of ours instead, under addresses that it never has to fetch.
 * @module
 */
import cytoscape, { type Core, type NodeSingular } from 'cytoscape';
import { NODE_HEIGHT, NODE_WIDTH, type Shape } from './node-shapes';

/** Looks to Cytoscape like an image that has been loaded. */
class NodePicture {
  readonly complete = true;
  readonly width = NODE_WIDTH;
  readonly height = NODE_HEIGHT;

  constructor(
    readonly shapes: readonly Shape[],
    /** The same for the same shapes. */
    readonly content: string,
  ) {}
}

/** What Cytoscape's types leave out. */
interface CanvasRenderer {
  imageCache?: Record<string, { image: unknown }>;
  drawInscribedImage(
    context: CanvasRenderingContext2D,
    image: unknown,
    node: NodeSingular,
    index: number,
    opacity: number,
  ): void;
}

const paths = new Map<string, Path2D>();

function pathOf(path: string): Path2D {
  let known = paths.get(path);
  if (!known) paths.set(path, (known = new Path2D(path)));
  return known;
}

function drawShape(context: CanvasRenderingContext2D, shape: Shape): void {
  if (shape.kind === 'text') {
    context.font = `${shape.bold ? 600 : 400} ${shape.size}px ${shape.font}`;
    context.textAlign = shape.anchor === 'middle' ? 'center' : shape.anchor;
    context.fillStyle = shape.fill;
    context.fillText(shape.text, shape.x, shape.y);
    return;
  }
  context.strokeStyle = shape.stroke;
  context.lineWidth = shape.strokeWidth;
  context.setLineDash([...shape.dash]);
  if (shape.kind === 'box') {
    context.fillStyle = shape.fill;
    context.beginPath();
    context.roundRect(shape.x, shape.y, shape.width, shape.height, shape.radius);
    context.fill();
    context.stroke();
    return;
  }
  context.lineCap = shape.round ? 'round' : 'butt';
  context.lineJoin = shape.round ? 'round' : 'miter';
  context.translate(shape.x, shape.y);
  context.stroke(pathOf(shape.path));
  context.translate(-shape.x, -shape.y);
}

function rendererOf(cy: Core): CanvasRenderer {
  return (cy as unknown as { renderer(): CanvasRenderer }).renderer();
}

let nextAddress = 1;

/**
 * Makes a picture known to the graph; gives the address that its node names it by.
 * @param before the node's address so far, which stays where the picture is the same
 */
export function keepPicture(cy: Core, shapes: readonly Shape[], before: string | undefined): string {
  const content = JSON.stringify(shapes);
  const images = (rendererOf(cy).imageCache ??= {});
  const known = before === undefined ? undefined : images[before]?.image;
  if (before !== undefined && known instanceof NodePicture && known.content === content) return before;
  const address = `picture:${nextAddress++}`;
  images[address] = { image: new NodePicture(shapes, content) };
  return address;
}

/** Forgets the pictures that are not in use. */
export function forgetPictures(cy: Core, used: ReadonlySet<string>): void {
  const images = rendererOf(cy).imageCache ?? {};
  for (const address of Object.keys(images)) if (!used.has(address)) delete images[address];
}

/** Changes Cytoscape's renderer for all graphs that are made from now on. */
export function drawNodePictures(): void {
  const extension = cytoscape as unknown as (
    type: 'renderer',
    name: 'canvas',
  ) => { prototype: CanvasRenderer };
  const { prototype } = extension('renderer', 'canvas');
  const { drawInscribedImage } = prototype;
  prototype.drawInscribedImage = function (context, image, node, index, opacity) {
    if (!(image instanceof NodePicture))
      return drawInscribedImage.call(this, context, image, node, index, opacity);
    context.save();
    // The canvas has its origin in the middle of the node already where Cytoscape draws with ready-made paths.
    if (!isMoved(node)) context.translate(node.position().x, node.position().y);
    context.translate(-NODE_WIDTH / 2, -NODE_HEIGHT / 2);
    context.globalAlpha = opacity;
    context.textBaseline = 'alphabetic';
    for (const shape of image.shapes) drawShape(context, shape);
    context.restore();
  };
}

function isMoved(node: NodeSingular): boolean {
  return Boolean(
    (node as unknown as { _private: { rscratch: { pathCache?: Path2D } } })._private.rscratch.pathCache,
  );
}
