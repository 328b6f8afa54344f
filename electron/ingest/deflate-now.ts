// SPDX-License-Identifier: MIT
/**
 * Raw deflate at the fast level, at once.
 * @module
 */
import { deflateRawSync } from 'node:zlib';

/** The result is an array of its own, so that a port does not carry a pool along with it. */
export function deflateNow(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  // Records shrink to a fifth: one output piece is large enough.
  const chunkSize = Math.max(1024, Math.ceil(bytes.length / 3));
  return new Uint8Array(deflateRawSync(bytes, { level: 1, chunkSize }));
}
