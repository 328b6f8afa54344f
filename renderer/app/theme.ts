// SPDX-License-Identifier: MIT
/**
 * Puts theme and language on the page's root element, and follows the system's theme where that is asked for.
 * @module
 */
import type { Language } from '../../shared/i18n/translate';
import type { Theme } from '../stores/settings.svelte';

const dark = typeof matchMedia === 'function' ? matchMedia('(prefers-color-scheme: dark)') : null;

/** The theme that is drawn. */
export function resolveTheme(theme: Theme): 'light' | 'dark' {
  if (theme !== 'system') return theme;
  return dark?.matches ? 'dark' : 'light';
}

export function applyAppearance(theme: Theme, language: Language): void {
  document.documentElement.dataset['theme'] = resolveTheme(theme);
  document.documentElement.lang = language;
}

/** Calls back whenever the system's theme changes; returns how to stop. */
export function onSystemTheme(listener: () => void): () => void {
  dark?.addEventListener('change', listener);
  return () => dark?.removeEventListener('change', listener);
}
