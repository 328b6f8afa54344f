// SPDX-License-Identifier: MIT
/**
 * Numbers in the words of the Windows headers, from `shared/data/flags`: bit sets (`PAGE_*`, `MEM_*`, access
 * rights) and enumerations (`NTSTATUS`, information classes). For dialects that log the number alone.
 * Words are names, not prose: they are the same in every language.
 * @module
 */
import documents from 'virtual:data/flags';

interface FlagSetData {
  /** `bits` are joined with `|`; an `enum` has one word a value. */
  kind: 'bits' | 'enum';
  /** The word for 0 in a bit set, where 0 means something. */
  zero?: string;
  /** An enumeration in the low bits of a number whose other bits are `flags`. */
  mask?: number;
  flags?: Record<string, string>;
  words: Record<string, string>;
}

interface FlagSet {
  kind: 'bits' | 'enum';
  zero: string | null;
  /** Bits that hold the enumeration. */
  mask: bigint;
  words: Map<bigint, string>;
  /** Bits, the widest combination first, so that `PROCESS_ALL_ACCESS` wins over its parts. */
  bits: [bigint, string][];
}

const DWORD = 0xffff_ffffn;
let built: Map<string, FlagSet> | null = null;

/** Names of all sets. */
export function flagSets(): string[] {
  return [...sets().keys()].sort();
}

/**
 * The words of a value: bits joined with `|`, what has no word in hex; of an enumeration the exact word, else
 * hex. All sets are 32 bits wide, so junk and sign extension above that are dropped.
 *
 * @example flagWords('memory-protection', 0x140n) // 'PAGE_EXECUTE_READWRITE|PAGE_GUARD'
 */
export function flagWords(set: string, value: bigint): string {
  return knownFlagWords(set, value) ?? hex(value);
}

/** The same, or null where no part of the value has a word. */
export function knownFlagWords(set: string, value: bigint): string | null {
  const flags = sets().get(set);
  if (!flags) return null;
  const low = value & DWORD;
  return flags.kind === 'enum' ? enumWords(flags, low) : bitWords(flags.bits, low, flags.zero);
}

/** The value of a word of a set, e.g. to write rules in words; null where the set has no such word. */
export function flagValue(set: string, word: string): bigint | null {
  const flags = sets().get(set);
  for (const [value, name] of flags ? [...flags.words, ...flags.bits] : []) if (name === word) return value;
  return null;
}

function enumWords(flags: FlagSet, value: bigint): string | null {
  const word = flags.words.get(value & flags.mask) ?? null;
  const rest = value & ~flags.mask;
  if (word === null || rest === 0n) return word;
  return `${word}|${bitWords(flags.bits, rest, null) ?? hex(rest)}`;
}

function bitWords(bits: FlagSet['bits'], value: bigint, zero: string | null): string | null {
  if (value === 0n) return zero;
  const found: [bigint, string][] = [];
  let rest = value;
  for (const [mask, word] of bits) {
    // Combinations may share bits (KEY_READ|KEY_WRITE); one that adds nothing is left out.
    if ((value & mask) !== mask || (rest & mask) === 0n) continue;
    found.push([mask, word]);
    rest &= ~mask;
  }
  if (found.length === 0) return null;
  const words = found.sort(inReadingOrder).map(([, word]) => word);
  if (rest !== 0n) words.push(hex(rest));
  return words.join('|');
}

/** Combinations first (KEY_READ before KEY_WRITE), then generic rights as the headers list them, then bits. */
function inReadingOrder([a, aWord]: [bigint, string], [b, bWord]: [bigint, string]): number {
  const byRank = rank(a, aWord) - rank(b, bWord);
  if (byRank !== 0) return byRank;
  if (rank(a, aWord) === COMBINATION) return aWord < bWord ? -1 : 1;
  const ascending = a < b ? -1 : 1;
  return rank(a, aWord) === GENERIC ? -ascending : ascending;
}

const COMBINATION = 0;
const GENERIC = 1;
const SINGLE = 2;

function rank(mask: bigint, word: string): number {
  if (bitCount(mask) > 1) return COMBINATION;
  return word.startsWith('GENERIC_') ? GENERIC : SINGLE;
}

function hex(value: bigint): string {
  return `0x${value.toString(16)}`;
}

function sets(): Map<string, FlagSet> {
  built ??= new Map(
    documents.flatMap(({ data }) =>
      Object.entries((data as { sets: Record<string, FlagSetData> }).sets).map(
        ([name, set]): [string, FlagSet] => [name, flagSet(set)],
      ),
    ),
  );
  return built;
}

function flagSet(data: FlagSetData): FlagSet {
  const words = entries(data.words);
  const bits = data.kind === 'bits' ? words : entries(data.flags ?? {});
  return {
    kind: data.kind,
    zero: data.zero ?? null,
    mask: data.mask === undefined ? DWORD : BigInt(data.mask),
    words: new Map(data.kind === 'enum' ? words : []),
    bits: bits.sort(([a], [b]) => bitCount(b) - bitCount(a) || (a < b ? -1 : 1)),
  };
}

function entries(words: Record<string, string>): [bigint, string][] {
  return Object.entries(words).map(([value, word]) => [BigInt(value), word]);
}

function bitCount(value: bigint): number {
  let count = 0;
  for (let rest = value; rest !== 0n; rest &= rest - 1n) count += 1;
  return count;
}
