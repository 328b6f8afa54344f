// SPDX-License-Identifier: MIT
/**
 * Compares large results: at the speed of the engine where they are equal, with the runner's own words where not.
 * @module
 */
import { isDeepStrictEqual } from 'node:util';
import { expect } from 'vitest';

export function expectSame(got: unknown, wanted: unknown): void {
  if (!isDeepStrictEqual(got, wanted)) expect(got).toEqual(wanted);
}
