// SPDX-License-Identifier: MIT
/**
 * All that is stored of a report, in a form that two imports of the same file share: without ids and times, and
 * whatever the blocks in which its calls came; packs have the same borders each time. Read past the app's own code.
 * @module
 */
import type { Page } from '@playwright/test';

export interface StoredForm {
  /** The report's record, without what differs between imports. */
  report: Record<string, unknown>;
  /** SHA-256 of document and layout as JSON. */
  document: string;
  layout: string;
  /** SHA-256 of the columns' records together, and their number. */
  columns: [number, string];
  /** SHA-256 of the inflated records of each process, one after another, with their lengths and the borders of packs. */
  calls: Record<string, string>;
  /** SHA-256 of each inflated section. */
  sections: Record<string, string>;
}

/** Reads the one report that was imported from a file of this name. */
export function storedForm(page: Page, file: string): Promise<StoredForm> {
  return page.evaluate(readForm, file);
}

/** Runs in the page. */
async function readForm(file: string): Promise<StoredForm> {
  const result = <T>(request: IDBRequest<T>): Promise<T> =>
    new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error ?? new Error('failed'));
    });
  const hash = async (...parts: BlobPart[]): Promise<string> => {
    const digest = await crypto.subtle.digest('SHA-256', await new Blob(parts).arrayBuffer());
    return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  };
  const inflated = (data: BlobPart): Promise<ArrayBuffer> =>
    new Response(new Blob([data]).stream().pipeThrough(new DecompressionStream('deflate-raw'))).arrayBuffer();
  /** Arrays with their type and bytes; everything else as JSON has it. */
  const text = (value: unknown): string =>
    JSON.stringify(value, (_key, inner: unknown) =>
      ArrayBuffer.isView(inner) ? [inner.constructor.name, ...(inner as Uint8Array)] : inner,
    );

  const byKey = <T, K>(values: readonly T[], keyOf: (value: T) => K): Map<K, T[]> => {
    const groups = new Map<K, T[]>();
    for (const value of values) groups.set(keyOf(value), [...(groups.get(keyOf(value)) ?? []), value]);
    return groups;
  };

  const db = await result(indexedDB.open('kanshiki'));
  const all = <T>(table: string, id: number): Promise<T[]> => {
    const range = table === 'documents' || table === 'layouts' ? id : IDBKeyRange.bound([id], [id + 1]);
    return result(db.transaction(table).objectStore(table).getAll(range)) as Promise<T[]>;
  };
  const reports = (await result(db.transaction('reports').objectStore('reports').getAll())) as ({
    id: number;
  } & Record<string, unknown>)[];
  const found = reports.filter((report) => report['file'] === file);
  if (found.length !== 1) throw new Error(`${found.length} reports of ${file}`);
  const { id, importId: _import, importedAtMs: _time, caseId: _case, ...report } = found[0]!;

  const calls: Record<string, string> = {};
  const args = await all<{
    procId: number;
    firstRow: number;
    data: Blob;
    blocks: Uint32Array;
    lengths: Uint16Array | Uint32Array;
  }>('args', id);
  for (const [procId, packs] of byKey(args, ({ procId }) => procId)) {
    const parts: BlobPart[] = [];
    const lengths: number[] = [];
    for (const pack of packs) {
      if (pack.firstRow !== lengths.length)
        throw new Error(`pack of ${procId} at ${pack.firstRow}, not at ${lengths.length}`);
      lengths.push(...pack.lengths);
      let start = 0;
      for (let field = 1; field < pack.blocks.length; field += 3) {
        const end = start + pack.blocks[field]!;
        parts.push(await inflated(pack.data.slice(start, end)));
        start = end;
      }
      if (start !== pack.data.size) throw new Error(`pack of ${procId} with bytes beyond its blocks`);
    }
    const borders = packs.map(({ firstRow }) => firstRow);
    calls[String(procId)] = await hash(...parts, text([lengths, borders]));
  }
  const sections: Record<string, string> = {};
  const pieces = await all<{ path: string; part: number; data: Uint8Array<ArrayBuffer> }>('sections', id);
  for (const [path, parts] of byKey(pieces, (piece) => piece.path)) {
    sections[path] = await hash(...(await Promise.all(parts.map(({ data }) => inflated(data)))));
  }
  const [document] = await all<{ document: unknown }>('documents', id);
  const [layout] = await all<Record<string, unknown>>('layouts', id);
  const columns = await all<Record<string, unknown>>('columns', id);
  const withoutId = columns.map(({ reportId: _id, ...column }) => column);
  db.close();
  return {
    report,
    document: await hash(text(document!.document)),
    layout: await hash(text({ ...layout, reportId: 0 })),
    columns: [columns.length, await hash(text(withoutId))],
    calls,
    sections,
  };
}
