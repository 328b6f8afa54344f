// SPDX-License-Identifier: MIT
/**
 * Makes the reasons of a mark: a code of `messages/…/scoring.yaml` and its parameters, with the text in both
 * languages.
 * @module
 */
import { createTranslator } from '../i18n/translate';
import type { Language, MessageParams } from '../i18n/translate';
import type { GradeReason, Text } from './types';

/** A parameter that differs by language, or a list that each language joins in its own way. */
export type ReasonParam = string | number | Text | readonly string[];

export interface ReasonOptions {
  /** What it brought; 0 when left out. */
  points?: number;
  /** Position of the entry it speaks of. */
  entry?: number | null;
}

/** @param code a key under `scoring.reason` */
export function reason(
  code: string,
  params: Record<string, ReasonParam> = {},
  { points = 0, entry = null }: ReasonOptions = {},
): GradeReason {
  const inLanguage = (language: Language): MessageParams =>
    Object.fromEntries(Object.entries(params).map(([name, value]) => [name, paramIn(value, language)]));
  return {
    code,
    params: inLanguage('en'),
    points,
    entry,
    ja: createTranslator('ja')(`scoring.reason.${code}`, inLanguage('ja')),
    en: createTranslator('en')(`scoring.reason.${code}`, inLanguage('en')),
  };
}

/** A text of `scoring.<key>` in both languages, as a parameter. */
export function scoringText(key: string): Text {
  return { ja: createTranslator('ja')(`scoring.${key}`), en: createTranslator('en')(`scoring.${key}`) };
}

function paramIn(value: ReasonParam, language: Language): string | number {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if ('ja' in value) return value[language];
  return value.join(createTranslator(language)('common.list.separator'));
}
