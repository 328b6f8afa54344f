// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatBytes,
  formatClock,
  formatDuration,
  formatRelative,
  formatTimestamp,
  shortenMiddle,
  shortenPath,
  splitPath,
  splitTail,
} from '../../../../renderer/i18n/format';

describe('times', () => {
  it('count from the start of the report, to the millisecond, grouped', () => {
    expect(formatRelative(1012_345.4, 1_000_000, 'en')).toBe('+12.345 s');
    expect(formatRelative(4_602_001, 1_000_000, 'en')).toBe('+3,602.001 s');
    expect(formatRelative(999_500, 1_000_000, 'ja')).toBe('-0.500 s');
  });

  it('are empty where the log has none', () => {
    expect([
      formatRelative(NaN, 0, 'en'),
      formatRelative(0, NaN, 'en'),
      formatClock(NaN),
      formatTimestamp(8.64e15 + 1),
    ]).toEqual(['', '', '', '']);
  });

  it('keep the local time of the log, whatever the time zone here', () => {
    expect(formatTimestamp(Date.UTC(2017, 4, 31, 12, 33, 21, 7))).toBe('2017-05-31 12:33:21.007');
  });

  it('left are minutes and seconds, with hours where needed', () => {
    expect([formatDuration(7400), formatDuration(723_000), formatDuration(3_723_000)]).toEqual([
      '0:07',
      '12:03',
      '1:02:03',
    ]);
  });
});

describe('sizes', () => {
  it('take the unit that leaves up to three digits', () => {
    expect(
      [0, 999, 923_875, 999_960, 40_739_318, 1_500_000_000].map((bytes) => formatBytes(bytes, 'en')),
    ).toEqual(['0 B', '999 B', '924 kB', '1.0 MB', '40.7 MB', '1.5 GB']);
  });
});

describe('shortening', () => {
  it('takes from the folders and never from the file name', () => {
    expect(shortenPath('C:\\Users\\Smith\\AppData\\Local\\Temp\\a.exe', 24)).toBe(
      'C:\\Users\\…cal\\Temp\\a.exe',
    );
    expect(shortenPath('C:\\x\\a-very-long-file-name.exe', 12)).toBe('…\\a-very-long-file-name.exe');
    expect(shortenPath('a-very-long-file-name.exe', 12)).toBe('a-very-long-file-name.exe');
  });

  it('keeps both ends of a name', () => {
    expect(shortenMiddle('0123456789abcdef.exe', 9)).toBe('0123….exe');
  });

  it('keeps to the limit and tears no surrogate pair', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 40 }), (text, max) => {
        const short = shortenMiddle(text, max);
        expect(Array.from(short).length).toBeLessThanOrEqual(Math.max(max, 1));
        expect(short.isWellFormed()).toBe(true);
      }),
    );
  });

  it('loses nothing of a path when it is split', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const { folders, file } = splitPath(path);
        expect(folders + file).toBe(path);
      }),
    );
  });

  it('splits the end off only where that saves something', () => {
    expect(splitTail('svchost.exe', 7)).toEqual({ head: 'svchost.exe', tail: '' });
    expect(splitTail('0a77fc85a49ed22e8a829c.exe', 7)).toEqual({
      head: '0a77fc85a49ed22e8a8',
      tail: '29c.exe',
    });
  });
});
