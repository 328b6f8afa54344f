// SPDX-License-Identifier: MIT
/**
 * Writes the call scanned last into the block at hand: its record, as shared/ingest/blocks/record-writer.ts does,
 * and its row in the columns. That one says what it all means; whatever is not spelled as it usually is, is
 * left to it.
 * @module
 */
import {
  COLUMN_ROWS,
  COLUMNS,
  MEMBERS,
  RECORDS,
  RECORDS_BYTES,
  ROLE_MEMBER,
  ROLE_OF_KEY,
  SPAN_END,
  SPAN_KIND,
  SPAN_NAME_START,
  SPAN_START,
  WINDOW,
} from './memory';
import { api, category, memberCount } from './calls';
import {
  ROLE_API,
  ROLE_CATEGORY,
  ROLE_REPEATED,
  ROLE_RETURN,
  ROLE_STATUS,
  ROLE_THREAD,
  ROLE_TIME,
} from './roles';
import { COMMA, FALSE, FLOAT, INTEGER, LBRACE, PLAIN, RBRACE, TRUE } from './values';

/** Columns of a block, in the order of shared/ingest/blocks/columns.ts. */
const TIME_MS: usize = COLUMNS;
const TID: usize = TIME_MS + 8 * COLUMN_ROWS;
const RETURN_LO: usize = TID + 4 * COLUMN_ROWS;
const RETURN_HI: usize = RETURN_LO + 4 * COLUMN_ROWS;
const REPEATED: usize = RETURN_HI + 4 * COLUMN_ROWS;
const TARGET: usize = REPEATED + 4 * COLUMN_ROWS;
const INDEX: usize = TARGET + 4 * COLUMN_ROWS;
const ARGS_START: usize = INDEX + 4 * COLUMN_ROWS;
const API: usize = ARGS_START + 4 * COLUMN_ROWS;
const CATEGORY: usize = API + 2 * COLUMN_ROWS;
const STATUS: usize = CATEGORY + COLUMN_ROWS;
const MARKS: usize = STATUS + COLUMN_ROWS;

const NO_API: i32 = 0xffff;
const NO_CATEGORY: i32 = 0xff;
const NO_RETURN: i32 = 0x80;
const STATUS_UNKNOWN: i32 = 2;

let idKey: i32 = -1;

export function setIdKey(id: i32): void {
  idKey = id;
}

function memberOf(role: u8): i32 {
  return load<i32>(ROLE_MEMBER + ((<usize>role) << 2));
}

function kindOf(row: i32): i32 {
  return load<u8>(MEMBERS + SPAN_KIND + <usize>row);
}

function startOf(row: i32): usize {
  return WINDOW + load<u32>(MEMBERS + SPAN_START + ((<usize>row) << 2));
}

function endOf(row: i32): usize {
  return WINDOW + load<u32>(MEMBERS + SPAN_END + ((<usize>row) << 2));
}

/** Number that was read last. */
let value: u64 = 0;

/** Decimal digits between two places, at most 19 of them, into `value`. */
function decimal(p: usize, end: usize): bool {
  if (end - p > 19) return false;
  let sum: u64 = 0;
  for (; p < end; p++) {
    const digit = <u8>(load<u8>(p) - 0x30);
    if (digit > 9) return false;
    sum = sum * 10 + digit;
  }
  value = sum;
  return true;
}

/** A whole number below 10^9, without sign or leading zeros, as number or text. */
function u32Exact(row: i32): bool {
  const kind = kindOf(row);
  let p = startOf(row);
  let end = endOf(row);
  if (kind == PLAIN) {
    p++;
    end--;
  } else if (kind != INTEGER) return false;
  const length = end - p;
  if (length < 1 || length > 9 || (length > 1 && load<u8>(p) == 0x30)) return false;
  return decimal(p, end);
}

/** A return value: a number without sign, or `0x` with eight or more digits in lower case. */
function returnExact(row: i32): bool {
  const kind = kindOf(row);
  let p = startOf(row);
  let end = endOf(row);
  if (kind == INTEGER) return decimal(p, end);
  if (kind != PLAIN) return false;
  end--;
  const digits = end - p - 3;
  if (digits < 8 || digits > 16 || load<u16>(p, 1) != 0x7830) return false;
  p += 3;
  if (digits > 8 && load<u8>(p) == 0x30) return false;
  let sum: u64 = 0;
  for (; p < end; p++) {
    const byte = load<u8>(p);
    let digit: u8 = byte - 0x30;
    if (digit > 9) {
      digit = byte - 0x61;
      if (digit > 5) return false;
      digit += 10;
    }
    sum = (sum << 4) | digit;
  }
  value = sum;
  return true;
}

let timeMs: f64 = NaN;

/** Seconds with fraction, or `Y-m-d H:M:S,mmm`. */
function timeExact(row: i32): bool {
  const kind = kindOf(row);
  const p = startOf(row);
  const end = endOf(row);
  return kind == FLOAT ? secondsExact(p, end) : kind == PLAIN && end - p == 25 && loggedExact(p + 1);
}

function secondsExact(p: usize, end: usize): bool {
  const start = p;
  let whole: u64 = 0;
  while (<u8>(load<u8>(p) - 0x30) < 10) whole = whole * 10 + <u8>(load<u8>(p++) - 0x30);
  const digits = p - start;
  if (digits < 2 || digits > 10 || load<u8>(start) == 0x30 || load<u8>(p) != 0x2e) return false;
  const places = end - ++p;
  if (places < 1 || places > 6 || (places > 1 && load<u8>(end - 1) == 0x30)) return false;
  if (!decimal(p, end)) return false;
  for (let place = places; place < 6; place++) value *= 10;
  timeMs = (<f64>whole * 1e6 + <f64>value) / 1000;
  return true;
}

/** Two digits; anything else gives more than 99. */
function two(p: usize): u32 {
  const tens = <u32>load<u8>(p) - 0x30;
  const ones = <u32>load<u8>(p, 1) - 0x30;
  return tens > 9 || ones > 9 ? 1000 : tens * 10 + ones;
}

function loggedExact(p: usize): bool {
  if (
    load<u8>(p, 4) != 0x2d ||
    load<u8>(p, 7) != 0x2d ||
    load<u8>(p, 10) != 0x20 ||
    load<u8>(p, 13) != 0x3a ||
    load<u8>(p, 16) != 0x3a ||
    load<u8>(p, 19) != 0x2c
  )
    return false;
  const century = two(p);
  const years = two(p + 2);
  const month = two(p + 5);
  const day = two(p + 8);
  const hour = two(p + 11);
  const minute = two(p + 14);
  const second = two(p + 17);
  const tenths = two(p + 20);
  const last = <u32>load<u8>(p, 22) - 0x30;
  if (century < 1 || century > 99 || years > 99 || month < 1 || month > 12 || day < 1) return false;
  if (day > daysOf(month) || hour > 23 || minute > 59 || second > 59 || tenths > 99 || last > 9) return false;
  // Days since 1970 by the civil calendar.
  const year = century * 100 + years - u32(month <= 2);
  const era = year / 400;
  const yearOfEra = year - era * 400;
  const dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
  const dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear;
  const days = <i32>(era * 146_097 + dayOfEra) - 719_468;
  const seconds = (<i64>days * 24 + hour) * 3600 + minute * 60 + second;
  timeMs = <f64>seconds * 1000 + (<f64>(tenths * 10 + last) / 1000) * 1000;
  return true;
}

/** The leap day is the host's. */
function daysOf(month: u32): u32 {
  if (month == 2) return 28;
  return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31;
}

/** Whether the call succeeded, as 0 or 1; -1 where it is not spelled as in the first call. */
function statusOf(row: i32, usual: i32): i32 {
  const kind = kindOf(row);
  const p = startOf(row);
  if (kind == TRUE || kind == FALSE) return usual == TRUE ? i32(kind == TRUE) : -1;
  if (kind != usual) return -1;
  const length = endOf(row) - p;
  if (kind == INTEGER) {
    const digit = <i32>load<u8>(p) - 0x30;
    return length == 1 && <u32>digit < 2 ? digit : -1;
  }
  if (kind != PLAIN || length != 9) return -1;
  const word = load<u64>(p, 1);
  if (word == 0x22_53_53_45_43_43_55_53) return 1; // SUCCESS"
  return word == 0x22_45_52_55_4c_49_41_46 ? 0 : -1; // FAILURE"
}

function isIndex(row: i32, index: i32): bool {
  if (kindOf(row) != INTEGER) return false;
  return decimal(startOf(row), endOf(row)) && value == <u64>index;
}

/**
 * Writes record and row. Gives how much of RECORDS is used then, or -1 where the host must write: nothing that
 * counts was written then.
 * @param usualStatus kind of the status in the first call
 */
export function write(index: i32, row: i32, used: i32, usualStatus: i32, marks: i32, target: u32): i32 {
  const at = <usize>row;
  let member = memberOf(ROLE_STATUS);
  let status = STATUS_UNKNOWN;
  if (member >= 0 && (status = statusOf(member, usualStatus)) < 0) return -1;
  member = memberOf(ROLE_THREAD);
  value = 0;
  if (member >= 0 && !u32Exact(member)) return -1;
  store<u32>(TID + (at << 2), <u32>value);
  member = memberOf(ROLE_REPEATED);
  value = 0;
  if (member >= 0 && !u32Exact(member)) return -1;
  store<u32>(REPEATED + (at << 2), <u32>value);
  member = memberOf(ROLE_RETURN);
  value = 0;
  if (member >= 0 && !returnExact(member)) return -1;
  store<u32>(RETURN_LO + (at << 2), <u32>value);
  store<u32>(RETURN_HI + (at << 2), <u32>(value >> 32));
  store<u8>(MARKS + at, <u8>(member >= 0 ? marks : marks | NO_RETURN));
  member = memberOf(ROLE_TIME);
  timeMs = NaN;
  if (member >= 0 && !timeExact(member)) return -1;
  store<f64>(TIME_MS + (at << 3), timeMs);

  const end = record(RECORDS + <usize>used, index);
  if (end == 0) return -1;
  store<u32>(INDEX + (at << 2), index);
  store<u32>(ARGS_START + (at << 2), used);
  store<u32>(TARGET + (at << 2), target);
  store<u16>(API + (at << 1), <u16>(hasApi() ? api : NO_API));
  store<u8>(CATEGORY + at, <u8>(hasCategory() ? category : NO_CATEGORY));
  store<u8>(STATUS + at, <u8>status);
  return <i32>(end - RECORDS);
}

function hasApi(): bool {
  return api >= 0 && api < NO_API;
}

function hasCategory(): bool {
  return category >= 0 && category < NO_CATEGORY;
}

/** Whether a member is left to its column, all of whose spellings have been looked at. */
function isLeftOut(role: u8): bool {
  if (role == ROLE_API) return hasApi();
  if (role == ROLE_CATEGORY) return hasCategory();
  return role >= ROLE_STATUS && role <= ROLE_REPEATED;
}

function record(out: usize, index: i32): usize {
  store<u8>(out++, LBRACE);
  const first = out;
  let run: usize = 0;
  let runEnd: usize = 0;
  for (let row = 0; row < memberCount; row++) {
    const at = (<usize>row) << 2;
    const name = load<i32>(MEMBERS + at);
    const role = load<u8>(ROLE_OF_KEY + <usize>(name + 1));
    const keep =
      role == 0 ? name != idKey || !isIndex(row, index) : memberOf(role) == row && !isLeftOut(role);
    if (keep) {
      if (run == 0) run = WINDOW + load<u32>(MEMBERS + SPAN_NAME_START + at) - 1;
      runEnd = endOf(row);
      if (row < memberCount - 1) continue;
    }
    if (run == 0) continue;
    const length = runEnd - run;
    if (out + length + 2 > RECORDS + RECORDS_BYTES) return 0;
    if (out > first) store<u8>(out++, COMMA);
    memory.copy(out, run, length);
    out += length;
    run = 0;
  }
  store<u8>(out++, RBRACE);
  return out;
}
