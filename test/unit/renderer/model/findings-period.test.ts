// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { periodOf } from '../../../../renderer/model/findings-period';

describe('the rhythm of a repeated check', () => {
  it('is the usual distance, though the first one lies apart', () => {
    expect(periodOf([294, 7132, 10064, 13024, 15965, 18865])).toBe(2941);
  });

  it('is that of the bursts, where each repetition takes several calls', () => {
    expect(periodOf([10, 11, 13, 3010, 3012, 3013, 6010, 6011, 9012, 9013])).toBe(3000);
  });

  it('is nothing where calls follow each other, come at random, or are few', () => {
    expect([
      periodOf([1, 2, 3, 4, 5]),
      periodOf([1, 50, 61, 400, 2000, 2040]),
      periodOf([5, 10, 15]),
      periodOf([]),
    ]).toEqual([null, null, null, null]);
  });

  it('does not depend on where it begins', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 1e6 }),
        fc.integer({ min: 2, max: 1e5 }),
        fc.integer({ min: 4, max: 100 }),
        (start, step, times) => {
          expect(periodOf(Array.from({ length: times }, (_, at) => start + at * step))).toBe(step);
        },
      ),
    );
  });
});
