// SPDX-License-Identifier: MIT
/** docs/detection.md names every rule, kind and flag, and its example of a rule is one. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { FACT_FLAGS, FACT_STEPS, PAIR_FLAGS } from '../../../shared/analysis/facts';
import { builtinTechniqueRules } from '../../../shared/rules/technique-rules';
import { loadUserRules } from '../../../shared/rules/user-rules';
import { parseCase } from '../../../shared/rules/case-language';

const page = readFileSync(path.join(import.meta.dirname, '../../../docs/detection.md'), 'utf8');
const blocks = [...page.matchAll(/```\w*\n([\s\S]*?)```/g)].map(([, text]) => text!);

it('names every technique, kind of fact, and flag', () => {
  const words = [
    ...builtinTechniqueRules().map(({ id }) => id),
    ...Object.keys(FACT_STEPS),
    ...Object.keys(FACT_FLAGS),
    ...PAIR_FLAGS,
  ];
  expect(words.filter((word) => !page.includes(`\`${word}\``))).toEqual([]);
});

it('gives for each technique the ATT&CK id of its rule', () => {
  const cells = page.split('\n').map((line) => line.split('|').map((cell) => cell.trim()));
  for (const { id, attack } of builtinTechniqueRules())
    expect(cells.find((row) => row[1] === `\`${id}\``)?.[2], id).toBe(attack);
});

it('shows a rule that loads and a case that parses', () => {
  expect(loadUserRules([{ file: 'docs', text: blocks[0]! }])).toMatchObject({
    own: [{ id: 'remote-peek' }],
    rejected: [],
  });
  expect(parseCase('docs', blocks[1]!).expected).toHaveLength(3);
});
