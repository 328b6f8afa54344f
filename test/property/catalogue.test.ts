// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normalArgName } from '../../shared/analysis/catalogue';
import { flagSets, flagValue, flagWords } from '../../shared/analysis/catalogue/flags';
import { parseNumberText } from '../../shared/analysis/catalogue/words';

// fast-check prints the seed of a failure.
const options = { numRuns: 500 };

/** The words of a value, put together again. */
function valueOf(set: string, words: string): bigint {
  return words
    .split('|')
    .map((word) => flagValue(set, word) ?? parseNumberText(word) ?? -1n)
    .reduce((sum, part) => sum | part, 0n);
}

const bitSets = flagSets().filter((set) => flagWords(set, 0xffff_ffffn).includes('|'));

test('the words of a bit set say the whole value and nothing else', () => {
  fc.assert(
    fc.property(fc.constantFrom(...bitSets), fc.bigInt(1n, 0xffff_ffffn), (set, value) => {
      const words = flagWords(set, value);
      // One word may name two masks (PROCESS_ALL_ACCESS of old and new Windows): then it says at least one.
      if (/ALL_ACCESS/.test(words)) return;
      expect(valueOf(set, words)).toBe(value);
    }),
    options,
  );
});

test('any text at all gets a normal name, and the same one again', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (api, name) => {
      const normal = normalArgName(api, name);
      expect(normalArgName(api, name)).toBe(normal);
    }),
    options,
  );
});

test('a number is read back as it was written', () => {
  fc.assert(
    fc.property(fc.bigInt(0n, 0xffff_ffff_ffff_ffffn), (value) => {
      expect(parseNumberText(value.toString())).toBe(value);
      expect(parseNumberText(`0x${value.toString(16)}`)).toBe(value);
    }),
    options,
  );
});
