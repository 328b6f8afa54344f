// SPDX-License-Identifier: MIT
/**
 * JSON text as indented lines, without parsing it: every character stays as the report has it (numbers of any
 * length, equal keys, NaN), whatever the depth. Only the places of lines are kept. Pure.
 * @module
 */

/** A longer line goes on in the next one. */
export const LINE_BYTES = 1024;
const MAX_INDENT = 60;

export interface JsonLines {
  bytes: Uint8Array;
  count: number;
  starts: Uint32Array;
  ends: Uint32Array;
  depths: Uint32Array;
  /** Where the last line ends: less than the text when `maxLines` were reached. */
  readBytes: number;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const isSpace = (byte: number): boolean => byte === 0x20 || (byte >= 0x09 && byte <= 0x0d);
const isOpening = (byte: number): boolean => byte === 0x7b || byte === 0x5b;
const isClosing = (byte: number): boolean => byte === 0x7d || byte === 0x5d;

export function jsonLines(bytes: Uint8Array, maxLines = 2_000_000): JsonLines {
  const lines: JsonLines = {
    bytes,
    count: 0,
    starts: new Uint32Array(1024),
    ends: new Uint32Array(1024),
    depths: new Uint32Array(1024),
    readBytes: 0,
  };
  let depth = 0;
  /** Start of the line that is open, or -1. */
  let start = -1;
  let at = 0;
  const close = (end: number): void => {
    if (start >= 0) addWrapped(lines, start, end, depth);
    start = -1;
  };
  while (at < bytes.length && lines.count < maxLines) {
    const byte = bytes[at]!;
    if (isSpace(byte)) {
      at += 1;
      continue;
    }
    if (isClosing(byte)) {
      close(at);
      depth = Math.max(0, depth - 1);
      start = at;
      at += 1;
      continue;
    }
    if (start < 0) start = at;
    if (byte === QUOTE) at = endOfString(bytes, at);
    else if (byte === COMMA) close((at += 1));
    else if (isOpening(byte)) {
      let next = at + 1;
      while (next < bytes.length && isSpace(bytes[next]!)) next += 1;
      if (next < bytes.length && isClosing(bytes[next]!)) at = next + 1;
      else {
        close((at += 1));
        depth += 1;
      }
    } else at += 1;
  }
  if (at >= bytes.length) close(bytes.length);
  lines.readBytes = at >= bytes.length ? bytes.length : lines.ends[lines.count - 1]!;
  return lines;
}

/** A line as it is shown, with its indent. */
export function lineText({ bytes, starts, ends, depths }: JsonLines, line: number): string {
  const text = new TextDecoder().decode(bytes.subarray(starts[line], ends[line]));
  return ' '.repeat(Math.min(MAX_INDENT, 2 * depths[line]!)) + text.replace(/[\t\n\v\f\r]+ */g, ' ');
}

function endOfString(bytes: Uint8Array, from: number): number {
  let at = from + 1;
  while (at < bytes.length && bytes[at] !== QUOTE) at += bytes[at] === BACKSLASH ? 2 : 1;
  return Math.min(bytes.length, at + 1);
}

function addWrapped(lines: JsonLines, from: number, to: number, depth: number): void {
  let end = to;
  while (end > from && isSpace(lines.bytes[end - 1]!)) end -= 1;
  for (let start = from; start < end;) {
    let cut = Math.min(end, start + LINE_BYTES);
    // Never inside a character: its later bytes are 10xxxxxx.
    if (cut < end) while (cut > start + 1 && (lines.bytes[cut]! & 0xc0) === 0x80) cut -= 1;
    add(lines, start, cut, depth);
    start = cut;
  }
}

function add(lines: JsonLines, start: number, end: number, depth: number): void {
  const { count } = lines;
  if (count === lines.starts.length) {
    for (const name of ['starts', 'ends', 'depths'] as const) {
      const grown = new Uint32Array(count * 2);
      grown.set(lines[name]);
      lines[name] = grown;
    }
  }
  lines.starts[count] = start;
  lines.ends[count] = end;
  lines.depths[count] = depth;
  lines.count = count + 1;
}
