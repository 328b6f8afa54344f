// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { usableBounds } from '../../../electron/bounds';

const SCREEN = { x: 0, y: 0, width: 1920, height: 1080 };

test('a place on a screen of today is used again', () => {
  const bounds = { x: 100, y: 50, width: 1440, height: 900 };
  expect(usableBounds(bounds, [SCREEN])).toEqual(bounds);
  expect(usableBounds({ ...bounds, x: -900 }, [SCREEN])).toEqual({ ...bounds, x: -900 });
});

test('a place on a screen that is gone is not', () => {
  const away = { x: 2500, y: 50, width: 1440, height: 900 };
  expect(usableBounds(away, [SCREEN])).toBeNull();
  expect(usableBounds(away, [SCREEN, { ...SCREEN, x: 1920 }])).toEqual(away);
});

test('a title bar above the screen cannot be caught', () => {
  expect(usableBounds({ x: 0, y: -200, width: 1440, height: 900 }, [SCREEN])).toBeNull();
});

test('the first start has no place', () => {
  expect(usableBounds(null, [SCREEN])).toBeNull();
});
