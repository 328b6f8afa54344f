// SPDX-License-Identifier: MIT
/**
 * Check of the API catalogue (shared/data/apis): the shape of each entry, known roles and kinds, existing flag
 * sets, texts in both languages, and no name or spelling that stands twice.
 * @module
 */
import * as v from 'valibot';
import { OnceOnly, schemaProblems } from './problems.mjs';
import { vocabulary } from './vocabulary.mjs';

/** @typedef {import('../data-schemas.mjs').DataDocument} DataDocument */
/** @typedef {import('../data-schemas.mjs').DataProblem} DataProblem */

const apiName = v.pipe(v.string(), v.regex(/^\w+$/, 'an API name has letters, digits and _ only'));
const argName = v.pipe(v.string(), v.regex(/^[a-z][a-z0-9_]*$/, 'a normal argument name is snake_case'));
const spellings = v.pipe(v.array(v.pipe(v.string(), v.minLength(1))), v.minLength(1, 'no spelling given'));

/**
 * @param {string} name
 * @param {string[]} words
 */
const oneOf = (name, words) => v.picklist(words, `not a ${name} of shared/analysis/catalogue/roles.ts`);

const text = v.pipe(v.string(), v.minLength(1, 'no text'), v.maxLength(160, 'longer than 160 characters'));
const label = v.pipe(text, v.regex(/[^.。:]$/, 'a title is a noun phrase without a full stop'));

/** @param {string[]} sets */
function kindSchema(sets) {
  const kinds = new Set([...vocabulary('ARG_KINDS'), ...sets.map((set) => `flags:${set}`)]);
  return v.pipe(
    v.string(),
    v.check((kind) => kinds.has(kind), 'not a kind of roles.ts, nor flags:<set> of shared/data/flags'),
  );
}

/** @param {string[]} sets */
function catalogueSchema(sets) {
  const kind = kindSchema(sets);
  const arg = v.union(
    [kind, v.strictObject({ kind, out: v.optional(v.literal(true)), names: v.optional(spellings) })],
    'not a known kind, nor { kind, out: true, names }',
  );
  const api = v.strictObject({
    api: apiName,
    also: v.optional(v.pipe(v.array(apiName), v.minLength(1))),
    role: v.optional(oneOf('role', vocabulary('API_ROLES'))),
    tag: v.optional(v.picklist(['PROC', 'MEM', 'WRITE', 'EXEC'])),
    returns: oneOf('return kind', vocabulary('RETURN_KINDS')),
    attack: v.optional(v.array(v.pipe(v.string(), v.regex(/^T\d{4}(\.\d{3})?$/, 'not an ATT&CK id')))),
    args: v.optional(v.record(argName, arg)),
    title: v.strictObject({ en: label, ja: label }),
    description: v.strictObject({
      en: v.pipe(text, v.regex(/\.$/, 'a sentence ends with a full stop')),
      ja: v.pipe(text, v.regex(/。$/, '文は「。」で終わります')),
    }),
  });
  return v.strictObject({ category: v.pipe(v.string(), v.regex(/^[a-z]+$/)), apis: v.array(api) });
}

const namesSchema = v.strictObject({ names: v.record(argName, spellings) });

/**
 * @param {DataDocument[]} documents
 * @param {(folder: string) => DataDocument[]} read
 * @returns {DataProblem[]}
 */
export function checkApis(documents, read) {
  const sets = read('flags').flatMap(({ data }) => Object.keys(/** @type {any} */ (data)?.sets ?? {}));
  const schema = catalogueSchema(sets);
  const problems = documents.flatMap((document) =>
    schemaProblems(document.file.endsWith('/names.yaml') ? namesSchema : schema, document),
  );
  return problems.length > 0 ? problems : duplicates(documents);
}

/**
 * @param {DataDocument[]} documents
 * @returns {DataProblem[]}
 */
function duplicates(documents) {
  const apis = new OnceOnly();
  const common = new OnceOnly();
  return documents.flatMap(({ file, data }) => {
    const { apis: entries = [], names = {}, category } = /** @type {any} */ (data);
    /** @type {DataProblem[]} */
    const problems = [];
    if (category && file !== `apis/${category}.yaml`) {
      problems.push({ file, path: 'category', reason: `the file is not called ${category}.yaml` });
    }
    for (const [name, raws] of Object.entries(names)) {
      for (const raw of /** @type {string[]} */ (raws))
        problems.push(...common.add(raw, file, `names.${name}`));
    }
    for (const entry of entries) {
      for (const name of [entry.api, ...(entry.also ?? [])]) {
        problems.push(...apis.add(name.replace(/^Zw(?=[A-Z])/, 'Nt'), file, entry.api));
      }
      const own = new OnceOnly();
      for (const [name, arg] of Object.entries(entry.args ?? {})) {
        for (const raw of arg.names ?? []) problems.push(...own.add(raw, file, `${entry.api}.args.${name}`));
      }
    }
    return problems;
  });
}
