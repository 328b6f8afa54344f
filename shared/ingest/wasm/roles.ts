// SPDX-License-Identifier: MIT
/**
 * Roles of a call's members, numbered as in shared/ingest/tokenizer/call-scanner.ts.
 * @module
 */

export const ROLE_API: u8 = 1;
export const ROLE_CATEGORY: u8 = 2;
export const ROLE_STATUS: u8 = 3;
export const ROLE_RETURN: u8 = 4;
export const ROLE_TIME: u8 = 5;
export const ROLE_THREAD: u8 = 6;
export const ROLE_REPEATED: u8 = 7;
export const ROLE_ARGUMENTS: u8 = 9;
export const ROLE_WORDS: u8 = 10;
export const ROLES: i32 = 11;
