// SPDX-License-Identifier: MIT
/**
 * What kind of file holds a report, by its first bytes and never by its name.
 * @module
 */

/** Formats that no library here reads are told all the same, to be named. */
export type FileFormat = 'plain' | 'gzip' | 'zip' | 'zstd' | 'xz' | 'bzip2' | '7z' | 'rar';

const MAGIC: [Exclude<FileFormat, 'plain'>, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  // Empty, and the first of several volumes.
  ['zip', [0x50, 0x4b, 0x05, 0x06]],
  ['zip', [0x50, 0x4b, 0x07, 0x08]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  // A part to be skipped, with which some compressors begin.
  ...Array.from({ length: 16 }, (_, nth): (typeof MAGIC)[number] => ['zstd', [0x50 + nth, 0x2a, 0x4d, 0x18]]),
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
  ['bzip2', [0x42, 0x5a, 0x68]],
  ['7z', [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]],
  ['rar', [0x52, 0x61, 0x72, 0x21, 0x1a, 0x07]],
];

/** Bytes of a file's beginning that tell its format. */
export const FORMAT_BYTES = 8;

/** The format of a file that begins with these bytes. */
export function fileFormat(head: Uint8Array): FileFormat {
  return MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0] ?? 'plain';
}
