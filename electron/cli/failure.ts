// SPDX-License-Identifier: MIT
/**
 * Errors of a command: one line on stderr, a stack trace only when asked for, and the exit code.
 * @module
 */
import { CancelledError, toErrorData, UserError } from '../../shared/errors/kinds';
import { createTranslator, hasMessage, type Language } from '../../shared/i18n/translate';

export const EXIT = { done: 0, bug: 1, usage: 2, unreadable: 3, damaged: 4, cancelled: 130 } as const;

/** Codes of errors that mean that the command was called wrongly. */
const USAGE_CODES = new Set(['usage', 'one-input-only', 'file-not-writable', 'rule-invalid']);

export function exitCodeOf(error: unknown): number {
  if (error instanceof CancelledError) return EXIT.cancelled;
  if (error instanceof UserError) return USAGE_CODES.has(error.code) ? EXIT.usage : EXIT.unreadable;
  return EXIT.bug;
}

/** What went wrong, in one line. */
export function errorLine(error: unknown, language: Language = 'en'): string {
  const { code, params } = toErrorData(error);
  const translate = createTranslator(language);
  const key = hasMessage(language, `errors.${code}.what`) ? `errors.${code}.what` : 'errors.bug.what';
  return translate(key, params).replace(/\s+/g, ' ');
}

export function reportError(error: unknown, isVerbose: boolean, language: Language = 'en'): void {
  process.stderr.write(`kanshiki: ${errorLine(error, language)}\n`);
  if (isVerbose && error instanceof Error) process.stderr.write(`${error.stack ?? error.message}\n`);
}
