// SPDX-License-Identifier: MIT
/**
 * The raw text of the report's parts: their names, and the lines of the chosen one that are in view.
 * @module
 */
import type { SectionLines } from '../db/contract';
import { services } from './services';
import { messages } from './toasts.svelte';

class RawSection {
  paths: readonly string[] | null = $state.raw(null);
  path: string | null = $state(null);
  /** The lines that were last asked for, from `first` on. */
  first = $state(0);
  lines: SectionLines | null = $state.raw(null);
  #reportId: number | null = null;
  #asked = '';

  /** The parts of a report; the first one is chosen where the former choice is not among them. */
  async open(reportId: number): Promise<void> {
    this.#reportId = reportId;
    this.paths = null;
    this.lines = null;
    this.#asked = '';
    try {
      const paths = await services().store.sectionPaths(reportId);
      if (this.#reportId !== reportId) return;
      this.paths = paths;
      if (this.path === null || !paths.includes(this.path)) this.path = paths[0] ?? null;
    } catch (error) {
      messages.fail(error);
    }
  }

  choose(path: string): void {
    if (this.path === path) return;
    this.path = path;
    this.lines = null;
  }

  /** Brings lines of the chosen part; the latest request wins. */
  async want(from: number, count: number): Promise<void> {
    const { path } = this;
    const reportId = this.#reportId;
    if (path === null || reportId === null) return;
    const key = `${reportId}/${from}/${count}/${path}`;
    if (this.#asked === key) return;
    this.#asked = key;
    try {
      const lines = await services().store.sectionLines(reportId, path, from, count);
      if (this.#asked !== key) return;
      this.first = from;
      this.lines = lines;
    } catch (error) {
      messages.fail(error);
    }
  }
}

export const rawSection = new RawSection();
