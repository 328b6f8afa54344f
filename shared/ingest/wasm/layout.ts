// SPDX-License-Identifier: MIT
/**
 * The module's door: what the host calls, and where it finds what.
 * @module
 */
import {
  ARGS,
  COLUMNS,
  MEMBERS,
  RECORDS,
  RECORDS_BYTES,
  ROLE_MEMBER,
  ROLE_OF_KEY,
  ROWS,
  STATE,
  WINDOW,
  WINDOW_BYTES,
  WORDS,
} from './memory';

export { scan, setItemKeys } from './calls';
export { setIdKey, write } from './records';
export { seed } from './tables';

/** Places in memory, in this order; a list has five columns of 32-bit numbers (name, nameStart, nameEnd, start, end) and one of bytes (kind). */
export function place(what: i32): i32 {
  switch (what) {
    case 0:
      return <i32>STATE;
    case 1:
      return <i32>ROLE_MEMBER;
    case 2:
      return <i32>ROLE_OF_KEY;
    case 3:
      return <i32>MEMBERS;
    case 4:
      return <i32>ARGS;
    case 5:
      return <i32>WORDS;
    case 6:
      return <i32>WINDOW;
    case 7:
      return <i32>WINDOW_BYTES;
    case 8:
      return ROWS;
    case 9:
      return <i32>RECORDS;
    case 10:
      return <i32>RECORDS_BYTES;
    default:
      return <i32>COLUMNS;
  }
}
