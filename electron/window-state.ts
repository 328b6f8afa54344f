// SPDX-License-Identifier: MIT
/**
 * What the main process remembers of the window between starts: place, size, theme and language. The latter
 * two so that the first frame and the menu are right before the page has said anything.
 * @module
 */
import { app, screen, type BrowserWindow, type Rectangle } from 'electron';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';

const stateSchema = v.object({
  bounds: v.nullable(v.object({ x: v.number(), y: v.number(), width: v.number(), height: v.number() })),
  maximized: v.boolean(),
  theme: v.picklist(['light', 'dark', 'system']),
  language: v.nullable(v.picklist(['ja', 'en'])),
  /** Where the user keeps rules, or null for the profile's own folder. */
  rulesFolder: v.optional(v.nullable(v.string()), null),
});

export type WindowState = v.InferOutput<typeof stateSchema>;

const FRESH: WindowState = {
  bounds: null,
  maximized: false,
  theme: 'system',
  language: null,
  rulesFolder: null,
};

const stateFile = (): string => path.join(app.getPath('userData'), 'window.json');

/** The state of the last run; a fresh one when there was none or it cannot be read. */
export function loadWindowState(): WindowState {
  try {
    return v.parse(stateSchema, JSON.parse(readFileSync(stateFile(), 'utf8')));
  } catch {
    return { ...FRESH };
  }
}

/** Writes the state; losing it is not worth a message. */
export function saveWindowState(state: WindowState): void {
  try {
    mkdirSync(path.dirname(stateFile()), { recursive: true });
    writeFileSync(`${stateFile()}.new`, JSON.stringify(state));
    renameSync(`${stateFile()}.new`, stateFile());
  } catch {
    // The next window opens in the middle of the screen.
  }
}

/** Work areas of all screens. Needs the app to be ready. */
export function workAreas(): Rectangle[] {
  return screen.getAllDisplays().map((display) => display.workArea);
}

/** Takes place and size from the window into the state. */
export function rememberBounds(window: BrowserWindow, state: WindowState): void {
  state.maximized = window.isMaximized();
  state.bounds = window.getNormalBounds();
}
