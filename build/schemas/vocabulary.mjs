// SPDX-License-Identifier: MIT
/**
 * The closed vocabularies of the catalogue, read from their one place, shared/analysis/catalogue/roles.ts,
 * which the build scripts cannot import because it is TypeScript.
 * @module
 */
import { readFileSync } from 'node:fs';

const source = readFileSync(new URL('../../shared/analysis/catalogue/roles.ts', import.meta.url), 'utf8');

/**
 * The words of `export const NAME = ['…', …] as const`.
 *
 * @param {string} name
 * @returns {string[]}
 */
export function vocabulary(name) {
  const list = new RegExp(`export const ${name} = \\[([^\\]]*)\\] as const`).exec(source)?.[1];
  if (list === undefined) throw new Error(`roles.ts has no list ${name}`);
  return [...list.matchAll(/'([^']+)'/g)].map((match) => match[1] ?? '');
}
