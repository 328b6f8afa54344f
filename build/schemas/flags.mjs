// SPDX-License-Identifier: MIT
/**
 * Check of the flag sets (shared/data/flags): 32-bit values, words without spaces around them, sets that stand
 * once, and no bit with two words.
 * @module
 */
import * as v from 'valibot';
import { OnceOnly, schemaProblems } from './problems.mjs';

/** @typedef {import('../data-schemas.mjs').DataDocument} DataDocument */
/** @typedef {import('../data-schemas.mjs').DataProblem} DataProblem */

const value = v.pipe(
  v.string(),
  v.check((key) => /^\d+$/.test(key) && Number(key) <= 0xffff_ffff, 'not a number of at most 32 bits'),
);
const word = v.pipe(v.string(), v.regex(/^[A-Za-z][\w+/ ]*\w$/, 'not a word of the Windows headers'));
const words = v.pipe(
  v.record(value, word),
  v.check((all) => Object.keys(all).length > 0, 'no words'),
);
const schema = v.strictObject({
  sets: v.record(
    v.pipe(v.string(), v.regex(/^[a-z0-9-]+$/, 'a set is named in kebab-case')),
    v.variant('kind', [
      v.strictObject({ kind: v.literal('bits'), zero: v.optional(word), words }),
      v.strictObject({
        kind: v.literal('enum'),
        mask: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff))),
        flags: v.optional(words),
        words,
      }),
    ]),
  ),
});

/**
 * @param {DataDocument[]} documents
 * @returns {DataProblem[]}
 */
export function checkFlags(documents) {
  const problems = documents.flatMap((document) => schemaProblems(schema, document));
  if (problems.length > 0) return problems;
  const once = new OnceOnly();
  return documents.flatMap(({ file, data }) =>
    Object.keys(/** @type {any} */ (data).sets).flatMap((name) => once.add(name, file, `sets.${name}`)),
  );
}
