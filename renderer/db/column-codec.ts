// SPDX-License-Identifier: MIT
/**
 * Segments of columns in few bytes, exactly: what is constant or counts up takes none, what is small or has
 * few values one byte a call, times two or four. Whatever fits no form is kept as it is. Decoding gives the
 * same numbers back, bit for bit (a NaN stays a NaN).
 * @module
 */
import { newColumn, type ColumnArray, type SegmentColumn } from './segment';

/** Bytes of a column's values in one of these forms. */
export type PackedColumn =
  /** Every value is `value`. */
  | { form: 'constant'; rows: number; value: number }
  /** `first`, `first + 1`, … */
  | { form: 'ramp'; rows: number; first: number }
  /** The values as they are, in the narrowest unsigned type that holds them. */
  | { form: 'plain'; data: ColumnArray }
  /** Positions in `values`, at most 256 of them. */
  | { form: 'dictionary'; values: ColumnArray; data: Uint8Array }
  /** Times in whole microseconds: the first, then zigzag differences. */
  | { form: 'steps'; firstUs: number; data: Uint16Array }
  /** Times in whole microseconds over the least. */
  | { form: 'offsets'; leastUs: number; data: Uint32Array };

/** Packs `rows` values from the start of `values`. The result shares no memory with them. */
export function packColumn(values: ColumnArray, rows: number): PackedColumn {
  const first = rows > 0 ? values[0]! : 0;
  let constant = true;
  let ramp = true;
  let max = 0;
  for (let row = 0; row < rows; row += 1) {
    const value = values[row]!;
    if (value !== first) constant = false;
    if (value !== first + row) ramp = false;
    if (value > max) max = value;
  }
  // NaN differs from itself, so a column of nothing but NaN is not found above.
  if (!constant && Number.isNaN(first)) constant = values.subarray(0, rows).every(Number.isNaN);
  if (constant) return { form: 'constant', rows, value: first };
  if (ramp) return { form: 'ramp', rows, first };
  if (values instanceof Float64Array) return packTimes(values, rows);
  if (max < 0x100) return { form: 'plain', data: Uint8Array.from(values.subarray(0, rows)) };
  const dictionary = packDictionary(values, rows);
  if (dictionary) return dictionary;
  if (max < 0x10000) return { form: 'plain', data: Uint16Array.from(values.subarray(0, rows)) };
  return { form: 'plain', data: values.slice(0, rows) };
}

function packDictionary(values: ColumnArray, rows: number): PackedColumn | null {
  const codes = new Map<number, number>();
  const data = new Uint8Array(rows);
  let last = NaN;
  let code = 0;
  for (let row = 0; row < rows; row += 1) {
    const value = values[row]!;
    if (value !== last) {
      const known = codes.get(value);
      if (known === undefined) {
        if (codes.size === 256) return null;
        codes.set(value, codes.size);
        code = codes.size - 1;
      } else code = known;
      last = value;
    }
    data[row] = code;
  }
  return { form: 'dictionary', values: Uint32Array.from(codes.keys()), data };
}

function packTimes(values: Float64Array, rows: number): PackedColumn {
  let least = Infinity;
  let most = -Infinity;
  let small = true;
  let previous = Math.round(values[0]! * 1000);
  for (let row = 0; row < rows; row += 1) {
    const us = Math.round(values[row]! * 1000);
    // Only what comes back exactly may be packed; NaN and finer clocks do not.
    if (us / 1000 !== values[row] || Object.is(us, -0)) return { form: 'plain', data: values.slice(0, rows) };
    const step = us - previous;
    if (step < -0x8000 || step > 0x7fff) small = false;
    previous = us;
    if (us < least) least = us;
    if (us > most) most = us;
  }
  if (small) {
    const data = new Uint16Array(rows);
    previous = Math.round(values[0]! * 1000);
    const firstUs = previous;
    for (let row = 0; row < rows; row += 1) {
      const us = Math.round(values[row]! * 1000);
      const step = us - previous;
      data[row] = step < 0 ? -2 * step - 1 : 2 * step;
      previous = us;
    }
    return { form: 'steps', firstUs, data };
  }
  if (most - least > 0xffffffff) return { form: 'plain', data: values.slice(0, rows) };
  const data = new Uint32Array(rows);
  for (let row = 0; row < rows; row += 1) data[row] = Math.round(values[row]! * 1000) - least;
  return { form: 'offsets', leastUs: least, data };
}

/** The values again, in the column's own kind of array. */
export function unpackColumn(column: SegmentColumn, packed: PackedColumn): ColumnArray {
  switch (packed.form) {
    case 'constant':
      return newColumn(column, packed.rows).fill(packed.value);
    case 'ramp': {
      const values = newColumn(column, packed.rows);
      for (let row = 0; row < packed.rows; row += 1) values[row] = packed.first + row;
      return values;
    }
    case 'plain': {
      const values = newColumn(column, packed.data.length);
      if (values.constructor === packed.data.constructor) return packed.data;
      values.set(packed.data);
      return values;
    }
    case 'dictionary': {
      const { data, values: words } = packed;
      const values = newColumn(column, data.length);
      for (let row = 0; row < data.length; row += 1) values[row] = words[data[row]!]!;
      return values;
    }
    case 'steps': {
      const { data } = packed;
      const values = newColumn(column, data.length);
      let us = packed.firstUs;
      for (let row = 0; row < data.length; row += 1) {
        const step = data[row]!;
        us += step & 1 ? -(step + 1) / 2 : step / 2;
        values[row] = us / 1000;
      }
      return values;
    }
    case 'offsets': {
      const { data, leastUs } = packed;
      const values = newColumn(column, data.length);
      for (let row = 0; row < data.length; row += 1) values[row] = (leastUs + data[row]!) / 1000;
      return values;
    }
  }
}

/** Lengths of a block's records in the narrower type that holds them, from where they start. */
export function packLengths(starts: Uint32Array, argsBytes: number): Uint16Array | Uint32Array {
  const lengths = new Uint32Array(starts.length);
  let most = 0;
  for (let row = 0; row < starts.length; row += 1) {
    const length = (starts[row + 1] ?? argsBytes) - starts[row]!;
    lengths[row] = length;
    if (length > most) most = length;
  }
  return most < 0x10000 ? Uint16Array.from(lengths) : lengths;
}

/** Where records of these lengths start when they stand one after another. */
export function startsOf(lengths: Uint16Array | Uint32Array): Uint32Array {
  const starts = new Uint32Array(lengths.length);
  let at = 0;
  for (let row = 0; row < lengths.length; row += 1) {
    starts[row] = at;
    at += lengths[row]!;
  }
  return starts;
}
