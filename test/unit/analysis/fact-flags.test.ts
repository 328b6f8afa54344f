// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FACT_FLAGS, FactFlags, type FactFlag } from '../../../shared/analysis/facts';

const ALL = Object.keys(FACT_FLAGS) as FactFlag[];

describe('FactFlags', () => {
  it('are a set of flags', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.constantFrom(...ALL), fc.boolean())), (steps) => {
        const flags = new FactFlags();
        const set = new Set<FactFlag>();
        for (const [flag, there] of steps) {
          if (there) set.add(flag);
          else set.delete(flag);
          if (there) flags.add(flag);
          else flags.delete(flag);
        }
        expect(ALL.filter((flag) => flags.has(flag))).toEqual(ALL.filter((flag) => set.has(flag)));
      }),
    );
  });

  it('a copy changes alone', () => {
    const flags = new FactFlags().add('suspended').add('low-level');
    const copy = flags.copy().add('exec');
    copy.delete('low-level');
    expect(ALL.filter((flag) => flags.has(flag))).toEqual(['suspended', 'low-level']);
    expect(ALL.filter((flag) => copy.has(flag))).toEqual(['suspended', 'exec']);
  });

  it('has none of a name that is no flag', () => {
    expect(new FactFlags().add('suspended').has('constructor')).toBe(false);
  });
});
