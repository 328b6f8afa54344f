// SPDX-License-Identifier: MIT
/**
 * The cursor over a report being read: stands on the call that the scanner scanned last.
 * @module
 */
import type { CallCursor } from '../../model/call';
import { KIND } from '../tokenizer/bytes';
import { ROLE } from '../tokenizer/call-scanner';
import { halvesAt, low32At } from '../tokenizer/number';
import { timeMsAt } from '../tokenizer/time';
import { RecordCursor } from './record-cursor';

export class StreamCursor extends RecordCursor implements CallCursor {
  get api(): string {
    const id = this.scanner.api;
    return id >= 0 ? this.scanner.apis.names[id]! : (this.roleText(ROLE.API) ?? '');
  }

  get apiId(): number {
    return this.scanner.api;
  }

  get category(): string {
    const id = this.scanner.category;
    return id >= 0 ? this.scanner.categories.names[id]! : (this.roleText(ROLE.CATEGORY) ?? '');
  }

  get timeMs(): number {
    const row = this.scanner.roleMember[ROLE.TIME]!;
    if (row < 0) return NaN;
    const { members, bytes } = this.scanner;
    const kind = members.kind[row]!;
    const start = members.start[row]!;
    const end = members.end[row]!;
    if (kind === KIND.PLAIN) return timeMsAt(bytes, start + 1, end - 1);
    return kind === KIND.FLOAT || kind === KIND.INTEGER ? timeMsAt(bytes, start, end) : NaN;
  }

  get tid(): number {
    return this.roleLow32(ROLE.THREAD);
  }

  get ok(): boolean | null {
    const row = this.scanner.roleMember[ROLE.STATUS]!;
    if (row < 0) return null;
    const { members, bytes } = this.scanner;
    const start = members.start[row]!;
    switch (members.kind[row]) {
      case KIND.TRUE:
        return true;
      case KIND.FALSE:
        return false;
      case KIND.INTEGER:
        return low32At(bytes, start, members.end[row]!) !== 0;
      case KIND.PLAIN:
        return statusWord(bytes[start + 1]!, bytes[start + 2]!);
      default:
        return null;
    }
  }

  get returnValue(): bigint | null {
    return this.roleNumber(ROLE.RETURN);
  }

  /** The return value in two halves, low first; false and both 0 where there is none. */
  returnHalves(out: Uint32Array): boolean {
    out[0] = out[1] = 0;
    const row = this.scanner.roleMember[ROLE.RETURN]!;
    if (row < 0) return false;
    const { members, bytes } = this.scanner;
    const kind = members.kind[row];
    if (kind === KIND.PLAIN) return halvesAt(bytes, members.start[row]! + 1, members.end[row]! - 1, out);
    return kind === KIND.INTEGER ? halvesAt(bytes, members.start[row]!, members.end[row]!, out) : false;
  }

  get repeated(): number {
    return this.roleLow32(ROLE.REPEATED);
  }

  private roleLow32(role: number): number {
    const row = this.scanner.roleMember[role]!;
    if (row < 0) return 0;
    const { members, bytes } = this.scanner;
    const kind = members.kind[row];
    if (kind === KIND.PLAIN) return low32At(bytes, members.start[row]! + 1, members.end[row]! - 1);
    return kind === KIND.INTEGER ? low32At(bytes, members.start[row]!, members.end[row]!) : 0;
  }
}

/** `SUCCESS`, `FAILURE`, `FAIL`; also `true`, `1`: told by the first letters. */
function statusWord(first: number, second: number): boolean | null {
  if (first === 0x53 || first === 0x73 || first === 0x74 || first === 0x31) return true;
  if ((first | 0x20) === 0x66) return (second | 0x20) === 0x61 ? false : null;
  return first === 0x30 ? false : null;
}
