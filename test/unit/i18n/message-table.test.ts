// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import documents from 'virtual:data/messages';
import { messageTable } from '../../../shared/i18n/message-table';

test('nested keys are joined with dots below the name of the file', () => {
  const tables = messageTable([
    { file: 'messages/en/graph.yaml', data: { graph: { edge: { creation: 'created' } } } },
    { file: 'messages/ja/graph.yaml', data: { edge: { creation: '生成' } } },
  ]);
  expect(Object.fromEntries(tables.en)).toEqual({ 'graph.edge.creation': 'created' });
  expect(Object.fromEntries(tables.ja)).toEqual({ 'graph.edge.creation': '生成' });
});

test('an empty file has no messages', () => {
  expect(messageTable([{ file: 'messages/en/graph.yaml', data: null }]).en.size).toBe(0);
});

test('a file of no language and a leaf that is no text are refused', () => {
  expect(() => messageTable([{ file: 'messages/fr/graph.yaml', data: {} }])).toThrow(
    'messages/fr/graph.yaml',
  );
  expect(() => messageTable([{ file: 'messages/en/graph.yaml', data: { graph: { count: 5 } } }])).toThrow(
    'graph.count',
  );
});

test('Japanese messages keep to the glossary', () => {
  const traps = /回答|サンプル|署名ファイル/;
  const found = [...messageTable(documents).ja].filter(([, text]) => traps.test(text));
  expect(found.map(([key, text]) => `${key}: ${text}`)).toEqual([]);
});
