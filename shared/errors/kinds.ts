// SPDX-License-Identifier: MIT
/**
 * Three kinds of errors, and the plain form in which they cross processes. Sentences are made from `code`
 * and `params` by the catalogue, in the reader's language, at the place where they are shown.
 * @module
 */

export type ErrorParams = Record<string, string | number>;

/** An error on its way between processes: a code, never a class or a ready sentence. */
export interface ErrorData {
  kind: 'user' | 'bug' | 'cancelled';
  code: string;
  params: ErrorParams;
  /** For the log and `--verbose` only. */
  detail?: string;
}

/** Something the user can understand and act on; `code` stands in the catalogue. */
export class UserError extends Error {
  constructor(
    readonly code: string,
    readonly params: ErrorParams = {},
    options?: ErrorOptions,
  ) {
    super(`${code} ${JSON.stringify(params)}`, options);
    this.name = 'UserError';
  }
}

/** Our fault: logged, and shown as such. Not for bad input. */
export class BugError extends Error {
  override name = 'BugError';
}

/** The user stopped it: silent. */
export class CancelledError extends Error {
  override name = 'CancelledError';
}

export function toErrorData(error: unknown): ErrorData {
  if (error instanceof UserError) return { kind: 'user', code: error.code, params: error.params };
  if (error instanceof CancelledError) return { kind: 'cancelled', code: 'cancelled', params: {} };
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { kind: 'bug', code: 'bug', params: {}, detail };
}

export function fromErrorData(data: ErrorData): Error {
  if (data.kind === 'user') return new UserError(data.code, data.params);
  if (data.kind === 'cancelled') return new CancelledError();
  return new BugError(data.detail ?? data.code);
}
