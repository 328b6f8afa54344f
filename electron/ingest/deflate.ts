// SPDX-License-Identifier: MIT
/**
 * Raw deflate at the fast level in Node's thread pool.
 * @module
 */
import { deflateRaw } from 'node:zlib';

/** The result is an array of its own, so that a port does not carry a pool along with it. */
export function deflateFast(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  // Records shrink to a fifth. One output piece that is large enough saves turns of the thread pool.
  const chunkSize = Math.max(1024, Math.ceil(bytes.length / 3));
  return new Promise((resolve, reject) => {
    deflateRaw(bytes, { level: 1, chunkSize }, (error, result) => {
      if (error) reject(error);
      else resolve(new Uint8Array(result));
    });
  });
}
