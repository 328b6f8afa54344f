// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { bystanders, treeRows } from '../../../../renderer/model/process-tree';
import { buildReportModel, processName } from '../../../../renderer/model/report-model';
import { creation, documentOf, injection, processOf } from '../documents';

describe('the process forest', () => {
  it('puts the sample first, children in order of time, externals last', () => {
    const model = buildReportModel(
      documentOf({
        processes: [
          processOf(0, { name: 'lsass.exe' }),
          processOf(1, { inSampleTree: true, firstSeenMs: 9000 }),
          processOf(2, { inSampleTree: true, firstSeenMs: 9500, parentProcId: 1 }),
          processOf(3, { inSampleTree: true, firstSeenMs: 9200, parentProcId: 1 }),
        ],
        externals: [{ id: 'x0', pid: 4, name: 'System' }],
        edges: [creation(1, 2), creation(1, 3)],
      }),
    );
    expect(model.sample).toBe(1);
    expect(treeRows(model, new Set())).toEqual([
      { key: 1, level: 1, position: 1, siblings: 3, expanded: true, rails: [] },
      { key: 3, level: 2, position: 1, siblings: 2, expanded: null, rails: [true] },
      { key: 2, level: 2, position: 2, siblings: 2, expanded: null, rails: [false] },
      { key: 0, level: 1, position: 2, siblings: 3, expanded: null, rails: [] },
      { key: 'x0', level: 1, position: 3, siblings: 3, expanded: null, rails: [] },
    ]);
  });

  it('folds a branch away and leaves its row', () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0), processOf(1), processOf(2)],
        edges: [creation(0, 1), creation(1, 2)],
      }),
    );
    expect(treeRows(model, new Set([1])).map(({ key, expanded }) => [key, expanded])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it('believes a creation that calls prove rather than one from a parent pid', () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0), processOf(1), processOf(2, { parentProcId: 1 })],
        edges: [creation(1, 2, { basis: 'ppid', calls: [] }), creation(0, 2)],
      }),
    );
    expect(model.parent.get(2)).toBe(0);
  });

  it('makes no circle where reused pids say that two processes created each other', () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0, { parentProcId: 1 }), processOf(1, { parentProcId: 0 })],
      }),
    );
    expect(treeRows(model, new Set()).map(({ key, level }) => [key, level])).toEqual([
      [1, 1],
      [0, 2],
    ]);
  });

  it('walks a chain of ten thousand processes without running out of stack', () => {
    const processes = Array.from({ length: 10_000 }, (_, at) =>
      processOf(at, { parentProcId: at === 0 ? null : at - 1 }),
    );
    expect(treeRows(buildReportModel(documentOf({ processes })), new Set())).toHaveLength(10_000);
  });
});

describe('what is known of a process', () => {
  it('does not take an injected process for the sample', () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0, { inSampleTree: true }), processOf(1, { inSampleTree: true })],
        edges: [injection(1, 0)],
      }),
    );
    expect(model.sample).toBe(1);
    expect(model.nodes.get(0)?.injectedBy.map(({ id }) => id)).toEqual(['i1-0']);
  });

  it('puts the strongest accusation first', () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0), processOf(1)],
        edges: [injection(0, 1, { id: 'a', verdict: 'suspicious' }), injection(0, 1, { id: 'b' })],
      }),
    );
    expect(model.nodes.get(1)?.injectedBy.map(({ verdict }) => verdict)).toEqual(['injection', 'suspicious']);
  });

  it('explains a call by an injection before a creation', () => {
    const model = buildReportModel(
      documentOf({ processes: [processOf(0), processOf(1)], edges: [creation(0, 1), injection(0, 1)] }),
    );
    expect(model.edgesOfCall.get('0:1')).toEqual(['i0-1', 'c0-1']);
  });

  it.each([
    [{ name: 'a.exe', path: 'C:\\x\\b.exe', commandLine: null }, 'a.exe'],
    [{ name: null, path: 'C:\\x\\b.exe', commandLine: null }, 'b.exe'],
    [{ name: null, path: null, commandLine: '"C:\\Program Files\\IE\\iexplore.exe" -x' }, 'iexplore.exe'],
    [{ name: null, path: null, commandLine: 'C:\\Program Files\\IE\\iexplore.exe -x' }, 'iexplore.exe'],
    [{ name: null, path: null, commandLine: 'net start' }, 'net'],
    [{ name: null, path: null, commandLine: null }, null],
  ])('takes the name from what the report has: %j', (process, name) => {
    expect(processName(process)).toBe(name);
  });

  it('calls those bystanders that are only opened, and nobody who acts or is acted upon', () => {
    const model = buildReportModel(
      documentOf({
        processes: [processOf(0)],
        externals: [
          { id: 'x0', pid: 4, name: null },
          { id: 'x1', pid: 5, name: null },
          { id: 'x2', pid: 6, name: null },
        ],
        edges: [
          injection(0, 1, { targetProcId: null, target: 'x1' }),
          creation(1, 0, { sourceProcId: null, source: 'x2' }),
        ],
      }),
    );
    expect([...bystanders(model)]).toEqual(['x0']);
  });
});
