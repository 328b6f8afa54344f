// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { generatePack, packIds } from '../../../build/generate-packs.mjs';
import { pack, report, reportText } from '../scoring/practice-pack';
import type { PlainProcess } from '../scoring/practice-pack';

const process = (reportId: string, pid: number) =>
  report(reportId).behavior.processes.find((one) => one.pid === pid) as PlainProcess;

/** Calls of a process that name a target pid, without times and threads. */
const callsOn = (reportId: string, pid: number, target: number) =>
  process(reportId, pid)
    .calls.filter((call) => call.arguments['process_identifier'] === target)
    .map((call) => [call.api, call.return_value, call.arguments]);

describe('the generator', () => {
  test('gives the same bytes every time', () => {
    expect(packIds()).toEqual(['mws-cup-2017-task3']);
    const [first, second] = [generatePack('mws-cup-2017-task3'), generatePack('mws-cup-2017-task3')];
    expect([...first]).toEqual([...second]);
  });

  test('names in the manifest what it wrote', () => {
    expect(pack.reports.map(({ id, file, sha256, bytes }) => [id, file, sha256, bytes])).toEqual(
      pack.reports.map(({ id }) => [
        id,
        `${id}/report.json`,
        createHash('sha256').update(reportText(id)).digest('hex'),
        Buffer.byteLength(reportText(id)),
      ]),
    );
  });
});

describe.each(['log1', 'log2', 'log3', 'log4', 'log5', 'log6'])('%s', (id) => {
  test('is ASCII, as Python writes it, with calls before pid, and holds a few thousand calls', () => {
    expect(reportText(id)).toMatch(/^[\n -~]+$/);
    const { processes } = report(id).behavior;
    expect(Object.keys(processes[1]!).slice(0, 4)).toEqual(['process_path', 'calls', 'track', 'pid']);
    expect(processes.reduce((sum, { calls }) => sum + calls.length, 0)).toBeGreaterThan(3000);
    expect(processes[0]).toMatchObject({ process_name: 'lsass.exe', track: false, calls: [] });
  });

  test('has time running forward, and children after their creation', () => {
    for (const { calls, first_seen: firstSeen } of report(id).behavior.processes) {
      const times = calls.map(({ time }) => time);
      expect(times).toEqual([...times].sort((a, b) => a - b));
      expect(times.every((time) => time >= firstSeen)).toBe(true);
    }
    for (const { calls } of report(id).behavior.processes)
      for (const call of calls.filter(({ api }) => api === 'CreateProcessInternalW')) {
        const child = process(id, call.arguments['process_identifier'] as number);
        expect(child.first_seen).toBeGreaterThan(call.time);
      }
  });

  test('opens no handle that is open, and closes none that is not', () => {
    const kinds = [
      'file_handle',
      'key_handle',
      'mutant_handle',
      'section_handle',
      'process_handle',
      'thread_handle',
    ];
    const opens =
      /^(NtCreateFile|NtOpenKey|RegOpenKeyEx[AW]|RegCreateKeyExW|Nt(Create|Open)Mutant|NtCreateSection|CreateProcessInternalW|NtOpenProcess)$/;
    for (const { calls, pid } of report(id).behavior.processes) {
      const open = new Set<unknown>();
      const twice: unknown[] = [];
      for (const { api, arguments: args, status } of calls) {
        if (opens.test(api) && status === 1)
          for (const name of kinds) {
            if (api === 'NtCreateSection' && name === 'file_handle') continue;
            const handle = args[name];
            if (handle === undefined) continue;
            if (open.has(handle)) twice.push([pid, api, handle]);
            open.add(handle);
          }
        if (api === 'NtClose') open.delete(args['handle']);
        if (api === 'RegCloseKey') open.delete(args['key_handle']);
      }
      expect(twice).toEqual([]);
      expect([...open]).toEqual([]);
    }
  });
});

describe('the published numbers', () => {
  test('log 1: a thread in pid 384 at the written address', () => {
    expect(process('log1', 3972).command_line).toBe('"C:\\Program Files\\Internet Explorer\\iexplore.exe"');
    expect(callsOn('log1', 3972, 384).slice(-3)).toEqual([
      [
        'NtAllocateVirtualMemory',
        0,
        {
          process_identifier: 384,
          region_size: 4096,
          protection: 64,
          base_address: '0x00ba0000',
          allocation_type: 12288,
          process_handle: '0x000000fc',
        },
      ],
      [
        'WriteProcessMemory',
        1,
        { buffer: '.', base_address: '0x00ba0000', process_identifier: 384, process_handle: '0x000000fc' },
      ],
      [
        'CreateRemoteThread',
        172,
        {
          thread_identifier: 0,
          process_identifier: 384,
          function_address: '0x00ba0000',
          flags: 0,
          stack_size: 0,
          parameter: '0x00a00000',
          process_handle: '0x000000fc',
        },
      ],
    ]);
  });

  test('log 2: a section in pid 4020 and the registers of its thread', () => {
    expect(process('log2', 3548).command_line).toMatch(
      /^"C:\\Users\\Smith\\AppData\\Local\\Temp\\7140e68ebe1[0-9a-f]{37}d3e8401e873bb937\.exe" $/,
    );
    const published = callsOn('log2', 3548, 4020);
    expect([published[0], published[1], ...published.slice(3)]).toEqual([
      [
        'CreateProcessInternalW',
        1,
        {
          thread_identifier: 4024,
          thread_handle: '0x000001a8',
          process_identifier: 4020,
          current_directory: '',
          filepath: '',
          track: 1,
          command_line: 'C:\\Windows\\system32\\svchost.exe',
          filepath_r: '',
          creation_flags: 67108868,
          inherit_handles: 0,
          process_handle: '0x000001ac',
        },
      ],
      [
        'NtMapViewOfSection',
        0,
        {
          section_handle: '0x00000128',
          process_identifier: 4020,
          commit_size: 0,
          win32_protect: 64,
          buffer: '',
          base_address: '0x00200000',
          allocation_type: 0,
          section_offset: 0,
          view_size: 122880,
          process_handle: '0x000001ac',
        },
      ],
      [
        'NtSetContextThread',
        0,
        {
          registers: {
            eip: 2228760,
            esp: 719852,
            edi: 0,
            eax: 2228224,
            ebp: 719860,
            edx: 4399364,
            ebx: 2147348480,
            esi: 0,
            ecx: 0,
          },
          thread_handle: '0x000001a8',
          process_identifier: 4020,
        },
      ],
      ['NtResumeThread', 0, { thread_handle: '0x000001a8', suspend_count: 1, process_identifier: 4020 }],
    ]);
    // Made up: the region that eip and eax point into.
    expect(published[2]).toMatchObject(['NtMapViewOfSection', 0, { base_address: '0x00220000' }]);
  });

  test('log 3: two patterns in a chain', () => {
    const first = callsOn('log3', 3292, 3428);
    expect(first[0]).toMatchObject([
      'CreateProcessInternalW',
      1,
      {
        thread_identifier: 3432,
        thread_handle: '0x000000a0',
        process_handle: '0x000000a4',
        track: 1,
        filepath: '',
      },
    ]);
    expect(first.slice(1, -2).map(([api]) => api)).toEqual(Array(5).fill('WriteProcessMemory'));
    expect(first.slice(-2)).toEqual([
      [
        'NtSetContextThread',
        0,
        {
          registers: {
            eip: 2004906136,
            esp: 1245168,
            edi: 0,
            eax: 4274336,
            ebp: 0,
            edx: 0,
            ebx: 2147348480,
            esi: 0,
            ecx: 0,
          },
          thread_handle: '0x000000a0',
          process_identifier: 3428,
        },
      ],
      ['NtResumeThread', 0, { thread_handle: '0x000000a0', suspend_count: 1, process_identifier: 3428 }],
    ]);
    const second = callsOn('log3', 3428, 3604);
    expect(second[0]).toMatchObject([
      'CreateProcessInternalW',
      1,
      { thread_identifier: 3608, thread_handle: '0x000000a4', process_handle: '0x000000a8' },
    ]);
    expect(second.slice(1)).toEqual([
      [
        'NtMapViewOfSection',
        0,
        {
          section_handle: '0x000000dc',
          process_identifier: 3604,
          commit_size: 159744,
          win32_protect: 64,
          buffer: '',
          base_address: '0x000a0000',
          allocation_type: 0,
          section_offset: 0,
          view_size: 159744,
          process_handle: '0x000000a8',
        },
      ],
      [
        'NtQueueApcThread',
        0,
        {
          function_address: '0x00000000',
          parameter: '0x00000000',
          thread_handle: '0x000000a4',
          process_identifier: 3604,
        },
      ],
      ['NtResumeThread', 0, { thread_handle: '0x000000a4', suspend_count: 1, process_identifier: 3604 }],
    ]);
    expect(process('log3', 3428).process_path).toBe(process('log3', 3292).process_path);
  });

  test('the key points to these calls', () => {
    for (const key of pack.key) {
      if (key.kind === 'processes') continue;
      const list = key.kind === 'fingerprint' ? key.findings : key.answers;
      const reportOf = (item: (typeof list)[number]) =>
        'reportId' in item
          ? item.reportId
          : pack.questions.find(({ id }) => key.kind !== 'fingerprint' && id === key.questionId)!.reportId!;
      for (const item of list) {
        const { processes } = report(reportOf(item)).behavior;
        expect(item.calls.length).toBeGreaterThan(0);
        for (const { procId, index, api } of item.calls)
          expect(processes[procId]!.calls[index]!.api).toBe(api);
      }
    }
  });
});

describe('the decoys', () => {
  test('threads, memory and children that are no injection stand beside the injections', () => {
    const apis = (reportId: string, pid: number) => process(reportId, pid).calls;
    expect(
      apis('log1', 3972).some(
        ({ api, arguments: args }) => api === 'CreateRemoteThread' && args['process_handle'] === '0xffffffff',
      ),
    ).toBe(true);
    expect(apis('log1', 3972).some(({ api, status }) => api === 'NtOpenProcess' && status === 0)).toBe(true);
    expect(apis('log1', 3972).some(({ api }) => api === 'ReadProcessMemory')).toBe(true);
    expect(callsOn('log2', 3548, 3880).map(([api]) => api)).toEqual([
      'CreateProcessInternalW',
      'AssignProcessToJobObject',
      'NtResumeThread',
    ]);
    expect(
      apis('log2', 3548).some(
        ({ api, arguments: args }) =>
          api === 'NtAllocateVirtualMemory' &&
          args['protection'] === 64 &&
          args['process_handle'] === '0xffffffff',
      ),
    ).toBe(true);
  });
});
