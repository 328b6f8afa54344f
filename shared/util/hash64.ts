// SPDX-License-Identifier: MIT
/**
 * A short stable hash for ids that must not change between runs and machines. Not for security.
 * @module
 */

const PRIME = 0x100_0000_01b3n;

/** FNV-1a, 64 bits, over UTF-16 code units; 16 hexadecimal digits. */
export function hash64(text: string): string {
  let hash = 0xcbf2_9ce4_8422_2325n;
  for (let i = 0; i < text.length; i++)
    hash = ((hash ^ BigInt(text.charCodeAt(i))) * PRIME) & 0xffff_ffff_ffff_ffffn;
  return hash.toString(16).padStart(16, '0');
}
