// SPDX-License-Identifier: MIT
/**
 * Names rule sets by their content: SHA-256 of the rules' JSON. Each list is hashed once.
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const cache = new WeakMap<object, string>();

/** One hash for all lists together; of a single list, its own. */
export function rulesHash(...lists: readonly (readonly object[])[]): string {
  const [first, ...others] = lists.map(listHash);
  return others.length === 0 ? (first ?? hashOf('')) : hashOf([first, ...others].join(' '));
}

function listHash(rules: readonly object[]): string {
  let hash = cache.get(rules);
  if (hash === undefined) cache.set(rules, (hash = hashOf(JSON.stringify(rules))));
  return hash;
}

function hashOf(text: string): string {
  return bytesToHex(sha256(utf8ToBytes(text)));
}
