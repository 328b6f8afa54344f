// SPDX-License-Identifier: MIT
/**
 * Texts of a report on a terminal or in a document: hostile, so nothing in them may move the cursor, change
 * colours, break a line or turn the direction of writing.
 * @module
 */

const UNSHOWN = /[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

/** The text with every control and format character written as `\u…`. */
export function shown(value: string): string {
  return value.replace(UNSHOWN, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}
