// SPDX-License-Identifier: MIT
/**
 * Message files as flat tables. `messages/en/graph.yaml` holds one top-level key `graph`; nested keys are joined
 * with dots (`graph.edge.creation`). Pure: the documents come from the caller.
 * @module
 */

/** Flat messages of both languages, by key. */
export type MessageTables = { ja: Map<string, string>; en: Map<string, string> };

/**
 * Flattens the documents of the folder `messages`. Files outside `ja` and `en`, and leaves that are not text,
 * are refused: both are mistakes of ours that must not ship.
 */
export function messageTable(documents: readonly { file: string; data: unknown }[]): MessageTables {
  const tables: MessageTables = { ja: new Map(), en: new Map() };
  for (const { file, data } of documents) {
    const match = /^messages\/(ja|en)\/([^/]+)\.ya?ml$/.exec(file);
    if (!match) throw new Error(`${file}: messages live in messages/ja and messages/en`);
    if (data === null || data === undefined) continue;
    flatten(tables[match[1] as keyof MessageTables], rooted(data, match[2]!), '', file);
  }
  return tables;
}

/** A file without its own name as the one top-level key is read as if it had it. */
function rooted(data: unknown, name: string): unknown {
  const keys = isRecord(data) ? Object.keys(data) : [];
  return keys.length === 1 && keys[0] === name ? data : { [name]: data };
}

function flatten(table: Map<string, string>, value: unknown, key: string, file: string): void {
  if (typeof value === 'string') {
    if (table.has(key)) throw new Error(`${file}: message "${key}" is there already`);
    table.set(key, value);
    return;
  }
  if (!isRecord(value)) throw new Error(`${file}: message "${key}" is not text`);
  for (const [name, inner] of Object.entries(value))
    flatten(table, inner, key ? `${key}.${name}` : name, file);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
