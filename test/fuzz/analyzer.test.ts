// SPDX-License-Identifier: MIT
/**
 * Reports are hostile: whatever calls come, the analyzer neither throws nor depends on the order of processes,
 * names each evidence call once, and accuses nobody of what failed calls on itself did.
 */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { allApis } from '../../shared/analysis/catalogue';
import { createAnalyzer } from '../../shared/analysis/create-analyzer';
import { STEP_NAMES } from '../../shared/model/document';
import type { Case, CaseCall, CaseProcess } from '../../shared/rules/case-language';
import { analyseCase } from '../../shared/rules/case-run';

/** APIs that the analyzer looks at, and some that it does not. */
const APIS = allApis()
  .filter(({ category }) =>
    /^(process|thread|memory|section|synchronisation|services|com|window|system|file)/.test(category),
  )
  .map(({ api, args }) => ({ api, args: args.map(({ name }) => name) }));

const SMALL_POOL = ['0x50', '0x54', '0x60', '100', '200', '300', '0', '0xffffffff', '0xfffffffffffffffe'];
const value = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...SMALL_POOL) },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      '4',
      '64',
      '0x400000',
      '0x401000',
      '4096',
      '0x7ffd5008',
      'MZ\\x90',
      '\\xe9\\x00\\x00\\x00\\x00',
    ),
  },
  { weight: 2, arbitrary: fc.bigInt({ min: 0n, max: (1n << 64n) - 1n }).map(String) },
  { weight: 1, arbitrary: fc.string({ maxLength: 40 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('-1', '1e5', '0x', '0xzz', '18446744073709551616', '{"eip": 1', '"'),
  },
);

const call: fc.Arbitrary<CaseCall> = fc
  .record({
    api: fc.constantFrom(...APIS),
    values: fc.array(value, { maxLength: 12 }),
    ok: fc.boolean(),
    caller: fc.option(value),
    returnValue: fc.option(value),
    timeMs: fc.integer({ min: 0, max: 60_000 }),
  })
  .map(({ api, values, ok, caller, returnValue, timeMs }) => ({
    api: api.api,
    args: values.slice(0, api.args.length).map((text, at) => ({ name: api.args[at]!, text })),
    returnValue,
    ok,
    timeMs: 1_500_000_000_000 + timeMs,
    tid: timeMs % 3,
    repeated: 0,
    caller,
    line: 0,
  }));

function processOf(pid: number, calls: CaseCall[]): CaseProcess {
  return {
    pid,
    name: `${pid}.exe`,
    path: null,
    commandLine: null,
    ppid: pid === 100 ? null : 100,
    firstSeenMs: 1_500_000_000_000,
    tracked: null,
    modules: [],
    calls,
  };
}

function reportOf(dialect: Case['dialect'], processes: CaseProcess[]): Case {
  return {
    name: 'x',
    dialect,
    sample: null,
    processes,
    expected: [],
    findings: [],
    onlyFindings: false,
    tree: null,
  };
}

const process = (pid: number): fc.Arbitrary<CaseProcess> =>
  fc.array(call, { maxLength: 40 }).map((calls) => processOf(pid, calls));

const report: fc.Arbitrary<Case> = fc
  .tuple(
    fc.constantFrom('cuckoo-2' as const, 'cape' as const),
    fc.tuple(process(100), process(200), process(200)),
  )
  .map(([dialect, processes]) => reportOf(dialect, processes));

it('any calls in any order of processes give one result, with each evidence call in one step', () => {
  fc.assert(
    fc.property(report, (test) => {
      const document = analyseCase(test);
      expect(analyseCase(test, createAnalyzer(), [2, 1, 0])).toEqual(document);
      for (const edge of document.edges) {
        if (edge.kind !== 'injection') continue;
        expect(edge.sourceProcId === null || edge.sourceProcId !== edge.targetProcId).toBe(true);
        const places = STEP_NAMES.flatMap((name) =>
          edge.steps[name].map(({ procId, index }) => `${procId}:${index}`),
        );
        expect(places.length).toBeGreaterThan(0);
        expect(new Set(places).size).toBe(places.length);
      }
    }),
    { numRuns: 300, verbose: 1 },
  );
});

it('a process that is busy with itself alone is accused of nothing', () => {
  const own = call.map((one) => ({
    ...one,
    args: one.args.map((arg) => {
      if (/process_handle$/.test(arg.name)) return { ...arg, text: '0xffffffff' };
      if (/thread_handle$/.test(arg.name)) return { ...arg, text: '0xfffffffe' };
      return arg.name.endsWith('process_identifier') ? { ...arg, text: '100' } : arg;
    }),
  }));
  const self = fc
    .array(own, { maxLength: 60 })
    .filter((calls) =>
      calls.every(
        ({ api }) => !/Hook|Window|Message|DuplicateObject|CreateProcess|CreateUserProcess/.test(api),
      ),
    );
  fc.assert(
    fc.property(self, (calls) => {
      expect(analyseCase(reportOf('cape', [processOf(100, calls)])).edges).toEqual([]);
    }),
    { numRuns: 200, verbose: 1 },
  );
});
