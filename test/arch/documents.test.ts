// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import budgets from '../../build/budgets.json' with { type: 'json' };
import manifest from '../../package.json' with { type: 'json' };
import { FILES, read } from './sources';

test('the folder list of ARCHITECTURE.md is the one on the disk', () => {
  const listed = Array.from(read('ARCHITECTURE.md').matchAll(/^ *- `([\w./-]+\/)`/gm), (match) => match[1]!);
  const folders = new Set(
    FILES.flatMap((file) => {
      const parts = file.split('/').slice(0, -1);
      return parts.length === 0 || file.startsWith('.')
        ? []
        : [`${parts.slice(0, 2).join('/')}/`, `${parts[0]}/`];
    }),
  );
  expect(listed.sort()).toEqual([...folders].sort());
});

test('ARCHITECTURE.md is two pages at most', () => {
  const text = read('ARCHITECTURE.md');
  expect(text.split('\n').length).toBeLessThanOrEqual(budgets.architecturePages.lines);
  expect(text.length).toBeLessThanOrEqual(budgets.architecturePages.characters);
});

test('docs/dependencies.md says for every package why it is here', () => {
  const explained = Array.from(
    read('docs/dependencies.md').matchAll(/^\| `([^`]+)` +\| *\S+/gm),
    (match) => match[1]!,
  );
  expect(explained.sort()).toEqual(Object.keys(manifest.devDependencies).sort());
  expect(manifest).not.toHaveProperty('dependencies');
});

test('README shows both commands before anything else', () => {
  const first = /```sh\n([\s\S]*?)```/.exec(read('README.md'))![1]!;
  expect(first).toContain('npm start');
  expect(first).toContain('npm test');
});

test('the newest version of the change log is the one of the package', () => {
  expect(/^## (?:\[)?(\d+\.\d+\.\d+)/m.exec(read('CHANGELOG.md'))![1]).toBe(manifest.version);
});

test('documents link only to files that are there', () => {
  const documents = FILES.filter((file) => file.endsWith('.md'));
  const broken = documents.flatMap((file) =>
    Array.from(read(file).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)/g), (match) => match[1]!)
      .filter(
        (target) =>
          !FILES.some((known) => known === join(file, target) || known.startsWith(`${join(file, target)}/`)),
      )
      .map((target) => `${file}: ${target}`),
  );
  expect(broken).toEqual([]);
});

/** A link's target relative to the root. */
function join(file: string, target: string): string {
  return new URL(target, `file:///${file}`).pathname.slice(1).replace(/\/$/, '');
}
