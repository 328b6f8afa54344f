// SPDX-License-Identifier: MIT
/**
 * Looks for a text in the arguments of many calls. Most records are ruled out on the block's bytes alone; what
 * is left is opened and compared properly, so a hit is always in an argument's text, never in a name or in the
 * spelling of JSON, and no spelling hides one.
 * @module
 */
import { recordOf, type Records } from './call-source';

/** Gives the texts that count of one record. */
export type ArgumentTexts = (record: Uint8Array) => string[];

const latin1 = new TextDecoder('latin1');
const utf8 = new TextEncoder();

let lastRecords: Records | null = null;
let lastText = '';

/** A block's bytes as lower-case text, one character a byte; several searches may ask for the same block. */
function lowerText(records: Records): string {
  if (records !== lastRecords) {
    lastText = latin1.decode(records.bytes).toLowerCase();
    lastRecords = records;
  }
  return lastText;
}

/** A character as JSON may spell it: as it is, and escaped; both as they stand in `lowerText`. */
function spellings(character: string): string[] {
  const escaped = Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, '0')}`,
  ).join('');
  return [latin1.decode(utf8.encode(character)).toLowerCase(), escaped];
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/**
 * Spellings that could hide a plain needle: an ASCII character escaped, an escaped slash, and the two letters
 * beyond ASCII that become ASCII in lower case (U+212A, U+0130).
 */
const HIDDEN = [
  '\\\\u00(?:[2-6]|7[0-9a-e])',
  '\\\\/',
  ...['\u212a', '\u0130'].flatMap(spellings).map(literally),
];

/**
 * What a record that can hold the text must show. Either a run of plain characters or, where the text has few
 * of them, one of its other characters in any spelling and either case.
 */
function evidence(needle: string): RegExp {
  const runs = needle.match(/[\x20\x21\x23-\x7e]+/g) ?? [];
  const longest = runs.reduce((best, run) => (run.length > best.length ? run : best), '');
  const other = Array.from(needle).find((character) => character > '\x7f' && !/\p{M}/u.test(character));
  if (longest.length >= 3 || (longest !== '' && other === undefined)) {
    // A backslash is always escaped; control characters and quotes never stand in a run.
    return new RegExp([literally(longest.replaceAll('\\', '\\\\')), ...HIDDEN].join('|'), 'g');
  }
  // Half a surrogate pair, which only a script can ask for, has no spelling of its own.
  if (other === undefined || /\p{Surrogate}/u.test(needle)) return /[^]/g;
  const cases = new Set([other, other.toUpperCase(), other.toLowerCase(), ...foldedLike(other)]);
  return new RegExp([...cases].flatMap(spellings).map(literally).join('|'), 'g');
}

/** Other characters of the basic plane with the same lower case. */
function foldedLike(character: string): string[] {
  const lower = character.toLowerCase();
  const found: string[] = [];
  for (let unit = 0x80; unit < 0xd800; unit += 1) {
    const candidate = String.fromCharCode(unit);
    if (candidate !== character && candidate.toLowerCase().includes(lower)) found.push(candidate);
  }
  return found;
}

export class TextSearch {
  readonly #needle: string;
  readonly #evidence: RegExp;

  /** @param text searched case-insensitively */
  constructor(
    text: string,
    readonly texts: ArgumentTexts,
  ) {
    this.#needle = text.toLowerCase();
    this.#evidence = evidence(this.#needle);
  }

  /** Rows of the block whose arguments hold the text, in order; only those of `wanted`, ascending. */
  *rows(records: Records, wanted: Iterable<number>): Generator<number> {
    const candidates = this.#candidates(records);
    for (const row of wanted) {
      if (!candidates.has(row)) continue;
      const texts = this.texts(recordOf(records, row));
      if (texts.some((text) => text.toLowerCase().includes(this.#needle))) yield row;
    }
  }

  /** Rows whose bytes show the evidence. */
  #candidates(records: Records): Set<number> {
    const { firstRow, starts } = records;
    const text = lowerText(records);
    const rows = new Set<number>();
    const search = this.#evidence;
    let at = 0;
    for (search.lastIndex = 0; ;) {
      const match = search.exec(text);
      if (!match) return rows;
      while (at + 1 < starts.length && starts[at + 1]! <= match.index) at += 1;
      rows.add(firstRow + at);
      // The rest of this record need not be looked at.
      const next = starts[at + 1];
      if (next === undefined) return rows;
      search.lastIndex = Math.max(next, match.index + 1);
    }
  }
}
