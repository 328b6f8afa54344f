// SPDX-License-Identifier: MIT
/**
 * The tokens that the graph draws with, read from the style sheet, because a canvas knows no CSS variables.
 * @module
 */

export interface Palette {
  bg: string;
  surface: string;
  sunken: string;
  line: string;
  lineStrong: string;
  text: string;
  text2: string;
  accent: string;
  injection: string;
  suspicious: string;
  creation: string;
  fingerprint: string;
  fontUi: string;
  fontData: string;
}

/** The palette that holds at an element. */
export function readPalette(element: Element): Palette {
  const style = getComputedStyle(element);
  const token = (name: string): string => style.getPropertyValue(name).trim();
  return {
    bg: token('--bg'),
    surface: token('--surface'),
    sunken: token('--sunken'),
    line: token('--line'),
    lineStrong: token('--line-strong'),
    text: token('--text'),
    text2: token('--text-2'),
    accent: token('--accent'),
    injection: token('--injection'),
    suspicious: token('--suspicious'),
    creation: token('--creation'),
    fingerprint: token('--fingerprint'),
    fontUi: token('--font-ui'),
    fontData: token('--font-data'),
  };
}

/** The light palette on white, for pictures, whatever theme the window has. */
export function exportPalette(): Palette {
  const probe = document.createElement('div');
  probe.dataset['theme'] = 'light';
  document.body.append(probe);
  try {
    return { ...readPalette(probe), bg: '#ffffff' };
  } finally {
    probe.remove();
  }
}
