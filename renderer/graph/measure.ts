// SPDX-License-Identifier: MIT
/**
 * Text shortened to pixels, measured by the browser in the very font that draws it.
 * @module
 */
import { shortenUntil } from './text-width';

let context: CanvasRenderingContext2D | null = null;

/** Shortens text in the middle until it is at most `maxPx` wide in a CSS font such as `600 13px system-ui`. */
export function fitText(text: string, font: string, maxPx: number): string {
  context ??= document.createElement('canvas').getContext('2d')!;
  context.font = font;
  const { measureText } = context;
  const width = (candidate: string): number => measureText.call(context, candidate).width;
  return shortenUntil(text, (candidate) => width(candidate) <= maxPx);
}
