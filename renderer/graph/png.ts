// SPDX-License-Identifier: MIT
/**
 * An SVG document as PNG bytes, drawn by the browser.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import type { Scene } from './scene-svg';

/** Chromium draws no canvas with a side above 16,384 or more pixels than this. */
const MAX_SIDE = 16_384;
const MAX_PIXELS = 100_000_000;

/** The scale that is used when `scale` is wanted: smaller only where a canvas cannot be that large. */
export function possibleScale(width: number, height: number, scale: number): number {
  return Math.min(scale, MAX_SIDE / width, MAX_SIDE / height, Math.sqrt(MAX_PIXELS / (width * height)));
}

/** @throws UserError `picture-failed` when the browser cannot draw it. */
export async function scenePng(scene: Scene, wanted: number): Promise<{ png: Uint8Array; scale: number }> {
  const scale = possibleScale(scene.width, scene.height, wanted);
  const url = URL.createObjectURL(new Blob([scene.svg], { type: 'image/svg+xml' }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(scene.width * scale);
    canvas.height = Math.round(scene.height * scale);
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no 2d context');
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'));
    if (!blob) throw new Error('the canvas gave no picture');
    return { png: new Uint8Array(await blob.arrayBuffer()), scale };
  } catch (error) {
    throw new UserError('picture-failed', {}, { cause: error });
  } finally {
    URL.revokeObjectURL(url);
  }
}
