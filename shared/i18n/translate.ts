// SPDX-License-Identifier: MIT
/**
 * Texts in the reader's language. Owns the message table built from `shared/data/messages/{ja,en}/*.yaml` and
 * the translator over it: ICU MessageFormat, parsed without `eval`, each message compiled once a language.
 * Runs in Node, window and workers alike. Promises never to throw at a reader: a missing key or parameter
 * shows the key or the bare text; under the test runner it throws, so that no gap ships.
 * @module
 */
import { IntlMessageFormat } from 'intl-messageformat';
import documents from 'virtual:data/messages';
import { messageTable } from './message-table';

/** The languages every message is written in. */
export type Language = 'ja' | 'en';

/** All languages, the default first. */
export const LANGUAGES = ['ja', 'en'] as const satisfies readonly Language[];

/** Values for the placeholders of a message. */
export type MessageParams = Record<string, string | number>;

/** Gives the text of a key, e.g. `graph.edge.creation`, with the placeholders filled in. */
export type Translate = (key: string, params?: MessageParams) => string;

const tables = messageTable(documents);
const translators = new Map<Language, Translate>();

/** True under vitest only: `import.meta.env` is put there by vite, and absent in Node bundles. */
const strict = (import.meta as { env?: { MODE?: string } }).env?.MODE === 'test';

/**
 * The translator of a language; the same function each time, so its compiled messages are shared.
 *
 * @example createTranslator('en')('common.calls', { count: 2 }) // '2 calls'
 */
export function createTranslator(language: Language): Translate {
  let translate = translators.get(language);
  if (!translate) {
    translate = buildTranslator(language);
    translators.set(language, translate);
  }
  return translate;
}

/** Whether a language has a message of this key: for texts that are optional, such as a hint for an error code. */
export function hasMessage(language: Language, key: string): boolean {
  return tables[language].has(key);
}

/** Every key of a language, sorted: for completeness checks. */
export function messageKeys(language: Language): string[] {
  return [...tables[language].keys()].sort();
}

function buildTranslator(language: Language): Translate {
  const compiled = new Map<string, IntlMessageFormat>();
  return (key, params) => {
    const source = tables[language].get(key);
    if (source === undefined) {
      if (strict) throw new Error(`no ${language} message "${key}"`);
      return key;
    }
    try {
      let format = compiled.get(key);
      if (!format) {
        // Tags are not markup here: `<unknown>` in a message is text, and texts are never shown as HTML.
        format = new IntlMessageFormat(source, language, undefined, { ignoreTag: true });
        compiled.set(key, format);
      }
      return String(format.format(params));
    } catch (error) {
      if (strict) throw new Error(`${language} message "${key}": ${String(error)}`, { cause: error });
      return source;
    }
  };
}
