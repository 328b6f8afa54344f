// SPDX-License-Identifier: MIT
/**
 * Small analysis documents for tests of what the window makes of them.
 * @module
 */
import {
  STEP_NAMES,
  type AnalysisDocument,
  type CallRef,
  type CreationEdge,
  type InjectionEdge,
  type ProcessSummary,
  type StepName,
  type Steps,
} from '../../../shared/model/document';

export function processOf(procId: number, given: Partial<ProcessSummary> = {}): ProcessSummary {
  return {
    procId,
    pid: 1000 + procId,
    ppid: null,
    parentProcId: null,
    nativeId: null,
    name: `p${procId}.exe`,
    path: null,
    commandLine: null,
    firstSeenMs: procId * 1000,
    calls: 10,
    tracked: true,
    inSampleTree: false,
    ...given,
  };
}

export function call(procId: number, index: number, api: string): CallRef {
  return { procId, index, api };
}

export function stepsOf(given: Partial<Record<StepName, CallRef[]>>): Steps {
  return Object.fromEntries(STEP_NAMES.map((name) => [name, given[name] ?? []])) as Steps;
}

export function creation(source: number, target: number, given: Partial<CreationEdge> = {}): CreationEdge {
  return {
    id: `c${source}-${target}`,
    kind: 'creation',
    basis: 'call',
    sourceProcId: source,
    targetProcId: target,
    sourcePid: 1000 + source,
    targetPid: 1000 + target,
    calls: [call(source, target, 'CreateProcessInternalW')],
    ...given,
  };
}

export function injection(source: number, target: number, given: Partial<InjectionEdge> = {}): InjectionEdge {
  return {
    id: `i${source}-${target}`,
    kind: 'injection',
    basis: 'call',
    verdict: 'injection',
    sourceProcId: source,
    targetProcId: target,
    sourcePid: 1000 + source,
    targetPid: 1000 + target,
    technique: 'process-hollowing',
    attack: 'T1055.012',
    confidence: 0.9,
    steps: stepsOf({
      create: [call(source, target, 'CreateProcessInternalW')],
      allocate: [call(source, 50, 'NtAllocateVirtualMemory')],
      write: [call(source, 51, 'WriteProcessMemory'), call(source, 52, 'WriteProcessMemory')],
      context: [call(source, 53, 'NtSetContextThread')],
      execute: [call(source, 54, 'NtResumeThread')],
    }),
    why: [],
    ...given,
  };
}

export function documentOf(given: Partial<AnalysisDocument>): AnalysisDocument {
  return {
    schema: 'kanshiki.analysis/1',
    analyzer: 'test',
    rules: '',
    report: {
      file: 'report.json',
      sha256: 'a'.repeat(64),
      bytes: 1,
      dialect: 'cuckoo-2',
      version: null,
      sample: null,
      calls: 0,
      callsInMarks: 0,
      complete: true,
    },
    processes: [],
    externals: [],
    edges: [],
    fingerprints: [],
    signatures: [],
    issues: [],
    ...given,
  };
}
