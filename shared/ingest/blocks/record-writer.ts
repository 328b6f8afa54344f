// SPDX-License-Identifier: MIT
/**
 * Writes a call's record: the JSON text of the call object, in the report's own bytes, without the members
 * that the columns hold exactly.
 * @module
 */
import { KIND } from '../tokenizer/bytes';
import { ROLE, ROLE_COUNT, type CallScanner } from '../tokenizer/call-scanner';
import type { CallVerdict } from '../../analysis/analyzer';
import { BLOCK_MAX_BYTES } from '../../model/call';
import { isExactReturn, isExactTime, isExactU32 } from './exact';

/** Shorter pieces are copied faster by our own loop than by `set`, which makes an object each time. */
const LOOP_MAX_BYTES = 40;

/** Room for a full block and what the fast way writes before it sees that there is none. */
const HOME_BYTES = BLOCK_MAX_BYTES + (1 << 16);
/** Buffers that are handed out are a multiple of this, so that one fits another block. */
const BUFFER_STEP_BYTES = 1 << 16;
const MAX_SPARES = 4;
const MAX_SPARE_BYTES = 2 << 20;

export class RecordWriter {
  private readonly spare: Uint8Array<ArrayBuffer>[] = [];
  /** Where records are written, unless a long one needs more room: the scanner's own memory where it has some. */
  private readonly home: Uint8Array<ArrayBuffer>;
  private bytes: Uint8Array<ArrayBuffer>;
  used = 0;
  private readonly idKey: number;
  /** Kind of the status in the first call: only this spelling is left to the column. */
  private statusKind: number = KIND.NONE;
  private readonly leftOut = new Uint8Array(ROLE_COUNT);

  constructor(private readonly scanner: CallScanner) {
    this.idKey = scanner.keys.idOf('id');
    this.home = this.bytes = scanner.block?.records ?? new Uint8Array(HOME_BYTES);
  }

  /** Upper bound of the size of the record of the call at hand. */
  get boundBytes(): number {
    const { members } = this.scanner;
    const last = members.count - 1;
    return last < 0 ? 2 : members.end[last]! - members.nameStart[0]! + 3 + members.count;
  }

  /** Lets the scanner write the call at hand, row and record. False where it leaves that to us. */
  writeFast(index: number, row: number, { marks, target }: CallVerdict): boolean {
    if (this.bytes !== this.home) return false;
    const used = this.scanner.writeCall(index, row, this.used, this.statusKind, marks, target);
    if (used < 0) return false;
    this.used = used;
    return true;
  }

  /** Appends the record of the call at hand. */
  write(index: number): void {
    const { scanner } = this;
    const { members, roleMember, bytes } = scanner;
    this.decide();
    if (this.used + this.boundBytes > this.bytes.length) this.grow(this.used + this.boundBytes);
    const out = this.bytes;
    let used = this.used;
    out[used++] = 0x7b;
    const first = used;
    let runStart = -1;
    let runEnd = 0;
    for (let row = 0; row < members.count; row++) {
      const role = scanner.roleOfMember(row);
      let keep: boolean;
      if (role !== ROLE.NONE) keep = roleMember[role] === row && this.leftOut[role] === 0;
      else keep = !(members.name[row] === this.idKey && this.isIndex(row, index));
      if (keep) {
        if (runStart < 0) runStart = members.nameStart[row]! - 1;
        runEnd = members.end[row]!;
      }
      if (runStart >= 0 && (!keep || row === members.count - 1)) {
        if (used > first) out[used++] = 0x2c;
        used = copy(bytes, runStart, runEnd, out, used);
        runStart = -1;
      }
    }
    out[used++] = 0x7d;
    this.used = used;
  }

  /** Gives the records written so far, in a buffer that is the caller's until it is given back, and begins anew. */
  take(): Uint8Array<ArrayBuffer> {
    const { used, bytes } = this;
    this.used = 0;
    this.bytes = this.home;
    if (bytes !== this.home) return bytes.subarray(0, used);
    const last = this.spare.pop();
    const room = Math.ceil(used / BUFFER_STEP_BYTES) * BUFFER_STEP_BYTES;
    const out = last && last.length >= used ? last : new Uint8Array(room);
    out.set(bytes.subarray(0, used));
    return out.subarray(0, used);
  }

  /** Takes back a buffer of records that nobody looks at any more: there are thousands of them in a report. */
  giveBack(records: Uint8Array<ArrayBuffer>): void {
    const bytes = new Uint8Array(records.buffer);
    if (bytes.length <= MAX_SPARE_BYTES && this.spare.length < MAX_SPARES) this.spare.push(bytes);
  }

  private decide(): void {
    const { members, roleMember, bytes, api, category } = this.scanner;
    const { leftOut } = this;
    leftOut.fill(0);
    leftOut[ROLE.API] = api >= 0 && api < 65_535 ? 1 : 0;
    leftOut[ROLE.CATEGORY] = category >= 0 && category < 255 ? 1 : 0;
    let row = roleMember[ROLE.STATUS]!;
    if (row >= 0)
      leftOut[ROLE.STATUS] = this.isUsualStatus(members.kind[row]!, members.start[row]!, members.end[row]!)
        ? 1
        : 0;
    for (const role of U32_ROLES) {
      row = roleMember[role]!;
      if (row >= 0 && isExactU32(bytes, members.kind[row]!, members.start[row]!, members.end[row]!))
        leftOut[role] = 1;
    }
    row = roleMember[ROLE.RETURN]!;
    if (row >= 0 && isExactReturn(bytes, members.kind[row]!, members.start[row]!, members.end[row]!))
      leftOut[ROLE.RETURN] = 1;
    row = roleMember[ROLE.TIME]!;
    if (row >= 0 && isExactTime(bytes, members.kind[row]!, members.start[row]!, members.end[row]!))
      leftOut[ROLE.TIME] = 1;
  }

  private isUsualStatus(kind: number, start: number, end: number): boolean {
    if (kind === KIND.FALSE) kind = KIND.TRUE;
    if (this.statusKind === KIND.NONE) this.statusKind = kind;
    if (kind !== this.statusKind) return false;
    if (kind === KIND.TRUE) return true;
    const { bytes } = this.scanner;
    if (kind === KIND.INTEGER) return end - start === 1 && (bytes[start] === 0x30 || bytes[start] === 0x31);
    return kind === KIND.PLAIN && (isWord(bytes, start, end, SUCCESS) || isWord(bytes, start, end, FAILURE));
  }

  /** Whether the member `id` is the call's index, as it is in every report that has one. */
  private isIndex(row: number, index: number): boolean {
    const { members, bytes } = this.scanner;
    if (members.kind[row] !== KIND.INTEGER) return false;
    let value = 0;
    for (let at = members.start[row]!; at < members.end[row]!; at++) value = value * 10 + (bytes[at]! - 0x30);
    return value === index;
  }

  private grow(needed: number): void {
    const larger = new Uint8Array(Math.max(needed, this.bytes.length * 2));
    larger.set(this.bytes.subarray(0, this.used));
    this.bytes = larger;
  }
}

const U32_ROLES = [ROLE.THREAD, ROLE.REPEATED];
const SUCCESS = '"SUCCESS"';
const FAILURE = '"FAILURE"';

function isWord(bytes: Uint8Array, start: number, end: number, word: string): boolean {
  if (end - start !== word.length) return false;
  for (let at = 0; at < word.length; at++) if (bytes[start + at] !== word.charCodeAt(at)) return false;
  return true;
}

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): number {
  if (end - start > LOOP_MAX_BYTES) to.set(from.subarray(start, end), at);
  else for (let source = start, target = at; source < end; source++) to[target++] = from[source]!;
  return at + end - start;
}
