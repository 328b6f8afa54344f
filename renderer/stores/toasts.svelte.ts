// SPDX-License-Identifier: MIT
/**
 * Messages that float over the window for a while, and the one error that stays until it is read.
 * @module
 */
import type { ErrorData } from '../../shared/errors/kinds';

export interface Toast {
  id: number;
  key: string;
  params: Record<string, string | number>;
}

const MAX_TOASTS = 3;

class Messages {
  toasts: Toast[] = $state([]);
  /** Errors wait here, first in first shown, until the user closes them. */
  errors: { id: number; error: ErrorData; context: string | null }[] = $state([]);
  #next = 1;

  /** Says that something is done, by catalogue key. Goes away by itself. */
  say(key: string, params: Record<string, string | number> = {}): void {
    const id = this.#next++;
    const said = JSON.stringify([key, params]);
    const others = this.toasts.filter((toast) => JSON.stringify([toast.key, toast.params]) !== said);
    this.toasts = [...others.slice(1 - MAX_TOASTS), { id, key, params }];
    setTimeout(() => this.dismiss(id), 5000);
  }

  dismiss(id: number): void {
    this.toasts = this.toasts.filter((toast) => toast.id !== id);
  }

  /** Shows an error; `context` is what it happened to, such as a file name. Cancelling is silent. */
  fail(error: unknown, context: string | null = null): void {
    const data = asErrorData(error);
    if (data.kind === 'cancelled') return;
    if (data.kind === 'bug') console.error(data.detail ?? data.code);
    this.errors.push({ id: this.#next++, error: data, context });
  }

  closeError(id: number): void {
    this.errors = this.errors.filter((entry) => entry.id !== id);
  }
}

/** What was thrown, as a code: errors from workers and main arrive as data already. */
export function asErrorData(error: unknown): ErrorData {
  if (error !== null && typeof error === 'object') {
    const value = error as Partial<ErrorData> & { message?: string; stack?: string };
    if (typeof value.code === 'string' && typeof value.params === 'object') {
      const kind = value.kind ?? 'user';
      return {
        kind,
        code: value.code,
        params: value.params ?? {},
        ...(value.detail ? { detail: value.detail } : {}),
      };
    }
    if ((error as { name?: string }).name === 'CancelledError')
      return { kind: 'cancelled', code: 'cancelled', params: {} };
    return { kind: 'bug', code: 'bug', params: {}, detail: value.stack ?? value.message ?? String(error) };
  }
  return { kind: 'bug', code: 'bug', params: {}, detail: String(error) };
}

export const messages = new Messages();
