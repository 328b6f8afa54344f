// SPDX-License-Identifier: MIT
/**
 * Was it there? What a call's success, return value or disposition says of the thing that it names.
 * @module
 */
import type { CallContext } from './subjects';

/** Failures that tell that the thing exists: access denied, in use, buffer too small, more data. */
const EXISTS_BUT = new Set([0xc000_0022n, 0xc000_0043n, 0xc000_0023n, 0x8000_0005n, 5n, 32n, 122n, 234n]);
const STATUS_OBJECT_NAME_EXISTS = 0x4000_0000n;

/** By the call's own success; null where the log does not say. */
export function exists({ cursor }: CallContext): boolean | null {
  if (cursor.ok !== false) return cursor.ok;
  const code = cursor.returnValue;
  return code !== null && EXISTS_BUT.has(code & 0xffff_ffffn);
}

/** Some monitors log the loading before it happens: success without an address says nothing. */
export function moduleLoaded(context: CallContext): boolean | null {
  return context.cursor.ok === true && context.cursor.number('module_address') === 0n
    ? null
    : exists(context);
}

export function windowFound({ cursor }: CallContext): boolean | null {
  return cursor.returnValue === null ? cursor.ok : cursor.returnValue !== 0n;
}

/** Creating a mutex or event tells whether it existed. */
export function nameExisted({ cursor }: CallContext): boolean | null {
  if (cursor.returnValue === null) return null;
  return (cursor.returnValue & 0xffff_ffffn) === STATUS_OBJECT_NAME_EXISTS;
}

const REG_OPENED_EXISTING_KEY = 2n;

export function keyExisted(context: CallContext): boolean | null {
  const disposition = context.cursor.number('disposition');
  return disposition === null ? exists(context) : disposition === REG_OPENED_EXISTING_KEY;
}
