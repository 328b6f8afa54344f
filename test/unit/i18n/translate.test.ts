// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { createTranslator, hasMessage, messageKeys } from '../../../shared/i18n/translate';

test('a message takes its parameters and its plural', () => {
  expect(createTranslator('en')('common.unit.calls', { count: 1 })).toBe('1 call');
  expect(createTranslator('en')('common.unit.calls', { count: 1204 })).toBe('1,204 calls');
  expect(createTranslator('ja')('common.unit.calls', { count: 1204 })).toBe('1,204 コール');
});

test('a missing key or parameter throws under the test runner', () => {
  expect(() => createTranslator('en')('common.nothing')).toThrow('common.nothing');
  expect(() => createTranslator('en')('common.unit.seconds')).toThrow('common.unit.seconds');
});

test('the translator of a language is made once', () => {
  expect(createTranslator('ja')).toBe(createTranslator('ja'));
});

test('a message can be asked for before it is used', () => {
  expect(hasMessage('ja', 'common.none')).toBe(true);
  expect(hasMessage('ja', 'common.nothing')).toBe(false);
});

test('the keys of a language are listed', () => {
  expect(messageKeys('ja')).toEqual(expect.arrayContaining(['common.none', 'common.unit.calls']));
});
