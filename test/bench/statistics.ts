// SPDX-License-Identifier: MIT
/**
 * What several runs come to.
 * @module
 */

/** Middle value of an odd number of runs, mean of the two middle ones else; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b);
  if (sorted.length === 0) return NaN;
  const middle = sorted.length / 2;
  return (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle) - 1]!) / 2;
}

export function least(values: readonly number[]): number {
  return Math.min(...values);
}

export function most(values: readonly number[]): number {
  return Math.max(...values);
}
