// SPDX-License-Identifier: MIT
import { expect, test } from 'vitest';
import { assertData, dataProblems } from '../../../build/data-schemas.mjs';

interface DataDocument {
  file: string;
  data: unknown;
}

const flags: DataDocument[] = [
  { file: 'flags/x.yaml', data: { sets: { mode: { kind: 'bits', words: { '1': 'MODE_ONE' } } } } },
];
const read = (folder: string): DataDocument[] => (folder === 'flags' ? flags : []);

const entry = {
  api: 'NtThing',
  role: 'close',
  returns: 'ntstatus',
  args: { handle: 'handle', mode: { kind: 'flags:mode', names: ['Mode'] } },
  title: { en: 'Thing', ja: 'もの' },
  description: { en: 'Does a thing.', ja: '何かをします。' },
};
const catalogue = (...apis: unknown[]): DataDocument[] => [
  { file: 'apis/system.yaml', data: { category: 'system', apis } },
];

test('a good entry has no problems', () => {
  expect(dataProblems('apis', catalogue(entry), read)).toEqual([]);
});

test('a problem names file, entry and reason', () => {
  const wrong = { ...entry, role: 'opening', args: { Handle: 'handle', mode: 'flags:none' } };
  expect(dataProblems('apis', catalogue(entry, wrong), read)).toEqual([
    {
      file: 'apis/system.yaml',
      path: 'apis.1 (NtThing).role',
      reason: 'not a role of shared/analysis/catalogue/roles.ts',
    },
    {
      file: 'apis/system.yaml',
      path: 'apis.1 (NtThing).args.Handle',
      reason: 'a normal argument name is snake_case',
    },
    {
      file: 'apis/system.yaml',
      path: 'apis.1 (NtThing).args.mode',
      reason: 'not a kind of roles.ts, nor flags:<set> of shared/data/flags',
    },
  ]);
});

test('a name that stands twice is a problem, Zw and Nt being one name', () => {
  const again = { ...entry, api: 'NtOther', also: ['ZwThing'] };
  expect(dataProblems('apis', catalogue(entry, again), read)).toEqual([
    {
      file: 'apis/system.yaml',
      path: 'NtOther',
      reason: '"NtThing" stands at apis/system.yaml: NtThing already',
    },
  ]);
});

test('a spelling that stands for two arguments is a problem', () => {
  const args = {
    one: { kind: 'handle', names: ['Raw'] },
    two: { kind: 'handle', names: ['Raw'] },
  };
  expect(dataProblems('apis', catalogue({ ...entry, args }), read)).toEqual([
    {
      file: 'apis/system.yaml',
      path: 'NtThing.args.two',
      reason: '"Raw" stands at apis/system.yaml: NtThing.args.one already',
    },
  ]);
});

test('texts must be there in both languages and end as sentences', () => {
  const wrong = { ...entry, title: { en: 'Thing' }, description: { en: 'Does a thing', ja: '何かをする' } };
  expect(dataProblems('apis', catalogue(wrong), read).map(({ path }) => path)).toEqual([
    'apis.0 (NtThing).title.ja',
    'apis.0 (NtThing).description.en',
    'apis.0 (NtThing).description.ja',
  ]);
});

test('a file is named after its category', () => {
  const documents = [{ file: 'apis/systems.yaml', data: { category: 'system', apis: [entry] } }];
  expect(dataProblems('apis', documents, read).map(({ reason }) => reason)).toEqual([
    'the file is not called system.yaml',
  ]);
});

test('flag values are numbers of 32 bits', () => {
  const documents = [
    { file: 'flags/x.yaml', data: { sets: { mode: { kind: 'enum', words: { '4294967296': 'TOO_WIDE' } } } } },
  ];
  expect(dataProblems('flags', documents, read).map(({ reason }) => reason)).toEqual([
    'not a number of at most 32 bits',
  ]);
});

test('a message that is not text, or not MessageFormat, is a problem', () => {
  const documents = [{ file: 'messages/en/x.yaml', data: { x: { count: 5, open: 'a {b' } } }];
  expect(dataProblems('messages', documents, read).map(({ path }) => path)).toEqual(['x.count', 'x.open']);
});

test('the build fails with every problem of the folder, and folders without a check pass', () => {
  expect(() => assertData('apis', catalogue({ ...entry, role: 'opening' }), read)).toThrow(
    'Data of shared/data/apis is wrong:\n  apis/system.yaml: apis.0 (NtThing).role: not a role',
  );
  expect(() => assertData('packs', [{ file: 'packs/x.yaml', data: 1 }], read)).not.toThrow();
});
