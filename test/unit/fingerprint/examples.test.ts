// SPDX-License-Identifier: MIT
/** Every rule proves itself by the examples that stand in it. */
import { describe, expect, it } from 'vitest';
import { exampleFailures } from '../../../shared/rules/fingerprint/examples';
import { builtinFingerprintRules, builtinRuleSet } from '../../../shared/rules/fingerprint/rules';

describe('examples of the fingerprinting rules', () => {
  for (const rule of builtinFingerprintRules())
    it(`${rule.id} finds what it must and ignores its near misses`, () => {
      expect(exampleFailures(builtinRuleSet(), rule)).toEqual([]);
    });
});
