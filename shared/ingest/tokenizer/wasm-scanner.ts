// SPDX-License-Identifier: MIT
/**
 * The scanner of calls with the usual way of a call in WebAssembly (shared/ingest/wasm), which looks at sixteen
 * bytes at a time. What that way does not take (errors, the end of the window, bad UTF-8, names beyond ASCII, more
 * rows than it has room for) is scanned by the scanner in TypeScript, which alone decides what it is; for the
 * reader of the tape there is no difference. Only for hosts that may compile WebAssembly: the window's
 * Content-Security-Policy does not allow it.
 * @module
 */
import wasm from 'virtual:wasm/call-scanner';
import { CallScanner, ROLE_COUNT, type BlockMemory } from './call-scanner';
import { HASH_STEP, nameHash, type NameTable } from './name-table';
import { SpanList } from './span-list';

/** What shared/ingest/wasm/layout.ts exports. */
interface Exports {
  memory: { buffer: ArrayBuffer };
  place(what: number): number;
  seed(low: number, high: number): void;
  setItemKeys(name: number, value: number, pretty: number): void;
  setIdKey(id: number): void;
  scan(at: number): number;
  write: CallScanner['writeCall'];
}

/** The language's own global, which its library does not declare apart from a browser's or Node's. */
interface Engine {
  Module: new (bytes: Uint8Array) => object;
  Instance: new (module: object, imports: object) => { exports: unknown };
}
const { WebAssembly } = globalThis as unknown as { WebAssembly: Engine };

/** Arguments of `place`. */
const PLACE = {
  STATE: 0,
  ROLE_MEMBER: 1,
  ROLE_OF_KEY: 2,
  MEMBERS: 3,
  ARGS: 4,
  WORDS: 5,
  WINDOW: 6,
  BYTES: 7,
  ROWS: 8,
  RECORDS: 9,
  RECORDS_BYTES: 10,
  COLUMNS: 11,
};
const STYLES = ['', 'd', 'l'] as const;

let module: object | null = null;

export class WasmScanner extends CallScanner {
  override readonly block: BlockMemory;
  private readonly tapes: Record<
    'fast' | 'slow',
    Pick<CallScanner, 'members' | 'args' | 'words' | 'roleMember'>
  >;
  private readonly state: Int32Array;
  private readonly memoryWindow: Uint8Array<ArrayBuffer>;
  private readonly fast: Pick<Exports, 'scan' | 'write'>;

  constructor() {
    super();
    const tables: NameTable[] = [this.keys, this.apis, this.categories];
    const enter = (table: number, start: number, end: number): number =>
      tables[table]!.find(this.memoryWindow, start, end, nameHash(this.memoryWindow, start, end));
    const { exports } = new WebAssembly.Instance((module ??= new WebAssembly.Module(wasm)), {
      tables: { enter },
    });
    const { memory, place, seed, setItemKeys, setIdKey, scan, write } = exports as Exports;
    const { buffer } = memory;
    const listAt = (what: number): SpanList => SpanList.over(buffer, place(what), place(PLACE.ROWS));
    const { members, args, words, roleMember } = this;
    this.tapes = {
      slow: { members, args, words, roleMember },
      fast: {
        members: listAt(PLACE.MEMBERS),
        args: listAt(PLACE.ARGS),
        words: listAt(PLACE.WORDS),
        roleMember: new Int32Array(buffer, place(PLACE.ROLE_MEMBER), ROLE_COUNT),
      },
    };
    this.state = new Int32Array(buffer, place(PLACE.STATE), 6);
    this.roleOfKey = new Uint8Array(buffer, place(PLACE.ROLE_OF_KEY), this.roleOfKey.length);
    this.memoryWindow = new Uint8Array(buffer, place(PLACE.WINDOW), place(PLACE.BYTES));
    seed(HASH_STEP, Math.imul(HASH_STEP, HASH_STEP));
    setItemKeys(this.nameKey, this.valueKey, this.prettyKey);
    setIdKey(this.keys.idOf('id'));
    this.block = {
      records: new Uint8Array(buffer, place(PLACE.RECORDS), place(PLACE.RECORDS_BYTES)),
      buffer,
      at: place(PLACE.COLUMNS),
    };
    this.fast = { scan, write };
  }

  override window(bytes: number): Uint8Array<ArrayBuffer> {
    return bytes <= this.memoryWindow.length ? this.memoryWindow : super.window(bytes);
  }

  override scan(at: number): number {
    if (this.bytes === this.memoryWindow) {
      const end = this.fast.scan(at);
      if (end >= 0) {
        this.read();
        return end;
      }
    }
    this.lay(this.tapes.slow);
    return super.scan(at);
  }

  override writeCall(
    index: number,
    row: number,
    used: number,
    usualStatus: number,
    marks: number,
    target: number,
  ): number {
    if (this.members !== this.tapes.fast.members) return -1;
    return this.fast.write(index, row, used, usualStatus, marks, target);
  }

  /** Takes over what the module left in its memory. */
  private read(): void {
    const { state } = this;
    this.lay(this.tapes.fast);
    this.api = state[0]!;
    this.category = state[1]!;
    this.argsStyle = STYLES[state[2]!]!;
    this.members.count = state[3]!;
    this.args.count = state[4]!;
    this.words.count = state[5]!;
    this.nonFinite = 0;
    this.badUtf8 = 0;
  }

  private lay(tape: Pick<CallScanner, 'members' | 'args' | 'words' | 'roleMember'>): void {
    if (this.members === tape.members) return;
    this.members = tape.members;
    this.args = tape.args;
    this.words = tape.words;
    this.roleMember = tape.roleMember;
  }
}
