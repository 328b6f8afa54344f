// SPDX-License-Identifier: MIT
/**
 * Measures text in the font of an element, without laying it out.
 * @module
 */

let context: CanvasRenderingContext2D | null = null;

/** Says whether a text fits into so many pixels in the element's font. */
export function fitsIn(element: HTMLElement, widthPx: number): (text: string) => boolean {
  const { font } = getComputedStyle(element);
  return (text) => {
    context ??= document.createElement('canvas').getContext('2d')!;
    context.font = font;
    return context.measureText(text).width <= widthPx;
  };
}
