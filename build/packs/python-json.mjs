// SPDX-License-Identifier: MIT
/**
 * Writes JSON as Python 2.7's `json.dumps` does, which Cuckoo 2 uses: ASCII only, keys in the order given,
 * `indent=4` with a blank before each line's end, floats told from integers.
 * @module
 */

/** A number that Python holds as a float: `1.0` is written with its point. */
export class PythonFloat {
  /** @param {number} value */
  constructor(value) {
    this.value = value;
  }
}

/** @param {number} value */
export const float = (value) => new PythonFloat(value);

/**
 * @param {unknown} value
 * @param {number} indent 0 for one line
 */
export function pythonJson(value, indent) {
  /** @type {string[]} */
  const parts = [];
  write(value, indent, '', parts);
  return parts.join('');
}

/** @param {any} value @param {number} indent @param {string} margin @param {string[]} parts */
function write(value, indent, margin, parts) {
  if (value === null) parts.push('null');
  else if (typeof value === 'string') parts.push(text(value));
  else if (typeof value === 'boolean') parts.push(value ? 'true' : 'false');
  else if (typeof value === 'bigint') parts.push(value.toString());
  else if (typeof value === 'number') parts.push(integer(value));
  else if (value instanceof PythonFloat) parts.push(floating(value.value));
  else if (Array.isArray(value))
    list('[', ']', value, (item, inner) => write(item, indent, inner, parts), indent, margin, parts);
  else
    list(
      '{',
      '}',
      Object.entries(value).filter(([, inner]) => inner !== undefined),
      ([key, inner], deeper) => {
        parts.push(text(key), ': ');
        write(inner, indent, deeper, parts);
      },
      indent,
      margin,
      parts,
    );
}

/**
 * @template T
 * @param {string} open @param {string} close @param {readonly T[]} items
 * @param {(item: T, margin: string) => void} writeItem
 * @param {number} indent @param {string} margin @param {string[]} parts
 */
function list(open, close, items, writeItem, indent, margin, parts) {
  if (items.length === 0) {
    parts.push(open, close);
    return;
  }
  const deeper = margin + ' '.repeat(indent);
  parts.push(open);
  items.forEach((item, position) => {
    if (position > 0) parts.push(indent > 0 ? ', ' : ', ');
    if (indent > 0) parts.push('\n', deeper);
    writeItem(item, deeper);
  });
  if (indent > 0) parts.push('\n', margin);
  parts.push(close);
}

/** @param {string} value */
function text(value) {
  return JSON.stringify(value).replace(
    /[\u007f-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** @param {number} value */
function integer(value) {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is not an exact integer: wrap it in float()`);
  return String(value);
}

/** Python 2.7's repr has the same shortest digits as JavaScript. @param {number} value */
function floating(value) {
  return Number.isInteger(value) ? `${value}.0` : String(value);
}
