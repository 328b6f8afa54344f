// SPDX-License-Identifier: MIT
/** The result depends neither on the order in which processes are read or listed, nor on looks taken on the way. */
import { describe, expect, it } from 'vitest';
import { createAnalyzer } from '../../../shared/analysis/create-analyzer';
import type { Case } from '../../../shared/rules/case-language';
import { CaseCursor, analyseCase, differences, headerOf, reportOf } from '../../../shared/rules/case-run';
import { techniqueCases } from '../../cases/case-files';

const cases = techniqueCases();

const inOrder = (test: Case): number[] => test.processes.map((_, procId) => procId);

describe('whatever the order in which processes are read', () => {
  it('the document is the same to the last id', () => {
    for (const test of cases) {
      const straight = analyseCase(test);
      const backwards = inOrder(test).reverse();
      const rotated = [...inOrder(test).slice(1), ...inOrder(test).slice(0, 1)];
      expect(analyseCase(test, createAnalyzer(), backwards), test.name).toEqual(straight);
      expect(analyseCase(test, createAnalyzer(), rotated), test.name).toEqual(straight);
    }
  });
});

describe('whatever the order in which the report lists processes', () => {
  it('the same is found', () => {
    // Which of two bearers of a pid comes first is what `pid#2` means, and without a name the first one is the sample.
    const told = cases.filter(
      (test) => new Set(test.processes.map(({ pid }) => pid)).size === test.processes.length,
    );
    for (const test of told) {
      const sample = test.sample ?? test.processes[0]?.name ?? null;
      const alike = test.processes.filter(({ name }) => name === sample).length > 1;
      if (alike) continue;
      const turned: Case = {
        ...test,
        sample,
        processes: test.processes.toReversed(),
        tree: test.tree?.toReversed() ?? null,
      };
      expect(differences(turned, analyseCase(turned)), test.name).toEqual([]);
    }
  });
});

describe('a snapshot', () => {
  it('changes nothing, and at the end is what finish gives', () => {
    for (const test of cases) {
      const analyzer = createAnalyzer();
      const cursor = new CaseCursor();
      const report = reportOf(test);
      test.processes.forEach((process, procId) => {
        const header = headerOf(process);
        analyzer.beginProcess(procId, test.dialect === 'cuckoo-2' ? null : header);
        process.calls.forEach((call, index) => {
          analyzer.step(cursor.stand(procId, index, call));
          analyzer.snapshot(report);
        });
        analyzer.endProcess(header, process.calls.length);
        analyzer.snapshot(report);
      });
      const snapshot = analyzer.snapshot(report);
      const { document } = analyzer.finish(report);
      expect(snapshot, test.name).toEqual(document);
      expect(document, test.name).toEqual(analyseCase(test));
    }
  });
});

describe('calls that come after their process was ended', () => {
  it('join those before, as calls of signatures do', () => {
    const test = cases.find(({ name }) => name.startsWith('Contest log 1'))!;
    const analyzer = createAnalyzer();
    const cursor = new CaseCursor();
    const [process] = test.processes;
    const header = headerOf(process!);
    for (const part of [process!.calls.slice(0, 0), process!.calls]) {
      analyzer.beginProcess(0, header);
      part.forEach((call, index) => analyzer.step(cursor.stand(0, index, call)));
      analyzer.endProcess(header, process!.calls.length);
    }
    expect(differences(test, analyzer.finish(reportOf(test)).document)).toEqual([]);
  });
});
