// SPDX-License-Identifier: MIT
/**
 * Names a rule set by its content: SHA-256 of the rules' canonical JSON.
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

const cache = new WeakMap<object, string>();

export function rulesHash(rules: readonly object[]): string {
  let hash = cache.get(rules);
  if (hash === undefined) cache.set(rules, (hash = bytesToHex(sha256(utf8ToBytes(JSON.stringify(rules))))));
  return hash;
}
