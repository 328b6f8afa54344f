// SPDX-License-Identifier: MIT
/** Every case of the log language holds, whatever the order in which the processes are read. */
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../shared/analysis/create-analyzer';
import { analyseCase, differences } from '../../shared/rules/case-run';
import { caseFiles, casesOf } from './case-files';

describe.each(caseFiles())('%s', (file) => {
  it.each(casesOf(file).map((test) => [test.name, test] as const))('%s', (_, test) => {
    expect(differences(test, analyseCase(test))).toEqual([]);
    const backwards = test.processes.map((_process, procId) => procId).reverse();
    expect(differences(test, analyseCase(test, createAnalyzer(), backwards))).toEqual([]);
  });
});
