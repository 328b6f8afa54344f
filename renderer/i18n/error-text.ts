// SPDX-License-Identifier: MIT
/**
 * The sentences of an error from the catalogue: what happened, what was kept, what to do.
 * @module
 */
import { createTranslator, hasMessage, type Language } from '../../shared/i18n/translate';
import type { ErrorData } from '../../shared/errors/kinds';

export interface ErrorText {
  what: string;
  kept: string | null;
  todo: string | null;
}

/** An unknown code reads as our fault, because it is: every code we throw stands in the catalogue. */
export function errorText(error: ErrorData, language: Language): ErrorText {
  const translate = createTranslator(language);
  const code = hasMessage(language, `errors.${error.code}.what`) ? error.code : 'bug';
  const optional = (part: string): string | null => {
    const key = `errors.${code}.${part}`;
    return hasMessage(language, key) ? translate(key, error.params) : null;
  };
  return { what: optional('what') ?? error.code, kept: optional('kept'), todo: optional('todo') };
}
