// SPDX-License-Identifier: MIT
/**
 * Passwords of archives that the customary one does not open: asked for one at a time, and once for all reports
 * of an archive. Stored nowhere: this window alone remembers, with a report's source, to read the report again.
 * @module
 */
import type { ReportSource } from '../host/host';
import type { ImportOutcome } from './imports.svelte';

export interface PasswordQuestion {
  /** Name of the archive. */
  name: string;
  /** Whether one was given already, and was wrong. */
  again: boolean;
  answer: (password: string | null) => void;
}

/** The latest answer for the reports of one archive. */
export interface SharedAnswer {
  latest: Promise<string | null> | null;
}

class Passwords {
  #questions: PasswordQuestion[] = $state.raw([]);

  readonly current: PasswordQuestion | null = $derived(this.#questions[0] ?? null);

  /**
   * Opens a source, and asks for the password of its archive for as long as it is wrong. Where the user would
   * rather not give it, the report that asked fails, and others that waited are cancelled.
   * @param open may be called again
   */
  async open(
    source: ReportSource,
    name: string,
    shared: SharedAnswer,
    open: (source: ReportSource) => Promise<ImportOutcome>,
  ): Promise<ImportOutcome> {
    let outcome = await open(source);
    for (let tried: SharedAnswer['latest'] = null; ;) {
      const { error } = outcome.task;
      if (error?.code !== 'archive-password') return outcome;
      const isAsking = shared.latest === tried;
      if (isAsking) shared.latest = this.#ask(String(error.params.name ?? name), tried !== null);
      tried = shared.latest;
      const password = await tried;
      if (password === null)
        return isAsking
          ? outcome
          : { ...outcome, task: { ...outcome.task, state: 'cancelled', error: null } };
      outcome = await open({ ...source, password });
    }
  }

  /** The user's answer; null when they would rather not. */
  #ask(name: string, again: boolean): Promise<string | null> {
    return new Promise((resolve) => {
      const question: PasswordQuestion = {
        name,
        again,
        answer: (password) => {
          this.#questions = this.#questions.filter((other) => other !== question);
          resolve(password);
        },
      };
      this.#questions = [...this.#questions, question];
    });
  }
}

export const passwords = new Passwords();
