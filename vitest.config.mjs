// SPDX-License-Identifier: MIT
import { defineConfig } from 'vitest/config';
import { dataPlugin } from './build/data-plugin.mjs';
import { wasmPlugin } from './build/wasm-plugin.mjs';

export default defineConfig({
  plugins: [dataPlugin(), wasmPlugin()],
  test: {
    include: ['test/{unit,property,cases,arch,types,fuzz}/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
  },
});
