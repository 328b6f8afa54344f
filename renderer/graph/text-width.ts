// SPDX-License-Identifier: MIT
/**
 * How much room text takes, near enough to shorten it without a canvas: wide characters of East Asian scripts
 * count double.
 * @module
 */

/** Code points that are drawn about twice as wide as a Latin letter. */
function isWide(point: number): boolean {
  return (
    (point >= 0x1100 && point <= 0x115f) ||
    (point >= 0x2e80 && point <= 0xa4cf) ||
    (point >= 0xac00 && point <= 0xd7a3) ||
    (point >= 0xf900 && point <= 0xfaff) ||
    (point >= 0xfe30 && point <= 0xfe6f) ||
    (point >= 0xff00 && point <= 0xff60) ||
    (point >= 0xffe0 && point <= 0xffe6) ||
    (point >= 0x1f300 && point <= 0x1faff) ||
    (point >= 0x20000 && point <= 0x3fffd)
  );
}

/** Width in halves of a wide character: a Latin letter is 1. */
export function columns(text: string): number {
  let width = 0;
  for (const char of text) width += isWide(char.codePointAt(0)!) ? 2 : 1;
  return width;
}

/**
 * Shortens text in the middle until `fits` says that it does: both ends say as much, so both stay. The end
 * keeps one character more (the extension of a name).
 */
export function shortenUntil(text: string, fits: (candidate: string) => boolean): string {
  if (fits(text)) return text;
  const chars = Array.from(text);
  const cut = (kept: number): string => {
    const tail = Math.ceil(kept / 2);
    return `${chars.slice(0, kept - tail).join('')}…${chars.slice(chars.length - tail).join('')}`;
  };
  let least = 0;
  let most = chars.length - 1;
  while (least < most) {
    const middle = Math.ceil((least + most) / 2);
    if (fits(cut(middle))) least = middle;
    else most = middle - 1;
  }
  return least === 0 ? '…' : cut(least);
}

/** Shortens text in the middle until it takes at most `max` columns. */
export function shortenToColumns(text: string, max: number): string {
  return shortenUntil(text, (candidate) => columns(candidate) <= max);
}
