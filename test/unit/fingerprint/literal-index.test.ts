// SPDX-License-Identifier: MIT
/** The prefilter misses nothing: on texts and on the bytes of JSON alike. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { matchWild, PathGlob } from '../../../shared/rules/fingerprint/glob';
import { LiteralIndex } from '../../../shared/rules/fingerprint/literal-index';

const literal = fc
  .array(fc.constantFrom('a', 'b', 'c', '\\', '.', 'x'), { minLength: 3, maxLength: 6 })
  .map((letters) => letters.join(''));
const text = fc
  .array(fc.constantFrom('a', 'B', 'c', '\\', '.', 'X', '"', 'あ', '\n', '/'), { maxLength: 40 })
  .map((letters) => letters.join(''));

function plain(literals: readonly string[], searched: string): number[] {
  const lower = searched.toLowerCase().replaceAll('/', '\\');
  return literals.flatMap((one, at) => (lower.includes(one) ? [at] : []));
}

it('finds in one pass what a search for each literal finds', () => {
  fc.assert(
    fc.property(fc.array(literal, { minLength: 1, maxLength: 8 }), text, (literals, searched) => {
      const found = [...new LiteralIndex(literals).search(searched)].sort((a, b) => a - b);
      expect(found).toEqual(plain(literals, searched));
    }),
  );
});

it('says of JSON bytes what it says of their text, however they are escaped', () => {
  const escaped = fc.constantFrom(
    (one: string) => JSON.stringify(one),
    (one: string) =>
      `"${Array.from(one, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"`,
  );
  fc.assert(
    fc.property(fc.array(literal, { minLength: 1 }), text, escaped, (literals, searched, escape) => {
      const index = new LiteralIndex(literals);
      const bytes = new TextEncoder().encode(escape(searched));
      const span = { bytes, start: 1, end: bytes.length - 1 };
      expect(index.foundIn(span)).toBe(plain(literals, searched).length > 0);
    }),
  );
});

it('matches paths by segment', () => {
  const match = (pattern: string, path: string, subtree = false): boolean =>
    new PathGlob(pattern, subtree).match(path.toLowerCase().split('\\')) >= 0;
  expect(match('**\\drivers\\VBox*.sys', 'C:\\Windows\\System32\\drivers\\VBoxMouse.sys')).toBe(true);
  expect(match('**\\drivers\\VBox*.sys', 'C:\\drivers\\sub\\VBoxMouse.sys')).toBe(false);
  expect(match('C:\\abc', 'C:\\abc\\def')).toBe(false);
  expect(match('C:\\abc', 'C:\\abc\\def', true)).toBe(true);
});

it('matches wildcards in time that does not explode', () => {
  expect(matchWild(`${'a*'.repeat(50)}b`, 'a'.repeat(5000))).toBe(false);
});
