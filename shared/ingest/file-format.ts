// SPDX-License-Identifier: MIT
/**
 * What kind of file holds a report, by its first bytes and never by its name.
 * @module
 */

export type FileFormat = 'plain' | 'gzip' | 'zip' | 'zstd' | 'xz';

const MAGIC: [Exclude<FileFormat, 'plain'>, readonly number[]][] = [
  ['gzip', [0x1f, 0x8b]],
  ['zip', [0x50, 0x4b, 0x03, 0x04]],
  ['zstd', [0x28, 0xb5, 0x2f, 0xfd]],
  ['xz', [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]],
];

/** Bytes of a file's beginning that tell its format. */
export const FORMAT_BYTES = 8;

/** The format of a file that begins with these bytes. */
export function fileFormat(head: Uint8Array): FileFormat {
  return MAGIC.find(([, magic]) => magic.every((byte, at) => head[at] === byte))?.[0] ?? 'plain';
}
