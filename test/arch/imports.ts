// SPDX-License-Identifier: MIT
/**
 * The real import graph, read by TypeScript's own parser and resolved on the disk.
 * @module
 */
import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { ROOT, scriptOf } from './sources';

export interface Import {
  specifier: string;
  /** Erased at build: `import type`, `export type`, a type query. */
  typeOnly: boolean;
}

/** Every import, re-export, dynamic import and worker URL of a source. */
export function importsOf(file: string): Import[] {
  const source = ts.createSourceFile(file, scriptOf(file), ts.ScriptTarget.Latest, false);
  const found: Import[] = [];
  const add = (node: ts.Node | undefined, typeOnly: boolean): void => {
    if (node && ts.isStringLiteralLike(node)) found.push({ specifier: node.text, typeOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, node.importClause?.isTypeOnly ?? false);
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, true);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node.arguments[0], false);
    else if (
      ts.isCallExpression(node) &&
      ts.isIdentifier(node.expression) &&
      node.expression.text === 'require'
    )
      add(node.arguments[0], false);
    else if (ts.isNewExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === 'URL') {
      if (node.arguments?.length === 2 && ts.isPropertyAccessExpression(node.arguments[1]!))
        add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

const ENDINGS = ['', '.ts', '.svelte', '.svelte.ts', '.mjs', '.d.ts', '/index.ts'];

/** The file that a relative specifier means, relative to the root; null when there is none. */
export function resolveImport(file: string, specifier: string): string | null {
  const base = path.resolve(ROOT, path.dirname(file), specifier);
  for (const ending of ENDINGS) {
    const candidate = base + ending;
    if (existsSync(candidate) && statSync(candidate).isFile())
      return path.relative(ROOT, candidate).split(path.sep).join('/');
  }
  return null;
}
