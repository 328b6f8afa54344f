// SPDX-License-Identifier: MIT
/**
 * SHA-256 where the platform has no streaming one: browsers.
 * @module
 */
import { sha256 } from '@noble/hashes/sha2.js';
import type { Hasher } from './source';

/** SHA-256 in plain TypeScript. */
export function portableHash(): Hasher {
  const hash = sha256.create();
  return {
    update: (bytes) => hash.update(bytes),
    digestHex: () => Array.from(hash.digest(), (byte) => byte.toString(16).padStart(2, '0')).join(''),
  };
}
