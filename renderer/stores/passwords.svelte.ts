// SPDX-License-Identifier: MIT
/**
 * Passwords of archives that the customary one does not open: asked for one at a time. Stored nowhere: this
 * window alone remembers, with a report's source, to read the report again.
 * @module
 */

export interface PasswordQuestion {
  /** Name of the archive. */
  name: string;
  /** Whether one was given already, and was wrong. */
  again: boolean;
  answer: (password: string | null) => void;
}

class Passwords {
  #questions: PasswordQuestion[] = $state.raw([]);

  readonly current: PasswordQuestion | null = $derived(this.#questions[0] ?? null);

  /** The user's answer; null when they would rather not. */
  ask(name: string, again: boolean): Promise<string | null> {
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
