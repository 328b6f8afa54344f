// SPDX-License-Identifier: MIT
/**
 * Runs the examples that stand in a rule, so that a rule proves itself where it is written: each `finds` must
 * make a finding of the rule, no `ignores` may.
 * @module
 */
import type { FingerprintFinding, ProcessSummary } from '../../model/document';
import { parseCase } from '../case-language';
import { CaseCursor } from '../case-run';
import type { RuleSet } from './compile';
import { FingerprintEngine } from './engine';
import type { FingerprintRule } from './schema';

const PID = 100;

/** Findings of a few calls in the log language, made by one process of the sample, `C:\process.exe`. */
export function findingsOf(rules: RuleSet, calls: string): FingerprintFinding[] {
  const lines = calls.split('\n').filter((line) => line.trim() !== '');
  const test = parseCase(
    'example',
    [`process ${PID} process.exe`, ...lines.map((line) => `  ${line.trim()}`)].join('\n'),
  );
  const engine = new FingerprintEngine(rules);
  const names = new Map<number, string>();
  engine.beginProcess(0, { ownPid: PID, processName: (pid) => names.get(pid) ?? null });
  const cursor = new CaseCursor();
  test.processes[0]!.calls.forEach((call, index) => {
    cursor.stand(0, index, call);
    const pid = cursor.number('process_identifier');
    const name = cursor.text('process_name');
    if (/^Process32/.test(call.api) && pid !== null && name !== null) names.set(Number(pid), name);
    engine.step(cursor);
  });
  engine.endProcess();
  return engine.finish({ processes: [SAMPLE], signatures: [], signatureInputs: [] });
}

/** What does not hold, one line each; empty when all examples do. */
export function exampleFailures(rules: RuleSet, rule: FingerprintRule): string[] {
  const finds = (calls: string): boolean =>
    findingsOf(rules, calls).some((finding) => finding.rule === rule.id);
  return [
    ...rule.examples.finds
      .filter((calls) => !finds(calls))
      .map((calls) => `${rule.id}: not found in: ${calls}`),
    ...rule.examples.ignores.filter(finds).map((calls) => `${rule.id}: must not be found in: ${calls}`),
  ];
}

const SAMPLE: ProcessSummary = {
  procId: 0,
  pid: PID,
  ppid: null,
  parentProcId: null,
  nativeId: null,
  name: 'process.exe',
  path: 'C:\\process.exe',
  commandLine: null,
  firstSeenMs: null,
  calls: 0,
  tracked: true,
  inSampleTree: true,
};
