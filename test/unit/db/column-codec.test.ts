// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { packColumn, packLengths, startsOf, unpackColumn } from '../../../renderer/db/column-codec';

test('a column of one value takes no bytes', () => {
  expect(packColumn(new Uint32Array(1000).fill(7), 1000)).toEqual({ form: 'constant', rows: 1000, value: 7 });
});

test('a column of nothing but missing times takes no bytes and stays missing', () => {
  const packed = packColumn(new Float64Array(3).fill(NaN), 3);
  expect(packed).toEqual({ form: 'constant', rows: 3, value: NaN });
  expect(unpackColumn('timeMs', packed)).toEqual(new Float64Array(3).fill(NaN));
});

test('positions that count up take no bytes', () => {
  expect(packColumn(Uint32Array.of(5, 6, 7, 8), 4)).toEqual({ form: 'ramp', rows: 4, first: 5 });
});

test('small values take a byte each, whatever the column', () => {
  expect(packColumn(Uint16Array.of(3, 255, 0), 3)).toEqual({ form: 'plain', data: Uint8Array.of(3, 255, 0) });
});

test('few large values become a dictionary', () => {
  const values = Uint32Array.of(0xc0000034, 0, 0xc0000034, 0xffffffff);
  expect(packColumn(values, 4)).toEqual({
    form: 'dictionary',
    values: Uint32Array.of(0xc0000034, 0, 0xffffffff),
    data: Uint8Array.of(0, 1, 0, 2),
  });
});

test('times a few milliseconds apart take two bytes each, back and forth', () => {
  const start = 1496211111123.25;
  const times = Float64Array.of(start, start + 0.5, start - 12, start + 3);
  const packed = packColumn(times, 4);
  expect(packed.form).toBe('steps');
  expect(unpackColumn('timeMs', packed)).toEqual(times);
});

test('times minutes apart take four bytes each', () => {
  const times = Float64Array.of(1496211111123, 1496211191123, 1496211111124);
  const packed = packColumn(times, 3);
  expect(packed.form).toBe('offsets');
  expect(unpackColumn('timeMs', packed)).toEqual(times);
});

test('times that no form holds exactly are kept as they are', () => {
  for (const odd of [NaN, 1496211111123.0001, -0, Infinity, 1e300]) {
    const times = Float64Array.of(1496211111123, odd, 5);
    expect(unpackColumn('timeMs', packColumn(times, 3))).toEqual(times);
  }
});

test('only the rows in use are packed', () => {
  expect(packColumn(Uint8Array.of(1, 1, 9, 9), 2)).toEqual({ form: 'constant', rows: 2, value: 1 });
});

test('record starts are kept as lengths, in 16 bits each where no record is long', () => {
  expect(packLengths(Uint32Array.of(0, 10, 25), 30)).toEqual(Uint16Array.of(10, 15, 5));
  expect(startsOf(Uint16Array.of(10, 15, 5))).toEqual(Uint32Array.of(0, 10, 25));
  expect(packLengths(Uint32Array.of(0, 70_000), 70_010)).toEqual(Uint32Array.of(70_000, 10));
  expect(startsOf(Uint32Array.of(70_000, 10))).toEqual(Uint32Array.of(0, 70_000));
});
