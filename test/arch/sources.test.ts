// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import budgets from '../../build/budgets.json' with { type: 'json' };
import { spdxLine } from '../../build/lint/rule-spdx.mjs';
import { CODE, FILES, read, SHIPPED } from './sources';

test('every source file starts with its licence', () => {
  const bare = CODE.filter((file) => {
    const text = read(file).replace(/^#!.*\n/, '');
    return !text.startsWith(spdxLine(file));
  });
  expect(bare).toEqual([]);
});

test('every module that ships says what it owns and promises', () => {
  const silent = SHIPPED.filter(
    (file) => file.endsWith('.ts') && !/@module\b/.test(read(file).slice(0, 2000)),
  );
  expect(silent).toEqual([]);
});

test('files keep to the budget of lines', () => {
  const { hardLimit, hardLimitOfTests, softLimit, softLimitShare, medianLimit } = budgets.lines;
  const sizes = SHIPPED.map((file) => ({ file, lines: read(file).split('\n').length - 1 })).sort(
    (a, b) => a.lines - b.lines,
  );
  const tooLong = CODE.map((file) => ({ file, lines: read(file).split('\n').length - 1 })).filter(
    ({ file, lines }) => lines > (file.startsWith('test/') ? hardLimitOfTests : hardLimit),
  );
  expect(tooLong).toEqual([]);
  expect(sizes[Math.floor(sizes.length / 2)]!.lines).toBeLessThanOrEqual(medianLimit);
  const long = sizes.filter(({ lines }) => lines > softLimit);
  expect(
    long.length / sizes.length,
    `longer than ${softLimit}: ${long.map(({ file }) => file).join(', ')}`,
  ).toBeLessThan(softLimitShare);
});

test('file names are kebab-case, components PascalCase, and there are no barrels', () => {
  const odd = SHIPPED.filter((file) => {
    const name = file.split('/').at(-1)!;
    if (name.endsWith('.svelte')) return !/^[A-Z][A-Za-z0-9]*\.svelte$/.test(name);
    return !/^[a-z0-9]+(-[a-z0-9]+)*(\.svelte)?\.ts$/.test(name) || name === 'index.ts';
  });
  expect(odd).toEqual([]);
});

test('nothing that is committed names a path of one machine or the host of a registry', () => {
  // Written in parts, because this file is looked at too.
  const forbidden = [
    new RegExp(`(?<![\\w.~-])/(${['work', 'root'].join('|')})/`),
    new RegExp(`(?<![\\w.~-])/${'home'}/(?!user\\b|analyst\\b|cuckoo\\b|cape\\b)[a-z]`),
    new RegExp(`(?<![\\w.~$-])/${'tmp'}/(?!\\.X11)`),
    new RegExp(['registry', 'npmjs', 'org'].join('\\.')),
  ];
  const text = FILES.filter((file) => !/\.(png|gz|zip|zst|bson|ico|icns)$/.test(file));
  const named = text.flatMap((file) =>
    read(file)
      .split('\n')
      .flatMap((line, at) => (forbidden.some((pattern) => pattern.test(line)) ? [`${file}:${at + 1}`] : [])),
  );
  expect(named).toEqual([]);
});

test('no test is left focused', () => {
  const focused = CODE.filter(
    (file) => file.startsWith('test/') && /\b(test|it|describe)\.only\(/.test(read(file)),
  );
  expect(focused).toEqual([]);
});
