// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { fuzzOnce } from './fuzz-once';

/** Seeds that once failed. */
const REGRESSIONS: readonly number[] = [];

describe('random reports', () => {
  it.each(REGRESSIONS.map((seed) => [seed]))('regression seed %i', (seed) => {
    expect(() => fuzzOnce(seed)).not.toThrow();
  });

  it('are read as JSON.parse reads them, damaged or not, and stored without loss', () => {
    for (let seed = 0; seed < 160; seed++) {
      expect(() => fuzzOnce(seed), `seed ${seed}`).not.toThrow();
    }
  });
});
