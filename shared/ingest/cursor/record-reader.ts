// SPDX-License-Identifier: MIT
/**
 * Opens one stored record at a time, for the window: its arguments in order and whatever else the call logged.
 * @module
 */
import { normalArgName } from '../../analysis/catalogue';
import type { Argument } from '../../model/call';
import { CALL_ROLES } from '../dialects/all';
import { CallScanner, ROLE } from '../tokenizer/call-scanner';
import { ArgNames } from './arg-names';
import { RecordCursor } from './record-cursor';

export interface OpenedRecord {
  args: Argument[];
  /** Other members of the call object as JSON text, in source order. */
  extra: { name: string; json: string }[];
}

/** Keeps its tables from record to record; make one per report. */
export class RecordReader extends RecordCursor {
  api = '';
  protected apiId = -1;

  constructor() {
    const scanner = new CallScanner();
    scanner.setRoles(CALL_ROLES);
    super(scanner, new ArgNames(normalArgName));
  }

  /** Opens the record of a call of this API. A record that is no JSON (a damaged store) opens as empty. */
  read(api: string, record: Uint8Array): OpenedRecord {
    const { scanner } = this;
    const bytes = new Uint8Array(record.length + 1);
    bytes.set(record);
    scanner.bytes = bytes;
    scanner.end = record.length;
    this.api = api;
    this.apiId = scanner.apis.idOf(api);
    if (scanner.scan(0) < 0) return { args: [], extra: [] };
    return { args: this.args(), extra: this.extra() };
  }

  private extra(): OpenedRecord['extra'] {
    const { members } = this.scanner;
    const list: OpenedRecord['extra'] = [];
    for (let row = 0; row < members.count; row++) {
      const role = this.scanner.roleOfMember(row);
      if ((role === ROLE.ARGUMENTS && this.scanner.argsStyle !== '') || role === ROLE.WORDS) continue;
      list.push({ name: this.memberName(row), json: this.memberJson(row) });
    }
    return list;
  }
}
