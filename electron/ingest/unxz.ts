// SPDX-License-Identifier: MIT
/**
 * Decompresses xz as a stream.
 * @module
 */
import { XzReadableStream } from 'xz-decompress';
import { SourceDamage } from '../../shared/ingest/source';

export async function* unxzChunks(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]();
  let sourceError: unknown = null;
  const compressed = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await iterator.next();
        // The source reuses its buffers.
        if (done) controller.close();
        else controller.enqueue(value.slice());
      } catch (error) {
        sourceError = error;
        controller.error(error);
      }
    },
  });
  try {
    for await (const chunk of new XzReadableStream(compressed) as unknown as AsyncIterable<Uint8Array>)
      yield chunk;
  } catch (error) {
    if (sourceError) throw sourceError;
    // The library says no more than that something is wrong; a file that was read to its end was cut.
    const isCut = (await iterator.next().catch(() => ({ done: true }))).done === true;
    throw new SourceDamage(isCut && error instanceof Error ? 'archive-cut-short' : 'archive-damaged');
  }
}
