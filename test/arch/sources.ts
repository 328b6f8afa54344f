// SPDX-License-Identifier: MIT
/**
 * The project's own files as the architecture tests see them: what is in the checkout without what is made or
 * installed. Walks the disk, so that it works without git too.
 * @module
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');

/** The folders of .gitignore, and git's own. */
const LEFT_OUT = new Set([
  '.git',
  ...readFileSync(path.join(ROOT, '.gitignore'), 'utf8')
    .split('\n')
    .map((line) => line.trim().replace(/\/$/, ''))
    .filter((line) => line !== ''),
]);

function walk(folder: string): string[] {
  return readdirSync(path.join(ROOT, folder), { withFileTypes: true }).flatMap((entry) => {
    const file = folder === '' ? entry.name : `${folder}/${entry.name}`;
    if (LEFT_OUT.has(entry.name) || /\.(log|tsbuildinfo)$/.test(entry.name)) return [];
    return entry.isDirectory() ? walk(file) : [file];
  });
}

/** All files, relative to the root with forward slashes, sorted. */
export const FILES: readonly string[] = walk('').sort();

/** Source code, by its ending. */
export const CODE: readonly string[] = FILES.filter((file) => /\.(ts|mjs|cjs|js|svelte)$/.test(file));

/** Code that ships. */
export const SHIPPED: readonly string[] = CODE.filter(
  (file) => /^(shared|electron|renderer)\//.test(file) && !file.endsWith('.d.ts'),
);

export function read(file: string): string {
  return readFileSync(path.join(ROOT, file), 'utf8');
}

/** The scripts of a component, or the whole of any other source. */
export function scriptOf(file: string): string {
  const text = read(file);
  if (!file.endsWith('.svelte')) return text;
  return Array.from(text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g), (match) => match[1]).join('\n');
}
