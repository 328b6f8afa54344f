// SPDX-License-Identifier: MIT
/** Every case of the log language holds, whatever the order in which the processes are read. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../shared/analysis/create-analyzer';
import { analyseCase, differences } from '../../shared/rules/case-run';
import { parseCase } from '../../shared/rules/case-language';

const root = path.join(import.meta.dirname, '.');

function caseFiles(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .flatMap((entry) => {
      const full = path.join(folder, entry.name);
      return entry.isDirectory() ? caseFiles(full) : entry.name.endsWith('.case') ? [full] : [];
    })
    .sort();
}

describe('cases in the log language', () => {
  for (const file of caseFiles(root)) {
    const name = path.relative(root, file);
    it(name, () => {
      const test = parseCase(name, readFileSync(file, 'utf8'));
      const document = analyseCase(test);
      expect(differences(test, document)).toEqual([]);
      const backwards = test.processes.map((_, procId) => procId).reverse();
      expect(differences(test, analyseCase(test, createAnalyzer(), backwards))).toEqual([]);
    });
  }
});
