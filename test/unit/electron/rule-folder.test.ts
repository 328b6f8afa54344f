// SPDX-License-Identifier: MIT
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readRules } from '../../../electron/cli/load-rules';
import { MAX_RULE_BYTES, MAX_RULE_FILES, readRuleFolder } from '../../../electron/files/rule-folder';

const RULE = `id: my-sandbox
category: sandbox
title: { en: My sandbox, ja: 自作サンドボックス }
description: { en: Looks for my sandbox., ja: 自作サンドボックスを探します。 }
attack: [T1497.001]
match:
  - file: '**\\my-sandbox-agent.exe'
examples:
  finds: ['NtQueryAttributesFile filepath="C:\\my-sandbox-agent.exe"']
  ignores: ['NtQueryAttributesFile filepath="C:\\notepad.exe"']
`;

let folder: string;
beforeEach(async () => (folder = await mkdtemp(path.join(tmpdir(), 'kanshiki-rules-'))));
afterEach(() => rm(folder, { recursive: true, force: true }));

it('reads YAML files, also in folders below, in the order of their names, and follows no link', async () => {
  await mkdir(path.join(folder, 'team'));
  await writeFile(path.join(folder, 'team', 'a.yml'), 'a');
  await writeFile(path.join(folder, 'b.yaml'), 'b');
  await writeFile(path.join(folder, 'read-me.txt'), 'c');
  await symlink('/', path.join(folder, 'all'));
  expect(await readRuleFolder(folder)).toEqual({
    files: [
      { file: 'b.yaml', text: 'b' },
      { file: 'team/a.yml', text: 'a' },
    ],
    skipped: [],
  });
});

it('says what it leaves out: a file that is too large, and more files than are read', async () => {
  await writeFile(path.join(folder, '0.yaml'), 'x'.repeat(MAX_RULE_BYTES + 1));
  for (let at = 0; at <= MAX_RULE_FILES; at++) await writeFile(path.join(folder, `a${at}.yaml`), '');
  const { files, skipped } = await readRuleFolder(folder);
  expect(files).toHaveLength(MAX_RULE_FILES);
  expect(skipped.map(({ params }) => params['reason'])).toEqual([
    'is larger than 256 KiB',
    'only 500 files are read',
  ]);
});

it('a folder that is not there is an error of its own', async () => {
  await expect(readRuleFolder(path.join(folder, 'none'))).rejects.toMatchObject({ code: 'file-not-found' });
});

it('on the command line a wrong rule ends the run with file, line and reason', async () => {
  await writeFile(path.join(folder, 'good.yaml'), RULE);
  expect(await readRules(folder)).toEqual([{ file: 'good.yaml', text: RULE }]);
  await writeFile(path.join(folder, 'wrong.yaml'), RULE.replace('T1497.001', 'T1'));
  await expect(readRules(folder)).rejects.toMatchObject({
    code: 'rule-invalid',
    params: { file: 'wrong.yaml:5', reason: expect.stringContaining('attack') as string },
  });
});
