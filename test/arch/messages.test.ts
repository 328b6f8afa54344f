// SPDX-License-Identifier: MIT
import { IntlMessageFormat } from 'intl-messageformat';
import { expect, test } from 'vitest';
import documents from 'virtual:data/messages';
import { messageTable } from '../../shared/i18n/message-table';

type Element = ReturnType<IntlMessageFormat['getAst']>[number];

const tables = messageTable(documents);

/** The parameters of a message with their kinds, sorted: `count:plural`, `name:argument`. */
function parametersOf(text: string, language: 'ja' | 'en'): string[] {
  const found = new Set<string>();
  const visit = (elements: readonly Element[]): void => {
    for (const element of elements) {
      if (element.type === 0 || element.type === 7) continue; // literal text; the # of a plural
      // A plural needs a number, and so do number formats: in Japanese one often stands for the other.
      const kind =
        element.type === 6 || element.type === 2 ? 'number' : element.type === 5 ? 'choice' : 'value';
      found.add(element.type === 8 ? `${element.value}:tag` : `${element.value}:${kind}`);
      if ('options' in element) for (const option of Object.values(element.options)) visit(option.value);
      if ('children' in element) visit(element.children);
    }
  };
  visit(new IntlMessageFormat(text, language).getAst());
  // `{count}` without a format prints a number as well as `{count, number}` does.
  const numbers = new Set(
    [...found].filter((name) => name.endsWith(':number')).map((name) => name.split(':')[0]),
  );
  return [...found].filter((name) => !(name.endsWith(':value') && numbers.has(name.split(':')[0]))).sort();
}

test('both languages have the same messages', () => {
  const only = (a: Map<string, string>, b: Map<string, string>): string[] =>
    [...a.keys()].filter((key) => !b.has(key));
  expect({ onlyEnglish: only(tables.en, tables.ja), onlyJapanese: only(tables.ja, tables.en) }).toEqual({
    onlyEnglish: [],
    onlyJapanese: [],
  });
});

test('both languages give each message the same parameters', () => {
  const names = (text: string, language: 'ja' | 'en'): string[] =>
    parametersOf(text, language).map((name) => name.replace(/:(number|value)$/, ''));
  const different = [...tables.en].flatMap(([key, english]) => {
    const japanese = tables.ja.get(key);
    if (japanese === undefined) return [];
    const pair = { en: names(english, 'en'), ja: names(japanese, 'ja') };
    return JSON.stringify(pair.en) === JSON.stringify(pair.ja) ? [] : [{ key, ...pair }];
  });
  expect(different).toEqual([]);
});

test('no message is empty or has blanks at its ends by accident', () => {
  const odd = [...tables.en, ...tables.ja].filter(
    ([key, text]) => text === '' || (text !== text.trim() && !key.includes('separator')),
  );
  expect(odd).toEqual([]);
});

test('a Japanese message is Japanese and an English one is not', () => {
  const kana = /[\u3040-\u30ff\u4e00-\u9fff]/;
  const english = [...tables.en].filter(([key, text]) => kana.test(text) && !key.includes('language'));
  expect(english).toEqual([]);
});
