// SPDX-License-Identifier: MIT
/**
 * From version 2 of the database, where each block was a record, to version 3, where a record holds a pack of
 * blocks: each old record becomes a pack of one.
 * @module
 */
import type { Table } from 'dexie';
import { packLengths } from './column-codec';
import type { ArgsRecord } from './schema';

/** A block's records as version 2 has them. */
interface ArgsRecord2 {
  reportId: number;
  procId: number;
  firstRow: number;
  data: Uint8Array<ArrayBuffer>;
  /** Bytes when inflated. */
  bytes: number;
  /** Lengths of the records (16 bit) or their starts (32 bit). */
  starts: Uint16Array | Uint32Array;
}

/** Works inside the upgrade's transaction; one record at a time, since all of them may exceed memory. */
export async function packEachBlock(table: Table<ArgsRecord | ArgsRecord2>): Promise<void> {
  for (const key of await table.toCollection().primaryKeys()) {
    const { data, bytes, starts, ...place } = (await table.get(key)) as ArgsRecord2;
    await table.put({
      ...place,
      data: new Blob([data]),
      blocks: Uint32Array.of(starts.length, data.length, bytes),
      lengths: starts instanceof Uint16Array ? starts : packLengths(starts, bytes),
    });
  }
}
