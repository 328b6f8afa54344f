// SPDX-License-Identifier: MIT
/**
 * What an interrupted import has stored, while its report is read again from the start. A record that is there
 * in the same form is not written again, one that differs is replaced, and what the report does not hold any
 * more is taken away: the database ends as if the import had never been interrupted, even when the file has
 * changed meanwhile.
 * @module
 */
import { Dexie, type Table } from 'dexie';
import { bulkDatabase, database } from './database';
import { isSameRecord } from './same-record';

const { minKey, maxKey } = Dexie;

type Key = (string | number)[];

/** Fields of a table's compound key, in order. */
function keyFields<T, K>(table: Table<T, K>): string[] {
  return table.schema.primKey.keyPath as string[];
}

export class Leftovers {
  /** Keys that were not met again yet, by table. */
  readonly #keys: ReadonlyMap<string, Map<string, Key>>;

  private constructor(keys: ReadonlyMap<string, Map<string, Key>>) {
    this.#keys = keys;
  }

  /** Looks up what is stored of a report. */
  static async of(reportId: number): Promise<Leftovers> {
    const { args, columns, sections } = bulkDatabase();
    const keys = new Map<string, Map<string, Key>>();
    for (const table of [args, columns, sections] as Table[]) {
      const found = table.where(':id').between([reportId, minKey], [reportId, maxKey]);
      const known = (await found.primaryKeys()) as Key[];
      keys.set(table.name, new Map(known.map((key) => [key.join('/'), key])));
    }
    return new Leftovers(keys);
  }

  /** Those of the records that the table does not hold as they are. Reading a Blob would end a transaction. */
  async missing<T extends object, K>(table: Table<T, K>, records: T[]): Promise<T[]> {
    const left = this.#keys.get(table.name)!;
    const fields = keyFields(table) as (keyof T)[];
    const known = records.flatMap((record) => {
      const key = fields.map((field) => record[field]) as Key;
      return left.delete(key.join('/')) ? [{ record, key }] : [];
    });
    if (known.length === 0) return records;
    const stored = await table.bulkGet(known.map(({ key }) => key as K));
    const same = new Set<T>();
    for (const [at, { record }] of known.entries())
      if (await isSameRecord(stored[at], record)) same.add(record);
    return records.filter((record) => !same.has(record));
  }

  /** Takes away what was not met again. Works inside a transaction over the tables of calls and sections. */
  async removeRest(): Promise<void> {
    for (const [name, left] of this.#keys) {
      await database()
        .table(name)
        .bulkDelete([...left.values()]);
    }
  }
}
