// SPDX-License-Identifier: MIT
/**
 * The common half of both cursors: arguments, return value and whatever else is read from the tape of a
 * scanned call object. Decodes only what is asked for.
 * @module
 */
import type { Argument, ByteSpan } from '../../model/call';
import { decodeUtf8 } from '../../util/utf8';
import { KIND } from '../tokenizer/bytes';
import { ROLE, type CallScanner } from '../tokenizer/call-scanner';
import type { SpanList } from '../tokenizer/span-list';
import { integerAt } from '../tokenizer/number';
import { plainText, stringText } from '../tokenizer/text';
import type { ArgNames } from './arg-names';

export abstract class RecordCursor {
  procId = 0;
  index = 0;

  abstract readonly api: string;
  /** Id of the API in the scanner's table, -1 where it has none. */
  protected abstract readonly apiId: number;

  constructor(
    readonly scanner: CallScanner,
    private readonly argNames: ArgNames,
  ) {}

  /** Called before the tape is read: a cursor that scans only when asked does it here. */
  protected open(): void {}

  get caller(): bigint | null {
    return this.roleNumber(ROLE.CALLER);
  }

  text(name: string): string | null {
    const row = this.rowOf(name);
    if (row < 0) return null;
    return this.scanner.args.kind[row] === KIND.NONE ? '' : this.spanText(this.scanner.args, row);
  }

  span(name: string, into: ByteSpan): boolean {
    const row = this.rowOf(name);
    if (row < 0) return false;
    const { args, bytes } = this.scanner;
    const kind = args.kind[row];
    if (kind !== KIND.PLAIN && kind !== KIND.STRING) return false;
    into.bytes = bytes;
    into.start = args.start[row]! + 1;
    into.end = args.end[row]! - 1;
    return true;
  }

  number(name: string): bigint | null {
    const row = this.rowOf(name);
    if (row < 0) return null;
    const { args } = this.scanner;
    return this.spanNumber(args.kind[row]!, args.start[row]!, args.end[row]!);
  }

  flag(name: string): string | null {
    this.open();
    const { args, words, argsStyle } = this.scanner;
    if (words.count === 0) return null;
    if (argsStyle === 'l') {
      const row = this.rowOf(name);
      return row < 0 || words.kind[row] === KIND.NONE ? null : this.spanText(words, row);
    }
    // The flags object names arguments in the report's own spelling.
    const row = this.rowOf(name);
    if (row >= 0) return this.wordsOf(args.name[row]!, args, row);
    const want = this.argNames.idOf(name);
    for (let at = words.count - 1; at >= 0; at--)
      if (this.normalId(words, at) === want) return this.spanText(words, at);
    return null;
  }

  args(): Argument[] {
    this.open();
    const { args, words, argsStyle } = this.scanner;
    const list: Argument[] = [];
    const places = argsStyle === 'd' ? new Map<string, number>() : null;
    for (let row = 0; row < args.count; row++) {
      const rawName = this.nameText(args, row);
      const argument: Argument = {
        rawName,
        name: this.argNames.normal(this.api, rawName),
        text: args.kind[row] === KIND.NONE ? '' : this.spanText(args, row),
        words: null,
      };
      if (places === null) {
        if (words.kind[row] !== KIND.NONE) argument.words = this.spanText(words, row);
      } else {
        argument.words = this.wordsOf(args.name[row]!, args, row);
        const place = places.get(rawName);
        if (place !== undefined) {
          list[place] = argument;
          continue;
        }
        places.set(rawName, list.length);
      }
      list.push(argument);
    }
    return list;
  }

  protected memberName(row: number): string {
    return this.nameText(this.scanner.members, row);
  }

  protected memberJson(row: number): string {
    return this.jsonText(this.scanner.members, row);
  }

  /** Text of a member by its role, null where absent. */
  protected roleText(role: number): string | null {
    const row = this.scanner.roleMember[role]!;
    return row < 0 ? null : this.spanText(this.scanner.members, row);
  }

  protected roleNumber(role: number): bigint | null {
    const row = this.scanner.roleMember[role]!;
    if (row < 0) return null;
    const { members } = this.scanner;
    return this.spanNumber(members.kind[row]!, members.start[row]!, members.end[row]!);
  }

  private spanNumber(kind: number, start: number, end: number): bigint | null {
    if (kind === KIND.PLAIN) return integerAt(this.scanner.bytes, start + 1, end - 1);
    if (kind === KIND.INTEGER) return integerAt(this.scanner.bytes, start, end);
    if (kind === KIND.FLOAT) {
      const value = Number(plainText(this.scanner.bytes, start, end));
      return Number.isSafeInteger(value) ? BigInt.asUintN(64, BigInt(value)) : null;
    }
    return null;
  }

  private spanText(list: SpanList, row: number): string {
    const kind = list.kind[row]!;
    const { bytes } = this.scanner;
    const start = list.start[row]!;
    const end = list.end[row]!;
    if (kind === KIND.PLAIN) return plainText(bytes, start + 1, end - 1);
    if (kind === KIND.STRING) return stringText(bytes, start + 1, end - 1);
    return this.jsonText(list, row);
  }

  private jsonText(list: SpanList, row: number): string {
    return decodeUtf8(this.scanner.bytes.subarray(list.start[row]!, list.end[row]!));
  }

  private nameText(list: SpanList, row: number): string {
    const id = list.name[row]!;
    if (id >= 0) return this.scanner.keys.names[id]!;
    return stringText(this.scanner.bytes, list.nameStart[row]!, list.nameEnd[row]!);
  }

  private wordsOf(nameId: number, args: SpanList, argRow: number): string | null {
    const { words } = this.scanner;
    for (let row = words.count - 1; row >= 0; row--) {
      if (words.name[row] !== nameId) continue;
      if (nameId >= 0 || this.nameText(words, row) === this.nameText(args, argRow))
        return this.spanText(words, row);
    }
    return null;
  }

  /** Row of the argument under a normal name, -1 where absent: the last of a dictionary, the first of a list. */
  private rowOf(name: string): number {
    this.open();
    const { args, argsStyle } = this.scanner;
    const count = args.count;
    if (count === 0) return -1;
    const want = this.argNames.idOf(name) + 1;
    const table = this.argNames.tableOf(this.apiId);
    const ids = args.name;
    if (argsStyle === 'l') {
      for (let row = 0; row < count; row++) if (this.known(table, ids[row]!, row) === want) return row;
    } else {
      for (let row = count - 1; row >= 0; row--) if (this.known(table, ids[row]!, row) === want) return row;
    }
    return -1;
  }

  private known(table: Uint16Array, keyId: number, row: number): number {
    const known = keyId >= 0 && keyId < table.length ? table[keyId]! : 0;
    return known !== 0 ? known : this.normalId(this.scanner.args, row) + 1;
  }

  private normalId(list: SpanList, row: number): number {
    const keyId = list.name[row]!;
    const table = this.argNames.tableOf(this.apiId);
    const known = keyId >= 0 && keyId < table.length ? table[keyId]! : 0;
    return known !== 0 ? known - 1 : this.argNames.ask(this.apiId, this.api, keyId, this.nameText(list, row));
  }
}
