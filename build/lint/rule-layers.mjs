// SPDX-License-Identifier: MIT
/**
 * ESLint rule `kanshiki/layers`: every import, type import, re-export, dynamic import and worker URL is
 * judged by the layer map.
 * @module
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { layerOf, problemOf } from './layers.mjs';

/** @param {string} full @param {string} cwd */
const relative = (full, cwd) => path.relative(cwd, full).split(path.sep).join('/');

const ENDINGS = ['.ts', '.svelte', '.svelte.ts', '.mjs', ''];

/** @param {string} base absolute, as the specifier says @returns {string} with the ending that it has on the disk */
const onDisk = (base) =>
  base +
  (ENDINGS.find((ending) => statSync(base + ending, { throwIfNoEntry: false })?.isFile()) ??
    (existsSync(base) ? '' : '.ts'));

/** @param {any} node @returns {boolean} whether it is `new URL('./x', import.meta.url)` */
const isModuleUrl = (node) =>
  node.callee.name === 'URL' &&
  node.arguments[0]?.type === 'Literal' &&
  String(node.arguments[0].value).startsWith('.') &&
  node.arguments[1]?.object?.type === 'MetaProperty';

/** @type {import('eslint').Rule.RuleModule} */
export const layersRule = {
  meta: { type: 'problem', schema: [], docs: { description: 'imports follow the layer map' } },
  create(context) {
    const file = relative(context.filename, context.cwd);
    const folder = path.dirname(context.filename);
    /** @param {any} source */
    const check = (source) => {
      if (typeof source?.value !== 'string') return;
      const problem = problemOf(file, source.value, (specifier) =>
        relative(onDisk(path.resolve(folder, specifier)), context.cwd),
      );
      if (problem) context.report({ node: source, message: problem });
    };
    return {
      Program(node) {
        if (!layerOf(file))
          context.report({ node, message: `${file} belongs to no layer of build/lint/layers.mjs` });
      },
      ImportDeclaration: (/** @type {any} */ node) => check(node.source),
      ExportNamedDeclaration: (/** @type {any} */ node) => check(node.source),
      ExportAllDeclaration: (/** @type {any} */ node) => check(node.source),
      ImportExpression: (/** @type {any} */ node) => check(node.source),
      TSImportType: (/** @type {any} */ node) => check(node.source ?? node.argument?.literal),
      NewExpression: (/** @type {any} */ node) => isModuleUrl(node) && check(node.arguments[0]),
    };
  },
};
