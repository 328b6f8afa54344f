// SPDX-License-Identifier: MIT
/**
 * Lint: layers and licences by our own rules (build/lint), mistakes by the recommended sets. What needs types,
 * lost promises above all, is in .oxlintrc.json: oxlint asks the native compiler and takes a tenth of the time.
 */
import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';
import { layersRule } from './build/lint/rule-layers.mjs';
import { spdxRule } from './build/lint/rule-spdx.mjs';

const CODE = ['**/*.{ts,mjs,cjs,js,svelte}'];
const SHIPPED = ['{shared,electron,renderer}/**/*.{ts,svelte}'];
const IPC_MAIN = {
  name: 'electron',
  importNames: ['ipcMain'],
  message: 'electron/ipc/handle.ts is the only importer of ipcMain.',
};
const BANNED_GLOBALS = ['fetch', 'XMLHttpRequest', 'WebSocket', 'EventSource', 'eval'].map((name) => ({
  name,
  message: 'Kanshiki is offline and evaluates no text.',
}));

export default defineConfig(
  {
    ignores: [
      'node_modules',
      'out',
      'dist',
      '.electron',
      '.profiles',
      '.cache',
      '.svelte-check',
      'test-results',
      'playwright-report',
      'shared/ingest/wasm', // AssemblyScript: its compiler is its judge
    ],
  },
  js.configs.recommended,
  ...ts.configs.recommended,
  ...svelte.configs.recommended,
  ...svelte.configs.prettier,
  {
    files: CODE,
    plugins: { kanshiki: { rules: { layers: layersRule, spdx: spdxRule } } },
    rules: {
      'kanshiki/layers': 'error',
      'kanshiki/spdx': 'error',
      eqeqeq: ['error', 'always', { null: 'ignore' }],
      'no-control-regex': 'off', // control characters are what texts must be cleaned of
      'no-var': 'error',
      'prefer-const': 'error',
      'no-constant-condition': ['error', { checkLoops: false }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-empty-function': 'off',
    },
  },
  {
    files: SHIPPED,
    ignores: ['**/*.d.ts'],
    rules: {
      // The window's bugs go to console.error, which the main process writes to the log.
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-globals': ['error', ...BANNED_GLOBALS],
      'no-restricted-imports': ['error', IPC_MAIN],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only: one name everywhere.' },
      ],
    },
  },
  { files: ['electron/ipc/handle.ts'], rules: { 'no-restricted-imports': 'off' } },
  {
    // The command writes to the terminal; that is its job.
    files: ['electron/cli/**/*.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['renderer/**/*.svelte', 'renderer/**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser }, globals: globals.browser },
    rules: {
      // Reports are hostile: nothing of them may become markup.
      'svelte/no-at-html-tags': 'error',
      // Most maps and sets here are local to one computation.
      'svelte/prefer-svelte-reactivity': 'off',
      'svelte/no-unused-svelte-ignore': 'off',
      'no-restricted-syntax': 'off',
      'no-undef': 'off', // svelte-check knows the types
    },
  },
  {
    // Tests write numbers beyond 2^53 on purpose.
    files: ['test/**/*.ts'],
    rules: { 'no-loss-of-precision': 'off' },
  },
  {
    files: ['{build,test}/**/*.{mjs,cjs,js}', '*.{mjs,cjs}'],
    languageOptions: { globals: globals.node },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs' },
    rules: { '@typescript-eslint/no-require-imports': 'off', 'no-var': 'off' },
  },
);
