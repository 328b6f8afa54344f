// SPDX-License-Identifier: MIT
/**
 * Words for flags and enumerations from the tables that a 2.x monitor logs with each API.
 * @module
 */
import { decodeUtf8 } from '../../util/utf8';
import type { BsonDocument, BsonValue } from './bson-document';

export interface FlagTables {
  /** By argument: pairs of a value and its name. */
  values: BsonDocument | undefined;
  /** By argument: pairs of bits and their name. */
  bits: BsonDocument | undefined;
}

/** The words of an argument, joined by `|`; null where its tables say nothing. */
export function flagWords({ values, bits }: FlagTables, name: string, value: BsonValue): string | null {
  if (typeof value !== 'number' && typeof value !== 'bigint') return null;
  const number = BigInt.asUintN(32, BigInt(value));
  for (const [flag, word] of pairsOf(values, name)) if (flag === number) return word;
  const words: string[] = [];
  for (const [flag, word] of pairsOf(bits, name)) {
    if (flag !== 0n && (number & flag) === flag) words.push(word);
  }
  if (words.length > 0) return words.join('|');
  return null;
}

function pairsOf(table: BsonDocument | undefined, name: string): [flag: bigint, word: string][] {
  const list = table instanceof Map ? table.get(name) : undefined;
  if (!Array.isArray(list)) return [];
  return list.flatMap((pair): [bigint, string][] => {
    if (!Array.isArray(pair)) return [];
    const [flag, word] = pair;
    if ((typeof flag !== 'number' && typeof flag !== 'bigint') || !(word instanceof Uint8Array)) return [];
    return [[BigInt.asUintN(32, BigInt(flag)), decodeUtf8(word)]];
  });
}
