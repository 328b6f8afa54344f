// SPDX-License-Identifier: MIT
/**
 * The window's language, and texts in it. Changing the language re-renders every text in place.
 * @module
 */
import { createTranslator, hasMessage, type Language, type Translate } from '../../shared/i18n/translate';
import { settings } from '../stores/settings.svelte';
import * as format from './format';

const translators = { ja: createTranslator('ja'), en: createTranslator('en') };

/** The language in use; reactive. */
export function language(): Language {
  return settings.language;
}

/** Text of a catalogue key in the language in use; reactive. */
export function t(key: string, params?: Record<string, string | number>): string {
  return translators[settings.language](key, params);
}

/** The translator of the language in use, for pure code that takes one; reactive. */
export function translate(): Translate {
  return translators[settings.language];
}

/** Whether the language in use has this text; for texts that are optional. */
export function has(key: string): boolean {
  return hasMessage(settings.language, key);
}

/** Picks the language from a pair of texts that came with data. */
export function pick(texts: { ja: string; en: string }): string {
  return texts[settings.language];
}

export function num(value: number, digits = 0): string {
  return format.formatNumber(value, settings.language, digits);
}

export function bytes(value: number): string {
  return format.formatBytes(value, settings.language);
}

export function relative(timeMs: number, originMs: number): string {
  return format.formatRelative(timeMs, originMs, settings.language);
}
