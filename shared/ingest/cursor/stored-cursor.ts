// SPDX-License-Identifier: MIT
/**
 * The cursor over stored calls: columns say what they hold, the call's record the rest. Answers as the stream's
 * cursor did when the report was read.
 * @module
 */
import { NO_API, NO_CATEGORY, NO_RETURN, STATUS, type CallColumns, type CallCursor } from '../../model/call';
import { CALL_ROLES } from '../dialects/all';
import { CallScanner, ROLE } from '../tokenizer/call-scanner';
import { ArgNames, type NormalArgName } from './arg-names';
import { RecordCursor } from './record-cursor';

/** The report's string tables. */
export interface StringTables {
  apis: readonly string[];
  categories: readonly string[];
}

export class StoredCursor extends RecordCursor implements CallCursor {
  private columns: CallColumns | null = null;
  private row = -1;
  private isScanned = false;

  constructor(
    private readonly tables: StringTables,
    normalArgName: NormalArgName,
  ) {
    const scanner = new CallScanner();
    scanner.setRoles(CALL_ROLES);
    super(scanner, new ArgNames(normalArgName));
  }

  /** Puts the cursor over a block; `records` are its inflated argument bytes. */
  load(procId: number, columns: CallColumns, records: Uint8Array): void {
    const bytes = new Uint8Array(records.length + 1);
    bytes.set(records);
    this.scanner.bytes = bytes;
    this.scanner.end = records.length;
    this.columns = columns;
    this.procId = procId;
    this.row = -1;
  }

  /** Stands on the call of this row of the block. */
  seek(row: number): void {
    this.row = row;
    this.index = this.columns!.index[row]!;
    this.isScanned = false;
  }

  get api(): string {
    const id = this.apiId;
    return id === NO_API ? (this.recordText(ROLE.API) ?? '') : (this.tables.apis[id] ?? '');
  }

  protected get apiId(): number {
    return this.columns!.api[this.row]!;
  }

  get category(): string {
    const id = this.columns!.category[this.row]!;
    return id === NO_CATEGORY ? (this.recordText(ROLE.CATEGORY) ?? '') : (this.tables.categories[id] ?? '');
  }

  get timeMs(): number {
    return this.columns!.timeMs[this.row]!;
  }

  get tid(): number {
    return this.columns!.tid[this.row]!;
  }

  get ok(): boolean | null {
    const status = this.columns!.status[this.row]!;
    return status === STATUS.UNKNOWN ? null : status === STATUS.OK;
  }

  get returnValue(): bigint | null {
    const columns = this.columns!;
    if ((columns.marks[this.row]! & NO_RETURN) !== 0) {
      this.open();
      return this.roleNumber(ROLE.RETURN);
    }
    return (BigInt(columns.returnHi[this.row]!) << 32n) | BigInt(columns.returnLo[this.row]!);
  }

  get repeated(): number {
    return this.columns!.repeated[this.row]!;
  }

  override get caller(): bigint | null {
    this.open();
    return super.caller;
  }

  /** Makes sure that the record is on the tape; every read of it goes through here. */
  protected override open(): void {
    if (this.isScanned) return;
    this.isScanned = true;
    this.scanner.scan(this.columns!.argsStart[this.row]!);
  }

  private recordText(role: number): string | null {
    this.open();
    return this.roleText(role);
  }
}
