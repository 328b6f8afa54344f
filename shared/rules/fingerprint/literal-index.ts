// SPDX-License-Identifier: MIT
/**
 * Which of many literals occur in a text, in one pass over it (Aho-Corasick over a small alphabet: printable
 * ASCII, letters folded to lower case, `/` taken as `\`). Rules are compiled into one index for each kind of text, so that
 * the number of rules hardly matters to the time a call takes.
 * @module
 */

import type { ByteSpan } from '../../model/call';

/** Literals are cut to their last characters: enough to tell them apart, and small tables stay in cache. */
const MAX_LITERAL = 20;

export class LiteralIndex {
  private readonly classOf = new Uint8Array(128);
  private readonly classes: number;
  private readonly next: Uint16Array;
  /** States from this one on end a literal. */
  private readonly firstEnd: number;
  /** For each state from `firstEnd` on the positions of the literals that end there. */
  private readonly ends: (readonly number[])[];
  private readonly always: readonly number[];
  private readonly seen: Uint32Array;
  private round = 0;
  private readonly found: number[] = [];

  /** @param literals lower case; an empty one belongs to every text */
  constructor(literals: readonly string[]) {
    const cut = literals.map((literal) => literal.slice(-MAX_LITERAL));
    let classes = 1;
    for (const literal of cut)
      for (let i = 0; i < literal.length; i++) {
        const code = literal.charCodeAt(i);
        if (code < 128 && this.classOf[code] === 0) this.classOf[code] = classes++;
      }
    for (let code = 65; code <= 90; code++) this.classOf[code] = this.classOf[code + 32]!;
    this.classOf[47] = this.classOf[92]!;
    this.classes = classes;
    const built = build(cut, this.classOf, classes);
    this.next = built.next;
    this.firstEnd = built.firstEnd;
    this.ends = built.ends;
    this.seen = new Uint32Array(literals.length);
    this.always = literals.flatMap((literal, at) => (literal === '' ? [at] : []));
  }

  /** Positions of the literals that occur in the text, each once. The array is reused by the next call. */
  search(text: string): number[] {
    const { found, next, classOf, classes, firstEnd } = this;
    found.length = 0;
    this.round++;
    let state = 0;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      state = code < 128 ? next[state * classes + classOf[code]!]! : 0;
      if (state >= firstEnd) this.note(state);
    }
    for (const at of this.always) found.push(at);
    return found;
  }

  /** The same over JSON bytes between quotes, escapes read on the way; only whether there is any. */
  foundIn({ bytes, start, end }: ByteSpan): boolean {
    if (this.always.length > 0) return true;
    const { next, classOf, classes, firstEnd } = this;
    let state = 0;
    for (let i = start; i < end; i++) {
      let code = bytes[i]!;
      if (code === BACKSLASH) {
        code = bytes[++i]!;
        if (code === LOWER_U) {
          code = hexNumber(bytes, i + 1);
          i += 4;
        } else if (code >= 97) code = 0;
      }
      state = code < 128 ? next[state * classes + classOf[code]!]! : 0;
      if (state >= firstEnd) return true;
    }
    return false;
  }

  private note(state: number): void {
    const { seen, round, found } = this;
    for (const at of this.ends[state - this.firstEnd]!) {
      if (seen[at] === round) continue;
      seen[at] = round;
      found.push(at);
    }
  }
}

const BACKSLASH = 0x5c;
const LOWER_U = 0x75;

/** Four hexadecimal digits; something not ASCII where they are none. */
function hexNumber(bytes: Uint8Array, at: number): number {
  let value = 0;
  for (let i = at; i < at + 4; i++) {
    const code = bytes[i]! | 0x20;
    const digit = code <= 57 ? code - 48 : code - 87;
    if (!(digit >= 0 && digit < 16)) return 0xffff;
    value = value * 16 + digit;
  }
  return value;
}

/** The tree of literals, each state with its children as a linked list. */
class LiteralTree {
  readonly firstChild: number[] = [0];
  readonly nextChild: number[] = [0];
  readonly symbol: number[] = [0];
  readonly ends: number[][] = [[]];

  child(state: number, symbol: number): number {
    let to = this.firstChild[state]!;
    while (to !== 0 && this.symbol[to] !== symbol) to = this.nextChild[to]!;
    return to;
  }

  add(literal: string, at: number, classOf: Uint8Array): void {
    let state = 0;
    for (let i = 0; i < literal.length; i++) {
      const symbol = classOf[literal.charCodeAt(i)]!;
      let to = this.child(state, symbol);
      if (to === 0) {
        to = this.symbol.length;
        this.symbol.push(symbol);
        this.firstChild.push(0);
        this.nextChild.push(this.firstChild[state]!);
        this.firstChild[state] = to;
        this.ends.push([]);
      }
      state = to;
    }
    this.ends[state]!.push(at);
  }
}

/** The tables are made at the start of every report, so rows are copied, not computed. */
function build(literals: readonly string[], classOf: Uint8Array, classes: number) {
  const tree = new LiteralTree();
  literals.forEach((literal, at) => {
    if (literal !== '') tree.add(literal, at, classOf);
  });
  const { ends, symbol: symbolOf, firstChild, nextChild } = tree;
  const count = symbolOf.length;
  if (count > 65_535) throw new RangeError('too many literals');
  const fail = new Uint16Array(count);
  const order = [0];
  for (let head = 0; head < order.length; head++) {
    const state = order[head]!;
    for (let to = firstChild[state]!; to !== 0; to = nextChild[to]!) {
      order.push(to);
      if (state === 0) continue;
      const symbol = symbolOf[to]!;
      let back = fail[state]!;
      while (back !== 0 && tree.child(back, symbol) === 0) back = fail[back]!;
      fail[to] = tree.child(back, symbol);
      ends[to]!.push(...ends[fail[to]]!);
    }
  }
  // States that end a literal get the highest numbers: one comparison tells them.
  const plain = order.filter((state) => ends[state]!.length === 0);
  const ending = order.filter((state) => ends[state]!.length > 0);
  const number = new Uint16Array(count);
  [...plain, ...ending].forEach((state, at) => (number[state] = at));
  const next = new Uint16Array(count * classes);
  for (const state of order) {
    const row = number[state]! * classes;
    if (state !== 0) {
      const from = number[fail[state]!]! * classes;
      next.copyWithin(row, from, from + classes);
    }
    for (let to = firstChild[state]!; to !== 0; to = nextChild[to]!) next[row + symbolOf[to]!] = number[to]!;
  }
  return { next, firstEnd: plain.length, ends: ending.map((state) => ends[state]!) };
}
