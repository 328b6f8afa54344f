// SPDX-License-Identifier: MIT
import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { importConstants } from './build/import-constants.mjs';
import { sourcePlugins } from './build/source-plugins.mjs';

export default defineConfig({
  plugins: [...sourcePlugins(), importConstants()],
  test: {
    include: ['test/{unit,property,cases,arch,types,fuzz}/**/*.test.ts'],
    environment: 'node',
    // Modules are read once for each of the processes and not for each file: tests share no state to leak.
    isolate: false,
    maxWorkers: availableParallelism(),
    // For a machine that does other things at the same time; nothing here waits for time to pass.
    testTimeout: 180_000,
  },
});
