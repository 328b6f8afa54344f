// SPDX-License-Identifier: MIT
/**
 * Decompresses xz as a stream.
 * @module
 */
import { XzReadableStream } from 'xz-decompress';
import { UserError } from '../../shared/errors/kinds';
import { SourceDamage } from '../../shared/ingest/source';

/** How a whole file ends. */
const FOOTER = 'YZ';
/** Kinds of checks that the library knows: none, CRC32 and CRC64. */
const CHECKS = [0, 1, 4];

export async function* unxzChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let sourceError: unknown = null;
  let head: Uint8Array | null = null;
  let tail = '';
  let isAnyGiven = false;
  const compressed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        // The source reuses its buffers.
        if (done) controller.close();
        else {
          const bytes = value.slice();
          head ??= bytes;
          tail = (tail + String.fromCharCode(...bytes.subarray(-FOOTER.length))).slice(-FOOTER.length);
          controller.enqueue(bytes);
        }
      } catch (error) {
        sourceError = error;
        controller.error(error);
      }
    },
  });
  try {
    for await (const chunk of new XzReadableStream(compressed) as unknown as AsyncIterable<Uint8Array>) {
      isAnyGiven = true;
      yield chunk;
    }
  } catch {
    if (sourceError) throw sourceError;
    // The library says no more than that something is wrong.
    if (!isAnyGiven && head && isForeign(head)) throw new UserError('archive-method');
    const isReadToEnd = (await iterator.next().catch(() => ({ done: true }))).done === true;
    throw new SourceDamage(isReadToEnd && tail !== FOOTER ? 'archive-cut-short' : 'archive-damaged');
  }
}

/** Whether the first block is checked or filtered in a way that the library does not know. */
function isForeign(head: Uint8Array): boolean {
  const check = head[7]! & 0x0f;
  const filters = (head[13]! & 3) + 1;
  return !CHECKS.includes(check) || filters > 1;
}
