// SPDX-License-Identifier: MIT
/**
 * When a text counts as written.
 * @module
 */

/** Blanks of any kind, invisible marks, and letters that show nothing (Hangul fillers, the empty Braille cell). */
const NOTHING = /[\s\p{Z}\p{C}\p{M}\u115f\u1160\u3164\uffa0\u2800]/gu;

/** Whether a text holds nothing that can be read. */
export function isBlankText(text: string): boolean {
  return text.replace(NOTHING, '') === '';
}
