// SPDX-License-Identifier: MIT
/**
 * Makes imported names constants of the importing module, for tests. The test runner turns each use of an import
 * into a call of a getter, and loops over bytes are three times as slow as what is shipped. Nothing here exports
 * what changes later, and no module imports itself in a circle (test/arch), so that once is enough.
 * @module
 */

/** @returns {import('vite').Plugin} */
export function importConstants() {
  return {
    name: 'kanshiki-import-constants',
    enforce: 'post',
    transform(code, id) {
      if (id.includes('/node_modules/') || !code.includes('import')) return null;
      let result = '';
      let from = 0;
      for (const node of this.parse(code).body) {
        if (node.type !== 'ImportDeclaration') continue;
        /** @type {string[][]} */
        const names = [];
        for (const specifier of node.specifiers) {
          const { name } = specifier.local;
          if (specifier.type === 'ImportDefaultSpecifier') names.push([name, 'default']);
          if (specifier.type === 'ImportSpecifier' && specifier.imported.type === 'Identifier')
            names.push([name, specifier.imported.name]);
        }
        if (names.length !== node.specifiers.length || names.length === 0) continue;
        const list = names.map(([name, imported]) => `${imported} as __import_${name}`).join(', ');
        const constants = names.map(([name]) => `${name} = __import_${name}`).join(', ');
        // On one line, so that the lines that errors name stay true.
        const lines = code.slice(node.start, node.end).split('\n').length - 1;
        result += code.slice(from, node.start);
        result += `import { ${list} } from ${node.source.raw}; const ${constants};${'\n'.repeat(lines)}`;
        from = node.end;
      }
      return from === 0 ? null : { code: result + code.slice(from), map: null };
    },
  };
}
