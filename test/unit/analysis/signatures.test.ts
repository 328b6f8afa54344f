// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import type { ProcessHeader, SignatureInput } from '../../../shared/analysis/analyzer';
import { createAnalyzer } from '../../../shared/analysis/create-analyzer';
import { parseCase } from '../../../shared/rules/case-language';
import { feedCase, reportOf } from '../../../shared/rules/case-run';

const signature = (name: string, more: Partial<SignatureInput> = {}): SignatureInput => ({
  name,
  description: null,
  severity: null,
  calls: [],
  texts: [],
  ...more,
});

const INJECTION = `process 100 a.exe
  CreateProcessInternalW process_identifier=104 thread_identifier=108 process_handle=0x40 thread_handle=0x44 creation_flags=4
  WriteProcessMemory process_handle=0x40 process_identifier=104 base_address=0x00400000 buffer="MZ"
  NtSetContextThread thread_handle=0x44 process_identifier=104 registers.eip=0x401000
  NtResumeThread thread_handle=0x44 process_identifier=104 suspend_count=1
  NtAllocateVirtualMemory process_handle=0x50 process_identifier=200 base_address=0x10000 region_size=4096 protection=64
process 104 b.exe ppid=100`;

function documentWith(...signatures: SignatureInput[]) {
  const test = parseCase('x', INJECTION);
  const analyzer = createAnalyzer();
  feedCase(test, analyzer);
  for (const one of signatures) analyzer.addSignature(one);
  return analyzer.finish(reportOf(test)).document;
}

describe('marks of signatures', () => {
  it('that name a call by pid and number are resolved once each', () => {
    const mark = { pid: 100, cid: 1, api: 'WriteProcessMemory' };
    const { signatures } = documentWith(
      signature('x', { calls: [mark, mark, { pid: 9, cid: 1, api: 'A' }, { ...mark, cid: null }] }),
    );
    expect(signatures).toEqual([
      {
        name: 'x',
        description: null,
        severity: null,
        calls: [{ procId: 0, index: 1, api: 'WriteProcessMemory' }],
      },
    ]);
  });

  it.each([
    'a.exe(100) -> b.exe(104)',
    'Process 100 called NtSetContextThread to modify thread in remote process 104',
    'Process a.exe with process ID 100 resumed a thread in another process with the process ID 104',
  ])('in words mean the dealing between the two: %s', (text) => {
    const { signatures } = documentWith(signature('x', { texts: [text] }));
    expect(signatures[0]?.calls.map(({ index }) => index)).toEqual([0, 1, 2, 3]);
  });
});

describe('what Cuckoo 3 states without calls', () => {
  const header = (nativeId: number, parentNativeId: number | null): ProcessHeader => ({
    pid: 1000 + nativeId,
    ppid: null,
    nativeId,
    parentNativeId,
    name: `${nativeId}.exe`,
    path: null,
    commandLine: null,
    firstSeenMs: null,
    tracked: true,
    modules: [],
  });

  function stated(...signatures: SignatureInput[]): string[] {
    const analyzer = createAnalyzer();
    [header(73, 64), header(74, 73), header(80, null)].forEach((one, procId) => {
      analyzer.beginProcess(procId, one);
      analyzer.endProcess(one, 0);
    });
    for (const one of signatures) analyzer.addSignature(one);
    const { document } = analyzer.finish(reportOf(parseCase('x', '')));
    return document.edges.flatMap((edge) =>
      edge.kind === 'injection'
        ? [`${edge.basis} ${edge.verdict} ${edge.sourcePid} -> ${edge.targetPid} ${edge.why.length}`]
        : [],
    );
  }

  it('is a partial sign between strangers', () => {
    expect(stated(signature('wrote_proc_memory', { stated: [{ source: 73, target: 80 }] }))).toEqual([
      'signature suspicious 1073 -> 1080 1',
    ]);
  });
  it('is nothing from a parent to its child, as every creation writes', () => {
    expect(stated(signature('wrote_proc_memory', { stated: [{ source: 73, target: 74 }] }))).toEqual([]);
  });
  it('is a partial sign there too where the parent also set a context', () => {
    const wrote = signature('wrote_proc_memory', { stated: [{ source: 73, target: 74 }] });
    const context = signature('susevent_setthreadcontext', { stated: [{ source: 73, target: null }] });
    expect(stated(wrote, context)).toEqual(['signature suspicious 1073 -> 1074 2']);
    expect(stated(context)).toEqual([]);
  });
  it('of a process that is not listed is left alone', () => {
    expect(
      stated(
        signature('wrote_proc_memory', {
          stated: [
            { source: 73, target: 99 },
            { source: 73, target: 73 },
          ],
        }),
      ),
    ).toEqual([]);
  });
});
