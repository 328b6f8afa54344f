// SPDX-License-Identifier: MIT
/**
 * What the checks of data share: schema issues with a readable path, and names that may stand only once.
 * @module
 */
import * as v from 'valibot';

/** @typedef {import('../data-schemas.mjs').DataDocument} DataDocument */
/** @typedef {import('../data-schemas.mjs').DataProblem} DataProblem */

/**
 * Problems of a document under a schema. A list entry is named by its `api` where it has one, since counting
 * to entry 43 helps nobody.
 *
 * @param {v.GenericSchema} schema
 * @param {DataDocument} document
 * @returns {DataProblem[]}
 */
export function schemaProblems(schema, { file, data }) {
  const result = v.safeParse(schema, data);
  if (result.success) return [];
  return result.issues.map((issue) => ({ file, path: pathOf(issue), reason: issue.message }));
}

/** @param {v.BaseIssue<unknown>} issue */
function pathOf(issue) {
  return (issue.path ?? [])
    .map((item) => {
      const api = /** @type {{ api?: unknown } | null | undefined} */ (item.value)?.api;
      return typeof item.key === 'number' && typeof api === 'string'
        ? `${item.key} (${api})`
        : String(item.key);
    })
    .join('.');
}

/** Remembers where a name stood first. */
export class OnceOnly {
  /** @type {Map<string, string>} */
  #places = new Map();

  /**
   * The problem of a name that stood elsewhere before, or nothing.
   *
   * @param {string} name
   * @param {string} file
   * @param {string} path
   * @returns {DataProblem[]}
   */
  add(name, file, path) {
    const first = this.#places.get(name);
    if (first !== undefined) return [{ file, path, reason: `"${name}" stands at ${first} already` }];
    this.#places.set(name, `${file}: ${path}`);
    return [];
  }
}
