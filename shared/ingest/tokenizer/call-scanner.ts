// SPDX-License-Identifier: MIT
/**
 * Scans one call object into a tape: spans of its members and arguments in the window, keys and API name as
 * numbers. One pass, nothing allocated per call. Everything on the tape is valid until the next scan or until
 * the window moves.
 * @module
 */
import { COLON, COMMA, KIND, LBRACE, LBRACKET, QUOTE, RBRACE, RBRACKET, STRING_STOP } from './bytes';
import { HASH_STEP, NameTable, nameHash } from './name-table';
import { SpanList } from './span-list';
import { ValueScanner } from './value-scanner';

/** Members of a call that mean something to us; a dialect says which key has which role. */
export const ROLE = {
  NONE: 0,
  API: 1,
  CATEGORY: 2,
  STATUS: 3,
  RETURN: 4,
  TIME: 5,
  THREAD: 6,
  REPEATED: 7,
  CALLER: 8,
  ARGUMENTS: 9,
  WORDS: 10,
} as const;
export const ROLE_COUNT = 11;

/** Memory of a block that a scanner can write calls to itself. */
export interface BlockMemory {
  records: Uint8Array<ArrayBuffer>;
  /** Columns as shared/ingest/blocks/columns.ts lays them out for a full block, from a place in a buffer. */
  buffer: ArrayBuffer;
  at: number;
}

export class CallScanner extends ValueScanner {
  /** null where calls are written to blocks by shared/ingest/blocks alone. */
  readonly block: BlockMemory | null = null;

  /** Keys of calls and names of arguments. */
  readonly keys = new NameTable(32_000);
  readonly apis = new NameTable(65_535);
  readonly categories = new NameTable(255);
  members = new SpanList();
  args = new SpanList();
  /** Words of arguments: of the `flags` object by name, or beside the value in a list. */
  words = new SpanList();
  /** 'd' for a dictionary of arguments, 'l' for a list, '' for none. */
  argsStyle: '' | 'd' | 'l' = '';
  /** Index in `members` of each role, -1 where absent. The last of equal keys wins. */
  roleMember = new Int32Array(ROLE_COUNT);
  /** Ids of the values of the roles API and CATEGORY; -1 where absent, no string, or the table is full. */
  api = -1;
  category = -1;

  /** How often each key stood in the calls given to `countMembers`, by key id + 1. */
  readonly memberCounts = new Float64Array(32_001);

  protected roleOfKey = new Uint8Array(32_001);
  protected readonly nameKey = this.keys.idOf('name');
  protected readonly valueKey = this.keys.idOf('value');
  protected readonly prettyKey = this.keys.idOf('pretty_value');
  /** Guess of the next key: in a call by the key before; of arguments by API and the key before. */
  private readonly memberChain = new Int32Array(32_001).fill(-1);
  private readonly argChains: Int32Array[] = [];
  private readonly wordChains: Int32Array[] = [];
  private readonly anyChain = new Int32Array(32_001).fill(-1);
  private foundName = -1;
  private nameStart = 0;
  private nameEnd = 0;

  /** Memory for so many bytes of a report, to be scanned in. */
  window(bytes: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(bytes);
  }

  /**
   * Writes the call at hand to `block`: its row, and its record behind those that are there. Gives how many bytes
   * of records there are then, or -1 where it leaves the call to shared/ingest/blocks.
   * @param usualStatus kind of the status in the report's first call
   */
  writeCall(
    _index: number,
    _row: number,
    _used: number,
    _usualStatus: number,
    _marks: number,
    _target: number,
  ): number {
    return -1;
  }

  /** Tells which keys have which role; keys of a role may be several. */
  setRoles(roles: Iterable<readonly [key: string, role: number]>): void {
    this.roleOfKey.fill(ROLE.NONE);
    for (const [key, role] of roles) this.roleOfKey[this.keys.idOf(key) + 1] = role;
  }

  /** Counts the keys of the call at hand. */
  countMembers(): void {
    const { count, name } = this.members;
    for (let row = 0; row < count; row++) this.memberCounts[name[row]! + 1]!++;
  }

  /** Role of a member of the call at hand. */
  roleOfMember(row: number): number {
    return this.roleOfKey[this.members.name[row]! + 1]!;
  }

  /** Scans the call object that starts at `at`. Gives its end, NEED or BAD. */
  scan(at: number): number {
    const bytes = this.bytes;
    const members = this.members;
    members.count = 0;
    this.args.count = 0;
    this.words.count = 0;
    this.argsStyle = '';
    this.api = -1;
    this.category = -1;
    this.roleMember.fill(-1);
    this.nonFinite = 0;
    this.badUtf8 = 0;
    at = this.blank(at + 1);
    if (bytes[at] === RBRACE) return at + 1;
    let before = -1;
    for (;;) {
      if ((at = this.key(at, this.memberChain, before)) < 0) return at;
      before = this.foundName;
      const nameStart = this.nameStart;
      const nameEnd = this.nameEnd;
      const start = at;
      const role = this.roleOfKey[before + 1]!;
      const byte = bytes[at];
      if (role === ROLE.ARGUMENTS && (byte === LBRACE || byte === LBRACKET)) {
        this.args.count = 0;
        if (byte === LBRACKET || this.argsStyle === 'l') this.words.count = 0;
        if (byte === LBRACE) at = this.dictionary(at, this.args, this.argChains);
        else at = this.list(at);
        this.argsStyle = byte === LBRACE ? 'd' : 'l';
        this.kind = byte === LBRACE ? KIND.OBJECT : KIND.ARRAY;
      } else if (role === ROLE.WORDS && byte === LBRACE && this.argsStyle !== 'l') {
        this.words.count = 0;
        at = this.dictionary(at, this.words, this.wordChains);
        this.kind = KIND.OBJECT;
      } else if (role === ROLE.API && byte === QUOTE) {
        at = this.nameValue(at, this.apis);
        this.api = this.foundName;
      } else if (role === ROLE.CATEGORY && byte === QUOTE) {
        at = this.nameValue(at, this.categories);
        this.category = this.foundName;
      } else {
        at = this.value(at);
        if (role === ROLE.API) this.api = -1;
        else if (role === ROLE.CATEGORY) this.category = -1;
        else if (role === ROLE.ARGUMENTS) {
          this.args.count = 0;
          this.argsStyle = '';
        } else if (role === ROLE.WORDS && this.argsStyle !== 'l') this.words.count = 0;
      }
      if (at < 0) return at;
      const row = members.count++;
      if (row === members.name.length) members.grow();
      members.name[row] = before;
      members.nameStart[row] = nameStart;
      members.nameEnd[row] = nameEnd;
      members.kind[row] = this.kind;
      members.start[row] = start;
      members.end[row] = at;
      this.roleMember[role] = row;
      let next = bytes[at];
      if (next !== COMMA && next !== RBRACE) next = bytes[(at = this.blank(at))];
      if (next === RBRACE) return at + 1;
      if (next !== COMMA) return this.stop(at);
      at = this.blank(at + 1);
    }
  }

  /** A key, the colon and white space; leaves its number in `foundName`. Gives the start of the value. */
  private key(at: number, chain: Int32Array, before: number): number {
    const bytes = this.bytes;
    if (bytes[at] !== QUOTE) return this.stop(at);
    const start = at + 1;
    this.nameStart = start;
    const guess = chain[before + 1]!;
    const length = guess < 0 ? -1 : this.keys.matches(guess, bytes, start);
    if (length >= 0) {
      this.foundName = guess;
      this.nameEnd = start + length;
      at = start + length + 1;
    } else {
      if ((at = this.name(start, this.keys)) < 0) return at;
      chain[before + 1] = this.foundName;
    }
    if (bytes[at] !== COLON && bytes[(at = this.blank(at))] !== COLON) return this.stop(at);
    at++;
    return bytes[at]! > 0x20 ? at : this.blank(at);
  }

  /** The rest of a string after its quote, found in `table`; its number goes to `foundName`. */
  private name(start: number, table: NameTable): number {
    const bytes = this.bytes;
    let at = start;
    let hash = 0;
    let byte = bytes[at]!;
    while (STRING_STOP[byte] === 0) {
      hash = (Math.imul(hash, HASH_STEP) + byte) | 0;
      byte = bytes[++at]!;
    }
    if (byte === QUOTE) at++;
    else {
      if ((at = this.stringRest(at)) < 0) return at;
      hash = nameHash(bytes, start, at - 1);
    }
    this.nameEnd = at - 1;
    this.foundName = table.find(bytes, start, at - 1, hash);
    return at;
  }

  /** A string value that is a name of `table`. */
  private nameValue(at: number, table: NameTable): number {
    const end = this.name(at + 1, table);
    this.kind = KIND.STRING;
    return end;
  }

  private chainOf(chains: Int32Array[]): Int32Array {
    if (this.api < 0) return this.anyChain;
    let chain = chains[this.api];
    if (chain === undefined) {
      while (chains.length <= this.api) chains.push(this.anyChain);
      chain = this.anyChain;
    }
    if (chain === this.anyChain && chains.length < 2000) {
      chain = new Int32Array(512).fill(-1);
      chains[this.api] = chain;
    }
    return chain;
  }

  private dictionary(at: number, list: SpanList, chains: Int32Array[]): number {
    const bytes = this.bytes;
    const chain = this.chainOf(chains);
    at = this.blank(at + 1);
    if (bytes[at] === RBRACE) return at + 1;
    let before = -1;
    for (;;) {
      if ((at = this.key(at, chain, before)) < 0) return at;
      const row = list.count++;
      if (row === list.name.length) list.grow();
      list.name[row] = this.foundName;
      list.nameStart[row] = this.nameStart;
      list.nameEnd[row] = this.nameEnd;
      list.start[row] = at;
      before = this.foundName < chain.length - 1 ? this.foundName : -1;
      if ((at = this.value(at)) < 0) return at;
      list.kind[row] = this.kind;
      list.end[row] = at;
      let next = bytes[at];
      if (next !== COMMA && next !== RBRACE) next = bytes[(at = this.blank(at))];
      if (next === RBRACE) return at + 1;
      if (next !== COMMA) return this.stop(at);
      at++;
      if (bytes[at] !== QUOTE) at = this.blank(at);
    }
  }

  private list(at: number): number {
    const bytes = this.bytes;
    at = this.blank(at + 1);
    if (bytes[at] === RBRACKET) return at + 1;
    for (;;) {
      at = bytes[at] === LBRACE ? this.listItem(at) : this.value(at);
      if (at < 0) return at;
      let next = bytes[at];
      if (next !== COMMA && next !== RBRACKET) next = bytes[(at = this.blank(at))];
      if (next === RBRACKET) return at + 1;
      if (next !== COMMA) return this.stop(at);
      at = this.blank(at + 1);
    }
  }

  /** One `{"name": …, "value": …, "pretty_value": …}` of a list of arguments. */
  private listItem(at: number): number {
    const bytes = this.bytes;
    const { args, words } = this;
    const row = args.count++;
    if (row === args.name.length) args.grow();
    if (row >= words.name.length) words.grow();
    words.count = args.count;
    args.name[row] = words.name[row] = -1;
    args.nameStart[row] = args.nameEnd[row] = at;
    args.kind[row] = words.kind[row] = KIND.NONE;
    args.start[row] = args.end[row] = at;
    at = this.blank(at + 1);
    if (bytes[at] === RBRACE) return at + 1;
    let before = -1;
    for (;;) {
      if ((at = this.key(at, this.anyChain, before)) < 0) return at;
      const key = (before = this.foundName);
      const start = at;
      if (key === this.nameKey && bytes[at] === QUOTE) {
        if ((at = this.name(start + 1, this.keys)) < 0) return at;
        args.name[row] = words.name[row] = this.foundName;
        args.nameStart[row] = start + 1;
        args.nameEnd[row] = this.nameEnd;
      } else {
        if ((at = this.value(at)) < 0) return at;
        const target = key === this.valueKey ? args : key === this.prettyKey ? words : null;
        if (target !== null) {
          target.kind[row] = this.kind;
          target.start[row] = start;
          target.end[row] = at;
        }
      }
      let next = bytes[at];
      if (next !== COMMA && next !== RBRACE) next = bytes[(at = this.blank(at))];
      if (next === RBRACE) return at + 1;
      if (next !== COMMA) return this.stop(at);
      at = this.blank(at + 1);
    }
  }
}
