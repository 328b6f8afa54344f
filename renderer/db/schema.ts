// SPDX-License-Identifier: MIT
/**
 * What is in the database and how it is found. Calls are never rows: columns stand in segments, arguments in
 * deflated blocks. Every version keeps its `stores` line and its migration here, for good.
 * @module
 */
import { Dexie, type EntityTable, type Table } from 'dexie';
import type { TargetTable } from '../../shared/ipc/ingest-port';
import type { AnalysisDocument } from '../../shared/model/document';
import type { PackedColumn } from './column-codec';
import { packEachBlock } from './upgrade-3';
import type { StoredCase, StoredReport } from './contract';
import type { ProcessLayout, SegmentColumn } from './segment';

export const DATABASE_NAME = 'kanshiki';

export type ReportRecord = StoredReport;

/** How far an import has come, written with each of its batches; gone once the report is complete. */
export interface ImportRecord {
  reportId: number;
  readBytes: number;
  calls: number;
}

/** One column of one segment. */
export interface ColumnRecord {
  reportId: number;
  column: SegmentColumn;
  procId: number;
  firstRow: number;
  packed: PackedColumn;
}

/** The records of some consecutive calls of a process, in blocks. */
export interface ArgsRecord {
  reportId: number;
  procId: number;
  firstRow: number;
  /** Each block's records as a zlib raw-deflate stream; one block after another. A part can be read alone. */
  data: Blob;
  /** BLOCK_FIELDS numbers a block: its calls, its bytes in `data`, and its bytes when inflated. */
  blocks: Uint32Array;
  /** Lengths of the inflated records of all blocks. */
  lengths: Uint16Array | Uint32Array;
}

export const BLOCK_FIELDS = 3;

/** What columns point into, and where the segments of each process begin. */
export interface LayoutRecord {
  reportId: number;
  apis: string[];
  categories: string[];
  targets: TargetTable;
  /** In report order. */
  processes: ProcessLayout[];
}

export interface DocumentRecord {
  reportId: number;
  document: AnalysisDocument;
}

/** A part of the report that is not calls, raw-deflated JSON in pieces. */
export interface SectionRecord {
  reportId: number;
  path: string;
  part: number;
  data: Uint8Array;
  rawBytes: number;
}

/** A case's answer sheet; `value` belongs to the sheet's own code. */
export interface SheetRow {
  caseId: number;
  value: unknown;
  savedAtMs: number;
}

/** A sheet as it was handed in, with its marks; never changed afterwards. */
export interface AttemptRecord {
  id: string;
  caseId: number;
  handedInAtMs: number;
  value: unknown;
}

/** A note on a call, process or edge, named by report hash so that it outlives an import. */
export interface NoteRecord {
  id: string;
  caseId: number;
  reportSha256: string;
  author: string;
  editedAtMs: number;
  value: unknown;
}

export interface SettingRecord {
  key: string;
  value: unknown;
}

export class KanshikiDatabase extends Dexie {
  declare cases: EntityTable<StoredCase, 'id'>;
  declare reports: EntityTable<ReportRecord, 'id'>;
  declare imports: Table<ImportRecord, number>;
  declare documents: Table<DocumentRecord, number>;
  declare layouts: Table<LayoutRecord, number>;
  declare columns: Table<ColumnRecord, [number, string, number, number]>;
  declare args: Table<ArgsRecord, [number, number, number]>;
  declare sections: Table<SectionRecord, [number, string, number]>;
  declare sheets: Table<SheetRow, number>;
  declare attempts: Table<AttemptRecord, string>;
  declare notes: Table<NoteRecord, string>;
  declare settings: Table<SettingRecord, string>;

  /** @param durability 'relaxed' for bulk data that an import can read again, 'strict' for all else. */
  constructor(durability: 'strict' | 'relaxed') {
    super(DATABASE_NAME, { chromeTransactionDurability: durability });
    this.version(1).stores({
      cases: '++id, openedAtMs, packId',
      reports: '++id, caseId, state, sha256, quickHash',
      documents: 'reportId',
      layouts: 'reportId',
      columns: '[reportId+column+procId+firstRow]',
      args: '[reportId+procId+firstRow]',
      sections: '[reportId+path+part]',
      sheets: 'caseId',
      attempts: 'id, caseId',
      notes: 'id, caseId, reportSha256',
      settings: 'key',
    });
    this.version(2).stores({ imports: 'reportId' });
    this.version(3).upgrade((transaction) => packEachBlock(transaction.table('args')));
  }
}
