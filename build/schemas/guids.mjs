// SPDX-License-Identifier: MIT
/**
 * Check of the well-known GUIDs (shared/data/guids): lower case without braces, each once.
 * @module
 */
import * as v from 'valibot';
import { OnceOnly, schemaProblems } from './problems.mjs';

/** @typedef {import('../data-schemas.mjs').DataDocument} DataDocument */
/** @typedef {import('../data-schemas.mjs').DataProblem} DataProblem */

const guid = v.pipe(
  v.string(),
  v.regex(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/, 'not a GUID in lower case without braces'),
);
const schema = v.record(v.string(), v.record(guid, v.pipe(v.string(), v.minLength(1))));

/**
 * @param {DataDocument[]} documents
 * @returns {DataProblem[]}
 */
export function checkGuids(documents) {
  const problems = documents.flatMap((document) => schemaProblems(schema, document));
  if (problems.length > 0) return problems;
  const once = new OnceOnly();
  return documents.flatMap(({ file, data }) =>
    Object.entries(/** @type {Record<string, Record<string, string>>} */ (data)).flatMap(([group, names]) =>
      Object.keys(names).flatMap((name) => once.add(name, file, group)),
    ),
  );
}
