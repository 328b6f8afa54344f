// SPDX-License-Identifier: MIT
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Records } from '../../../renderer/db/call-source';
import { TextSearch } from '../../../renderer/db/text-search';

const decoder = new TextDecoder();

/** The plain way to read what the search reads. */
function argumentTexts(record: Uint8Array): string[] {
  return Object.values(
    (JSON.parse(decoder.decode(record)) as { arguments: Record<string, string> }).arguments,
  );
}

function asciiOnly(json: string): string {
  return json.replace(/[\u007f-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** JSON as nobody writes it, but may. */
function allEscaped(text: string): string {
  return `"${Array.from({ length: text.length }, (_, at) => `\\u${text.charCodeAt(at).toString(16).toUpperCase().padStart(4, '0')}`).join('')}"`;
}

function recordsOf(texts: readonly string[], spell: (text: string) => string): Records {
  const encoded = texts.map((text) => new TextEncoder().encode(`{"arguments":{"name":${spell(text)}}}`));
  const starts = new Uint32Array(encoded.length);
  const bytes = new Uint8Array(encoded.reduce((sum, record) => sum + record.length, 0));
  let at = 0;
  encoded.forEach((record, n) => {
    starts[n] = at;
    bytes.set(record, at);
    at += record.length;
  });
  return { firstRow: 10, starts, bytes };
}

const letters = fc.constantFrom(
  ...'aAkKiIzZ09 .-_/\\"\n\u0000\u007fàÀéß日本ーİ\u212a😀ﾄ'.split(/(?:)/u),
  'name',
  'arguments',
  '\\u0041',
);
const word = fc.array(letters, { maxLength: 8 }).map((parts) => parts.join(''));

const spellings: Record<string, (text: string) => string> = {
  raw: (text) => JSON.stringify(text),
  'ASCII only': (text) => asciiOnly(JSON.stringify(text)),
  'all escaped': allEscaped,
  'slashes escaped': (text) => JSON.stringify(text).replaceAll('/', '\\/'),
};

for (const [name, spell] of Object.entries(spellings)) {
  test(`finds what a plain search finds (${name})`, () => {
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 20 }),
        word.filter((text) => text !== ''),
        (texts, needle) => {
          const records = recordsOf(texts, spell);
          const all = texts.map((_, at) => 10 + at);
          const expected = all.filter((row) => texts[row - 10]!.toLowerCase().includes(needle.toLowerCase()));
          expect([...new TextSearch(needle, argumentTexts).rows(records, all)]).toEqual(expected);
        },
      ),
      { numRuns: 400 },
    );
  });
}

test('finds parts of what is there', () => {
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), fc.nat(), fc.nat(), (texts, pick, cut) => {
      const text = texts[pick % texts.length]!;
      const needle = text.slice(cut % (text.length + 1)).toUpperCase();
      fc.pre(needle !== '' && text.toLowerCase().includes(needle.toLowerCase()));
      const rows = [
        ...new TextSearch(needle, argumentTexts).rows(
          recordsOf(texts, JSON.stringify),
          texts.map((_, at) => 10 + at),
        ),
      ];
      expect(rows).toContain(10 + (pick % texts.length));
    }),
    { numRuns: 400 },
  );
});
