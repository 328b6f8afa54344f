// SPDX-License-Identifier: MIT
import { RuleTester } from 'eslint';
import path from 'node:path';
import ts from 'typescript-eslint';
import { describe, it } from 'vitest';
import { layersRule } from '../../../../build/lint/rule-layers.mjs';
import { spdxRule } from '../../../../build/lint/rule-spdx.mjs';

RuleTester.describe = describe;
RuleTester.it = it;

const tester = new RuleTester({ languageOptions: { parser: ts.parser as never } });
const at = (file: string): string => path.resolve(file);

tester.run('layers', layersRule, {
  valid: [
    { name: 'shared imports itself', filename: at('shared/a/b.ts'), code: "import { c } from '../c/d';" },
    {
      name: 'shared imports data',
      filename: at('shared/a/b.ts'),
      code: "import d from 'virtual:data/apis';",
    },
    {
      name: 'both sides import shared',
      filename: at('electron/x.ts'),
      code: "import type { c } from '../shared/c';",
    },
    {
      name: 'the store may know dexie',
      filename: at('renderer/db/x.ts'),
      code: "import Dexie from 'dexie';",
    },
    {
      name: 'ingest may read files',
      filename: at('electron/ingest/x.ts'),
      code: "import fs from 'node:fs/promises';",
    },
    {
      name: 'a store starts a worker',
      filename: at('renderer/stores/x.ts'),
      code: "new Worker(new URL('../workers/layout.ts', import.meta.url));",
    },
    { name: 'tests import anything', filename: at('test/unit/x.ts'), code: "import '../../renderer/db/x';" },
  ],
  invalid: [
    {
      name: 'a file outside every layer',
      filename: at('somewhere/x.ts'),
      code: 'export const x = 1;',
      errors: [{ message: 'somewhere/x.ts belongs to no layer of build/lint/layers.mjs' }],
    },
    {
      name: 'shared may not use Node',
      filename: at('shared/x.ts'),
      code: "import fs from 'node:fs';",
      errors: [{ message: "shared may not import Node's modules (node:fs)" }],
    },
    {
      name: 'the window may not import the main process, not even its types',
      filename: at('renderer/app/x.ts'),
      code: "import type { Log } from '../../electron/log';",
      errors: [{ message: 'renderer may not import electron (electron/log.ts)' }],
    },
    {
      name: 'nor by an import type',
      filename: at('renderer/app/x.ts'),
      code: "type Log = import('../../electron/log').Log;",
      errors: [{ message: 'renderer may not import electron (electron/log.ts)' }],
    },
    {
      name: 'nor by a re-export or a dynamic import',
      filename: at('electron/x.ts'),
      code: "export * from '../renderer/app/x'; void import('../renderer/db/x');",
      errors: [
        { message: 'electron may not import renderer (renderer/app/x.ts)' },
        { message: 'electron may not import renderer/db (renderer/db/x.ts)' },
      ],
    },
    {
      name: 'a view may not go round the stores to the database',
      filename: at('renderer/views/calls/x.ts'),
      code: "import { db } from '../../db/store';",
      errors: [{ message: 'renderer/views may not import renderer/db (renderer/db/store.ts)' }],
    },
    {
      name: 'dexie outside the store',
      filename: at('renderer/stores/x.ts'),
      code: "import Dexie from 'dexie';",
      errors: [{ message: 'package dexie is not listed for layer renderer/stores' }],
    },
    {
      name: 'ingest has no network',
      filename: at('electron/ingest/x.ts'),
      code: "import http from 'node:http';",
      errors: [{ message: 'electron/ingest may not import a network module (node:http)' }],
    },
    {
      name: 'ingest has no Electron',
      filename: at('electron/ingest/x.ts'),
      code: "import { net } from 'electron';",
      errors: [{ message: 'package electron is not listed for layer electron/ingest' }],
    },
    {
      name: 'built-ins carry their prefix',
      filename: at('electron/x.ts'),
      code: "import fs from 'fs';",
      errors: [{ message: 'package fs is not listed for layer electron' }],
    },
  ],
});

tester.run('spdx', spdxRule, {
  valid: [{ filename: at('shared/x.ts'), code: '// SPDX-License-Identifier: MIT\nexport {};' }],
  invalid: [
    {
      filename: at('shared/x.ts'),
      code: 'export {};',
      errors: [{ message: 'the file must start with // SPDX-License-Identifier: MIT' }],
    },
  ],
});
