// SPDX-License-Identifier: MIT
/**
 * Whether two records of the database are equal, down to the last byte of their arrays.
 * @module
 */

/** Compares plain objects of numbers, texts, arrays of numbers in their binary form, Blobs, and such objects. */
export async function isSameRecord(a: unknown, b: unknown): Promise<boolean> {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (ArrayBuffer.isView(a) || ArrayBuffer.isView(b)) {
    return ArrayBuffer.isView(a) && ArrayBuffer.isView(b) && isSameArray(a, b);
  }
  if (a instanceof Blob || b instanceof Blob)
    return a instanceof Blob && b instanceof Blob && isSameBlob(a, b);
  const names = Object.keys(a);
  if (names.length !== Object.keys(b).length) return false;
  for (const name of names) {
    const [left, right] = [a, b].map((record) => (record as Record<string, unknown>)[name]);
    if (!(await isSameRecord(left, right))) return false;
  }
  return true;
}

async function isSameBlob(a: Blob, b: Blob): Promise<boolean> {
  if (a.size !== b.size) return false;
  const [left, right] = await Promise.all([a.arrayBuffer(), b.arrayBuffer()]);
  return isSameArray(new Uint8Array(left), new Uint8Array(right));
}

function isSameArray(a: ArrayBufferView, b: ArrayBufferView): boolean {
  if (a.constructor !== b.constructor || a.byteLength !== b.byteLength) return false;
  const left = new Uint8Array(a.buffer, a.byteOffset, a.byteLength);
  const right = new Uint8Array(b.buffer, b.byteOffset, b.byteLength);
  for (let at = 0; at < left.length; at += 1) if (left[at] !== right[at]) return false;
  return true;
}
