// SPDX-License-Identifier: MIT
/**
 * Scans one call object into the tape, as shared/ingest/tokenizer/call-scanner.ts does and for the same reader:
 * that one says what it all means. Here is the way that nearly every call goes; for any other it gives up.
 * @module
 */
import {
  ANY_CHAIN,
  ARGS,
  ARG_CHAINS,
  CHAINS,
  CHAIN_KEYS,
  MEMBERS,
  MEMBER_CHAIN,
  ROLE_MEMBER,
  ROLE_OF_KEY,
  ROWS,
  SPAN_END,
  SPAN_KIND,
  SPAN_NAME_END,
  SPAN_NAME_START,
  SPAN_START,
  STATE,
  WINDOW,
  WORDS,
  WORD_CHAINS,
} from './memory';
import { ROLES, ROLE_API, ROLE_ARGUMENTS, ROLE_CATEGORY, ROLE_WORDS } from './roles';
import { APIS, CATEGORIES, KEYS, find, idOf, matches } from './tables';
import {
  ARRAY,
  COLON,
  COMMA,
  LBRACE,
  LBRACKET,
  OBJECT,
  QUOTE,
  RBRACE,
  RBRACKET,
  STRING,
  blank,
  kind,
  plainEnd,
  setKind,
  value,
} from './values';

const NONE: i32 = 0;
const DICTIONARY: i32 = 1;
const LIST: i32 = 2;

/** Of the call scanned last. */
export let api: i32 = -1;
export let category: i32 = -1;
export let memberCount: i32 = 0;
let style: i32 = NONE;
let args: i32 = 0;
let words: i32 = 0;
let nameKey: i32 = -1;
let valueKey: i32 = -1;
let prettyKey: i32 = -1;

/** The key or name read last: its number, and the places of its bytes. */
let found: i32 = -1;
let nameStart: usize = 0;
let nameEnd: usize = 0;

export function setItemKeys(name: i32, val: i32, pretty: i32): void {
  nameKey = name;
  valueKey = val;
  prettyKey = pretty;
}

/** Scans the call at a place of the window. Gives the place behind it, or -1 where the host must. */
export function scan(at: i32): i32 {
  const end = call(WINDOW + <usize>at);
  if (end == 0) return -1;
  store<i32>(STATE, api);
  store<i32>(STATE, category, 4);
  store<i32>(STATE, style, 8);
  store<i32>(STATE, memberCount, 12);
  store<i32>(STATE, args, 16);
  store<i32>(STATE, words, 20);
  return <i32>(end - WINDOW);
}

function call(p: usize): usize {
  api = -1;
  category = -1;
  style = NONE;
  memberCount = 0;
  args = 0;
  words = 0;
  memory.fill(ROLE_MEMBER, 0xff, 4 * ROLES);
  p = blank(p + 1);
  if (load<u8>(p) == RBRACE) return p + 1;
  let before: i32 = -1;
  while (true) {
    if ((p = key(p, MEMBER_CHAIN, before)) == 0) return 0;
    before = found;
    const start = p;
    const row = memberCount++;
    if (row == ROWS) return 0;
    put(MEMBERS, row, start);
    const role = load<u8>(ROLE_OF_KEY + <usize>(before + 1));
    const byte = load<u8>(p);
    if (role == ROLE_ARGUMENTS && (byte == LBRACE || byte == LBRACKET)) {
      args = 0;
      if (byte == LBRACKET || style == LIST) words = 0;
      if (byte == LBRACE) {
        p = dictionary(p, ARGS, chainOf(ARG_CHAINS));
        args = rows;
        style = DICTIONARY;
        setKind(OBJECT);
      } else {
        p = list(p);
        style = LIST;
        setKind(ARRAY);
      }
    } else if (role == ROLE_WORDS && byte == LBRACE && style != LIST) {
      p = dictionary(p, WORDS, chainOf(WORD_CHAINS));
      words = rows;
      setKind(OBJECT);
    } else if (role == ROLE_API && byte == QUOTE) {
      p = name(p + 1, APIS);
      api = found;
      setKind(STRING);
    } else if (role == ROLE_CATEGORY && byte == QUOTE) {
      p = name(p + 1, CATEGORIES);
      category = found;
      setKind(STRING);
    } else {
      p = value(p);
      if (role == ROLE_API) api = -1;
      else if (role == ROLE_CATEGORY) category = -1;
      else if (role == ROLE_ARGUMENTS) {
        args = 0;
        style = NONE;
      } else if (role == ROLE_WORDS && style != LIST) words = 0;
    }
    if (p == 0) return 0;
    close(MEMBERS, row, p);
    store<i32>(ROLE_MEMBER + ((<usize>role) << 2), row);
    p = blank(p);
    const next = load<u8>(p);
    if (next == RBRACE) return p + 1;
    if (next != COMMA) return 0;
    p = blank(p + 1);
  }
}

/** A key, the colon and white space. Gives the place of the value. */
function key(p: usize, chain: usize, before: i32): usize {
  if (load<u8>(p) != QUOTE) return 0;
  nameStart = ++p;
  const guessAt = chain + ((<usize>(before + 1)) << 1);
  const guess = <i32>load<u16>(guessAt) - 1;
  const length = guess < 0 ? -1 : matches(KEYS, guess, p);
  if (length >= 0) {
    found = idOf(KEYS, guess);
    nameEnd = p + length;
    p = nameEnd + 1;
  } else {
    if ((p = name(p, KEYS)) == 0) return 0;
    store<u16>(guessAt, <u16>(foundEntry + 1));
  }
  if (load<u8>(p) != COLON) {
    p = blank(p);
    if (load<u8>(p) != COLON) return 0;
  }
  return blank(p + 1);
}

/** Entry behind `found`. */
let foundEntry: i32 = -1;

/** The rest of a plain string after its quote, found in a table. */
function name(p: usize, table: i32): usize {
  const start = p;
  p = plainEnd(p);
  if (load<u8>(p) != QUOTE) return 0;
  const entry = find(table, start, <i32>(start - WINDOW), <i32>(p - start));
  if (entry < 0) return 0;
  foundEntry = entry;
  found = idOf(table, entry);
  nameEnd = p;
  return p + 1;
}

function chainOf(chains: usize): usize {
  return api < 0 || api >= CHAINS ? ANY_CHAIN : chains + <usize>api * 2 * CHAIN_KEYS;
}

function put(into: usize, row: i32, start: usize): void {
  const at = into + ((<usize>row) << 2);
  store<i32>(at, found);
  store<i32>(at + SPAN_NAME_START, <i32>(nameStart - WINDOW));
  store<i32>(at + SPAN_NAME_END, <i32>(nameEnd - WINDOW));
  store<i32>(at + SPAN_START, <i32>(start - WINDOW));
}

function close(into: usize, row: i32, end: usize): void {
  store<i32>(into + SPAN_END + ((<usize>row) << 2), <i32>(end - WINDOW));
  store<u8>(into + SPAN_KIND + <usize>row, <u8>kind);
}

/** Rows that `dictionary` read. */
let rows: i32 = 0;

function dictionary(p: usize, into: usize, chain: usize): usize {
  rows = 0;
  p = blank(p + 1);
  if (load<u8>(p) == RBRACE) return p + 1;
  let before: i32 = -1;
  while (true) {
    if ((p = key(p, chain, before)) == 0) return 0;
    if (rows == ROWS) return 0;
    put(into, rows, p);
    before = found < CHAIN_KEYS - 1 ? found : -1;
    if ((p = value(p)) == 0) return 0;
    close(into, rows, p);
    rows++;
    p = blank(p);
    const next = load<u8>(p);
    if (next == RBRACE) return p + 1;
    if (next != COMMA) return 0;
    p = blank(p + 1);
  }
}

function list(p: usize): usize {
  p = blank(p + 1);
  if (load<u8>(p) == RBRACKET) return p + 1;
  while (true) {
    p = load<u8>(p) == LBRACE ? listItem(p) : value(p);
    if (p == 0) return 0;
    p = blank(p);
    const next = load<u8>(p);
    if (next == RBRACKET) return p + 1;
    if (next != COMMA) return 0;
    p = blank(p + 1);
  }
}

/** One `{"name": …, "value": …, "pretty_value": …}` of a list of arguments. */
function listItem(p: usize): usize {
  const row = args++;
  if (row == ROWS) return 0;
  words = args;
  found = -1;
  nameStart = nameEnd = p;
  put(ARGS, row, p);
  put(WORDS, row, p);
  setKind(0);
  close(ARGS, row, p);
  close(WORDS, row, p);
  p = blank(p + 1);
  if (load<u8>(p) == RBRACE) return p + 1;
  let before: i32 = -1;
  while (true) {
    if ((p = key(p, ANY_CHAIN, before)) == 0) return 0;
    const item = (before = found);
    const start = p;
    if (item == nameKey && load<u8>(p) == QUOTE) {
      if ((p = name(p + 1, KEYS)) == 0) return 0;
      const at = (<usize>row) << 2;
      store<i32>(ARGS + at, found);
      store<i32>(WORDS + at, found);
      store<i32>(ARGS + SPAN_NAME_START + at, <i32>(start + 1 - WINDOW));
      store<i32>(ARGS + SPAN_NAME_END + at, <i32>(nameEnd - WINDOW));
    } else {
      if ((p = value(p)) == 0) return 0;
      const into: usize = item == valueKey ? ARGS : item == prettyKey ? WORDS : 0;
      if (into != 0) {
        store<i32>(into + SPAN_START + ((<usize>row) << 2), <i32>(start - WINDOW));
        close(into, row, p);
      }
    }
    p = blank(p);
    const next = load<u8>(p);
    if (next == RBRACE) return p + 1;
    if (next != COMMA) return 0;
    p = blank(p + 1);
  }
}
