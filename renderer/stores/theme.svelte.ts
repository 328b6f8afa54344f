// SPDX-License-Identifier: MIT
/**
 * The theme as drawn, for what cannot read CSS variables by itself (the graph's canvas).
 * @module
 */
import { onSystemTheme, resolveTheme } from '../app/theme';
import { settings } from './settings.svelte';

class ThemeState {
  drawn: 'light' | 'dark' = $state('light');

  update(): void {
    this.drawn = resolveTheme(settings.theme);
  }
}

export const themeState = new ThemeState();

onSystemTheme(() => {
  if (settings.theme === 'system') {
    themeState.update();
    document.documentElement.dataset['theme'] = themeState.drawn;
  }
});
