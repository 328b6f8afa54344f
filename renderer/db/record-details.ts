// SPDX-License-Identifier: MIT
/**
 * Stored records opened with the reader that ingest shares with us; one reader a report, since it learns the
 * report's names.
 * @module
 */
import { RecordReader, type OpenedRecord } from '../../shared/ingest/cursor/record-reader';
import type { CallSource } from './call-source';

const readers = new WeakMap<CallSource, RecordReader>();

/** Opens the record of a call of this API. */
export function readRecord(source: CallSource, api: string, record: Uint8Array): OpenedRecord {
  let reader = readers.get(source);
  if (!reader) readers.set(source, (reader = new RecordReader()));
  return reader.read(api, record);
}

/** Texts of the arguments of a record; they do not depend on the API, only normal names do. */
export function argumentTexts(source: CallSource, record: Uint8Array): string[] {
  return readRecord(source, '', record).args.map(({ text }) => text);
}

/** API and category of a record that holds them itself; empty where it does not. */
export function recordNames(source: CallSource, record: Uint8Array): { api: string; category: string } {
  const { extra } = readRecord(source, '', record);
  const textOf = (name: string): string => {
    const json = extra.find((member) => member.name === name)?.json;
    const value: unknown = json === undefined ? '' : JSON.parse(json);
    return typeof value === 'string' ? value : '';
  };
  return { api: textOf('api'), category: textOf('category') };
}
