// SPDX-License-Identifier: MIT
/**
 * The parts of a report that are not calls, as text in lines. The last one read is kept, for scrolling.
 * @module
 */
import { inflateSync } from 'fflate';
import { jsonLines, lineText, type JsonLines } from './json-lines';
import type { SectionLines } from './contract';
import type { KanshikiDatabase } from './schema';

/** More of one section is not shown; what is left out is said. */
const MAX_BYTES = 32 << 20;

/** Paths of the stored sections, in the order of the database. */
export async function sectionPaths(db: KanshikiDatabase, reportId: number): Promise<string[]> {
  const keys = await db.sections
    .where(':id')
    .between([reportId, ''], [reportId + 1, ''])
    .primaryKeys();
  return [...new Set(keys.map(([, path]) => path))];
}

export class SectionReader {
  #key = '';
  #read: Promise<{ lines: JsonLines; allBytes: number }> | null = null;

  async lines(
    db: KanshikiDatabase,
    reportId: number,
    path: string,
    from: number,
    count: number,
  ): Promise<SectionLines> {
    const key = `${reportId}/${path}`;
    if (this.#key !== key || this.#read === null) {
      this.#key = key;
      this.#read = readSection(db, reportId, path);
    }
    const { lines, allBytes } = await this.#read;
    const last = Math.min(lines.count, from + count);
    const texts: string[] = [];
    for (let line = Math.max(0, from); line < last; line += 1) texts.push(lineText(lines, line));
    return { texts, total: lines.count, bytes: allBytes, leftOutBytes: allBytes - lines.readBytes };
  }

  forget(): void {
    this.#key = '';
    this.#read = null;
  }
}

async function readSection(
  db: KanshikiDatabase,
  reportId: number,
  path: string,
): Promise<{ lines: JsonLines; allBytes: number }> {
  const parts: Uint8Array[] = [];
  let allBytes = 0;
  let readBytes = 0;
  await db.sections
    .where(':id')
    .between([reportId, path, 0], [reportId, path, Infinity])
    .each(({ data, rawBytes }) => {
      allBytes += rawBytes;
      if (readBytes + rawBytes > MAX_BYTES) return;
      parts.push(inflateSync(data));
      readBytes += rawBytes;
    });
  const bytes = new Uint8Array(readBytes);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { lines: jsonLines(bytes), allBytes };
}
