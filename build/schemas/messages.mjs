// SPDX-License-Identifier: MIT
/**
 * Check of the messages (shared/data/messages): only text, in ICU MessageFormat that parses. Whether both
 * languages hold the same keys and placeholders is a test (test/unit/i18n), so that half a translation
 * can be tried in a running window.
 * @module
 */
import { IntlMessageFormat } from 'intl-messageformat';

/** @typedef {import('../data-schemas.mjs').DataDocument} DataDocument */
/** @typedef {import('../data-schemas.mjs').DataProblem} DataProblem */

/**
 * @param {DataDocument[]} documents
 * @returns {DataProblem[]}
 */
export function checkMessages(documents) {
  return documents.flatMap(({ file, data }) => {
    const language = /^messages\/(ja|en)\/[a-z0-9-]+\.ya?ml$/.exec(file)?.[1];
    if (!language) return [{ file, path: '', reason: 'messages live in messages/ja and messages/en' }];
    return data === null ? [] : messageProblems(data, file, language, '');
  });
}

/**
 * @param {unknown} value
 * @param {string} file
 * @param {string} language
 * @param {string} path
 * @returns {DataProblem[]}
 */
function messageProblems(value, file, language, path) {
  if (typeof value === 'string') return syntaxProblems(value, file, language, path);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ file, path, reason: 'not text; put it in quotes' }];
  }
  return Object.entries(value).flatMap(([key, inner]) =>
    messageProblems(inner, file, language, path ? `${path}.${key}` : key),
  );
}

/**
 * @param {string} text
 * @param {string} file
 * @param {string} language
 * @param {string} path
 * @returns {DataProblem[]}
 */
function syntaxProblems(text, file, language, path) {
  try {
    new IntlMessageFormat(text, language, undefined, { ignoreTag: true });
    return [];
  } catch (error) {
    return [{ file, path, reason: error instanceof Error ? error.message : String(error) }];
  }
}
