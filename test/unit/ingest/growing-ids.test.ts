// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { GrowingIds } from '../../../shared/ingest/growing-ids';

describe('GrowingIds', () => {
  it('gives back what was written, wide ids after narrow ones too', () => {
    const position = fc.integer({ min: 0, max: 20_000 });
    const id = fc.oneof(fc.integer({ min: -1, max: 300 }), fc.integer({ min: -1, max: 65_534 }));
    fc.assert(
      fc.property(fc.array(fc.tuple(position, id)), (writes) => {
        const ids = new GrowingIds();
        for (const [at, value] of writes) ids.set(at, value);
        const written = new Map(writes);
        for (const [at, value] of written) expect(ids.get(at)).toBe(value);
        for (let at = 0; at < 20_100; at += 67) expect(ids.get(at)).toBe(written.get(at) ?? -1);
      }),
    );
  });
});
