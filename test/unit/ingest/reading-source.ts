// SPDX-License-Identifier: MIT
/**
 * Sources read to their end, and archives to read, for tests.
 * @module
 */
import { BlobReader, BlobWriter, ZipWriter } from '@zip.js/zip.js';
import { openSource } from '../../../electron/ingest/open-source';

export interface ReadSource {
  text: string;
  error: unknown;
  readBytes: number;
  totalBytes: number | null;
}

/** All that a source gives, and how it ended. */
export async function readAll(
  place: string,
  options: Parameters<typeof openSource>[1] = {},
): Promise<ReadSource> {
  const pieces: Uint8Array[] = [];
  const source = await openSource(place, options);
  let error: unknown = null;
  try {
    for await (const chunk of source.chunks) if (chunk instanceof Uint8Array) pieces.push(chunk.slice());
  } catch (thrown) {
    error = thrown;
  } finally {
    await source.close();
  }
  return {
    text: Buffer.concat(pieces).toString('utf8'),
    error,
    readBytes: source.readBytes(),
    totalBytes: source.totalBytes,
  };
}

/** A zip of these entries. */
export async function zip(
  entries: Record<string, string | Uint8Array>,
  options: object = {},
): Promise<Uint8Array> {
  const writer = new ZipWriter(new BlobWriter(), options);
  for (const [name, content] of Object.entries(entries)) {
    const blob = new Blob([content as Uint8Array<ArrayBuffer>]);
    await writer.add(name, new BlobReader(blob));
  }
  return new Uint8Array(await (await writer.close()).arrayBuffer());
}
