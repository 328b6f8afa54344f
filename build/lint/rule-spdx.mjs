// SPDX-License-Identifier: MIT
/**
 * ESLint rule `kanshiki/spdx`: a source file starts with its licence; in a component it is an HTML comment.
 * @module
 */

/** The first line of every source file, by kind. @param {string} file */
export const spdxLine = (file) =>
  /\.(svelte|html)$/.test(file) ? '<!-- SPDX-License-Identifier: MIT -->' : '// SPDX-License-Identifier: MIT';

/** @type {import('eslint').Rule.RuleModule} */
export const spdxRule = {
  meta: { type: 'problem', schema: [], docs: { description: 'source files start with the SPDX line' } },
  create(context) {
    return {
      Program(node) {
        const wanted = spdxLine(context.filename);
        const text = context.sourceCode.text.replace(/^#!.*\n/, '').replace(/^<!doctype html>\s*/i, '');
        if (!text.startsWith(wanted)) context.report({ node, message: `the file must start with ${wanted}` });
      },
    };
  },
};
