// SPDX-License-Identifier: MIT
/**
 * Decompresses a stream by the format that its first bytes tell.
 * @module
 */
import { UserError } from '../../shared/errors/kinds';
import { fileFormat, FORMAT_BYTES, type FileFormat } from '../../shared/ingest/file-format';
import { gunzipChunks } from './gunzip';
import { unxzChunks } from './unxz';
import { unzstdChunks } from './unzstd';

/**
 * Compressed or not, the bytes are read from their beginning; a second time where they turn out to be damaged.
 * Throws UserError `archive-unsupported` for what no library here reads.
 */
export function unpackChunks(
  format: Exclude<FileFormat, 'zip'>,
  read: () => AsyncIterable<Uint8Array>,
  name: string,
): AsyncIterable<Uint8Array> {
  switch (format) {
    case 'plain':
      return read();
    case 'gzip':
      return gunzipChunks(read);
    case 'zstd':
      return unzstdChunks(read());
    case 'xz':
      return unxzChunks(read());
    case 'bzip2':
    case '7z':
    case 'rar':
      throw new UserError('archive-unsupported', { name, format });
  }
}

/** How many times its size a report may unpack to: these windows are large, and what repeats itself shrinks much. */
export function mostShrunk(format: FileFormat): number {
  return format === 'zstd' || format === 'xz' ? 20_000 : 200;
}

/** The format of what is read, without reading more than its beginning. */
export async function formatOf(read: () => AsyncIterable<Uint8Array>): Promise<FileFormat> {
  const head: number[] = [];
  for await (const chunk of read()) {
    head.push(...chunk.subarray(0, FORMAT_BYTES - head.length));
    if (head.length === FORMAT_BYTES) break;
  }
  return fileFormat(Uint8Array.from(head));
}
