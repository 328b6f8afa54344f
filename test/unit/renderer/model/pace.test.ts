// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { Pace } from '../../../../renderer/model/pace';

test('what was never done may be done at once', () => {
  expect(new Pace(1000, 0.05).waitMs(0)).toBe(0);
});

test('what costs little is done again after the least time', () => {
  const pace = new Pace(1000, 0.05);
  pace.took(0, 10);
  expect([10, 500, 1009, 1010, 5000].map((nowMs) => pace.waitMs(nowMs))).toEqual([1000, 510, 1, 0, 0]);
});

test('what costs much never takes more than its share of the time', () => {
  const pace = new Pace(1000, 0.05);
  let nowMs = 0;
  let busyMs = 0;
  for (const tookMs of [80, 150, 300, 40, 900]) {
    pace.took(nowMs, nowMs + tookMs);
    busyMs += tookMs;
    nowMs += tookMs;
    nowMs += pace.waitMs(nowMs);
    expect(busyMs / nowMs).toBeLessThanOrEqual(0.05);
  }
});

test('after a reset it may be done at once', () => {
  const pace = new Pace(1000, 0.05);
  pace.took(0, 100);
  pace.reset();
  expect(pace.waitMs(100)).toBe(0);
});
