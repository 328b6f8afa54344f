// SPDX-License-Identifier: MIT
/**
 * The rhythm of a repeated check: how far apart its repetitions lie, where they come at all regularly. Pure.
 * @module
 */

/** Gaps that a rhythm needs, and the share of them that must keep to it within the tolerance. */
const MIN_GAPS = 3;
const SHARE = 0.6;
const TOLERANCE = 0.25;
/** Calls that lie closer together than this part of the largest gap are one repetition of several calls. */
const BURST = 0.2;

/**
 * @param places in rising order: positions in a process's calls, or times in milliseconds
 * @returns the usual distance from one repetition to the next, or null where there is no rhythm
 * @example periodOf([10, 3010, 6010, 9010]) // 3000
 */
export function periodOf(places: readonly number[]): number | null {
  const steady = rhythm(gapsOf(places));
  if (steady !== null) return steady > 1 ? steady : null;
  const largest = Math.max(0, ...gapsOf(places));
  const starts = places.filter((place, at) => at === 0 || place - places[at - 1]! > largest * BURST);
  return rhythm(gapsOf(starts));
}

function gapsOf(places: readonly number[]): number[] {
  return places.slice(1).map((place, at) => place - places[at]!);
}

function rhythm(gaps: readonly number[]): number | null {
  if (gaps.length < MIN_GAPS) return null;
  const sorted = gaps.toSorted((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)]!;
  if (!(middle > 0)) return null;
  const regular = gaps.filter((gap) => Math.abs(gap - middle) <= middle * TOLERANCE);
  return regular.length >= gaps.length * SHARE ? middle : null;
}
