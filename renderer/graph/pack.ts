// SPDX-License-Identifier: MIT
/**
 * Boxes on shelves: the parts of a graph beside and below each other, about as wide as a screen is. Pure.
 * @module
 */

interface Box {
  width: number;
  height: number;
}

const ASPECT = 2.2;

/** Upper left corner of each box, in the order given; the first stays in the upper left. */
export function packBoxes(boxes: readonly Box[], gap: number): { x: number; y: number }[] {
  const area = boxes.reduce((sum, box) => sum + (box.width + gap) * (box.height + gap), 0);
  const widest = boxes.reduce((most, box) => Math.max(most, box.width), 0);
  const shelfWidth = Math.max(widest, Math.sqrt(area * ASPECT));
  let x = 0;
  let y = 0;
  let shelfHeight = 0;
  return boxes.map((box) => {
    if (x > 0 && x + box.width > shelfWidth) {
      x = 0;
      y += shelfHeight + gap;
      shelfHeight = 0;
    }
    const spot = { x, y };
    x += box.width + gap;
    shelfHeight = Math.max(shelfHeight, box.height);
    return spot;
  });
}
