// SPDX-License-Identifier: MIT
/**
 * How this window looks: language, theme, docks. Kept in localStorage, because it must be known before the
 * first paint. Nothing of a report is kept here.
 * @module
 */
import type { Language } from '../../shared/i18n/translate';

export type Theme = 'light' | 'dark' | 'system';
export type DockName = 'left' | 'right' | 'bottom';
export type CentreTab = 'overview' | 'graph' | 'calls' | 'findings' | 'raw';

export interface Settings {
  language: Language;
  theme: Theme;
  docks: Record<DockName, { size: number; open: boolean }>;
  tab: CentreTab;
  timeMode: 'relative' | 'absolute';
  legend: boolean;
  edgeList: boolean;
  /** Whether an edge's reasons are unfolded. */
  reasons: boolean;
}

const KEY = 'kanshiki.window';

/** Smallest and largest size of a dock in CSS pixels. */
export const DOCK_LIMITS: Record<DockName, { min: number; max: number }> = {
  left: { min: 180, max: 640 },
  right: { min: 260, max: 760 },
  bottom: { min: 96, max: 720 },
};

function defaults(): Settings {
  const small = typeof innerWidth === 'number' && innerWidth < 1200;
  return {
    language: typeof navigator !== 'undefined' && navigator.language.startsWith('ja') ? 'ja' : 'en',
    theme: 'system',
    docks: {
      left: { size: small ? 244 : 320, open: true },
      right: { size: small ? 296 : 340, open: true },
      bottom: { size: small ? 220 : 280, open: true },
    },
    tab: 'graph',
    timeMode: 'relative',
    legend: true,
    edgeList: false,
    reasons: false,
  };
}

/** Takes from stored text what still makes sense, and defaults for the rest. */
export function parseSettings(text: string | null, fallback: Settings): Settings {
  let stored: Partial<Settings> = {};
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (value !== null && typeof value === 'object') stored = value;
  } catch {
    // Unreadable settings are not worth a message: the defaults stand.
  }
  const oneOf = <T extends string>(value: unknown, allowed: readonly T[], other: T): T =>
    allowed.includes(value as T) ? (value as T) : other;
  const dock = (name: DockName): { size: number; open: boolean } => {
    const saved = stored.docks?.[name];
    const size =
      typeof saved?.size === 'number' && Number.isFinite(saved.size) ? saved.size : fallback.docks[name].size;
    const open = typeof saved?.open === 'boolean' ? saved.open : fallback.docks[name].open;
    return { size: Math.min(DOCK_LIMITS[name].max, Math.max(DOCK_LIMITS[name].min, size)), open };
  };
  return {
    language: oneOf(stored.language, ['ja', 'en'], fallback.language),
    theme: oneOf(stored.theme, ['light', 'dark', 'system'], fallback.theme),
    docks: { left: dock('left'), right: dock('right'), bottom: dock('bottom') },
    tab: oneOf(stored.tab, ['overview', 'graph', 'calls', 'findings', 'raw'], fallback.tab),
    timeMode: oneOf(stored.timeMode, ['relative', 'absolute'], fallback.timeMode),
    legend: typeof stored.legend === 'boolean' ? stored.legend : fallback.legend,
    reasons: typeof stored.reasons === 'boolean' ? stored.reasons : fallback.reasons,
    edgeList: typeof stored.edgeList === 'boolean' ? stored.edgeList : fallback.edgeList,
  };
}

function read(): string | null {
  try {
    return localStorage.getItem(KEY);
  } catch {
    return null;
  }
}

export const settings: Settings = $state(parseSettings(read(), defaults()));

/** Writes the settings now; called from one effect of the shell whenever one changes. */
export function saveSettings(): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // A full or forbidden store costs only the memory of sizes.
  }
}

export function toggleDock(name: DockName): void {
  settings.docks[name].open = !settings.docks[name].open;
}

export function resizeDock(name: DockName, size: number): void {
  const { min, max } = DOCK_LIMITS[name];
  settings.docks[name].size = Math.round(Math.min(max, Math.max(min, size)));
}
