// SPDX-License-Identifier: MIT
/**
 * Where a report's bytes come from, whatever the file: plain or compressed, from disk or from a browser.
 * @module
 */

/** In an analysis folder: the bytes of another file follow. */
export interface FileStart {
  /** Path inside the folder. */
  file: string;
}

export interface ReportSource {
  /**
   * The report's bytes after decompression. Of an analysis folder the report comes first, then each log after
   * its FileStart. May throw UserError, SourceDamage or CancelledError.
   */
  chunks: AsyncIterable<Uint8Array | FileStart>;
  /** An analysis folder: other files may follow the first. */
  isFolder?: boolean;
  /** What else is known of the sample, where the report itself may not say it. */
  sample?: { name: string | null; sha256: string | null } | null;
  /** Size of the file, null where unknown. */
  totalBytes: number | null;
  /** How many times its size a report may unpack to, where that is not what deflate can do. */
  mostShrunk?: number;
  /** Bytes of the file read so far. */
  readBytes(): number;
}

/** The source broke off: what came before is good. `code` stands among the issues. */
export class SourceDamage extends Error {
  constructor(readonly code: 'gzip-cut-short' | 'gzip-damaged' | 'archive-cut-short' | 'archive-damaged') {
    super(code);
  }
}

/** SHA-256 that takes bytes piece by piece. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  digestHex(): string;
}
