// SPDX-License-Identifier: MIT
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { UserError } from '../../../shared/errors/kinds';
import { nodeHash } from '../../../electron/ingest/file-source';
import { CallScanner } from '../../../shared/ingest/tokenizer/call-scanner';
import { LargeCall } from '../../../shared/ingest/tokenizer/large-call';
import { bytesOf, CHUNK_SIZES, readPlain, type PlainReport } from './reading';

const call = (api: string, extra = ''): string =>
  `{"category": "process", "status": 1, "stacktrace": [], "api": "${api}", "return_value": 0, ` +
  `"arguments": {"process_handle": "0xffffffff", "buffer": "x"}, "time": 1500000000.25, "tid": 8, "flags": {}${extra}}`;

const report = (calls: string, rest = '"pid": 4, "ppid": 1, "process_name": "a.exe"', tail = ''): string =>
  `{"info": {"version": "2.0.7", "started": 1.5}, "behavior": {"processes": [{"calls": [${calls}], ${rest}}]}${tail}}`;

/** Reads at every chunk size, and wants the same answer each time. */
function read(source: string | Uint8Array): PlainReport {
  const bytes = typeof source === 'string' ? bytesOf(source) : source;
  const [first, ...others] = CHUNK_SIZES.map((size) => readPlain(bytes, size));
  for (const other of others) expect(other).toEqual(first);
  return first!;
}

const decode = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

const apis = ({ calls }: PlainReport): string[] => calls.map(({ api }) => api);

describe('a report', () => {
  it('gives calls, process and sections at every chunk size alike', () => {
    const got = read(
      report(`${call('NtClose')}, ${call('NtOpenFile')}`, '"pid": 4', ', "network": {"hosts": [1]}'),
    );
    expect(apis(got)).toEqual(['NtClose', 'NtOpenFile']);
    expect(got.calls[1]).toEqual({
      procId: 0,
      index: 1,
      api: 'NtOpenFile',
      category: 'process',
      timeMs: 1500000000250,
      tid: 8,
      ok: true,
      returnValue: 0n,
      repeated: 0,
      caller: null,
      args: [
        { rawName: 'process_handle', name: 'process_handle', text: '0xffffffff', words: null },
        { rawName: 'buffer', name: 'buffer', text: 'x', words: null },
      ],
    });
    expect(got.sections).toEqual({
      info: '{"version": "2.0.7", "started": 1.5}',
      'behavior.processes[0]': '{"pid":4}',
      network: '{"hosts": [1]}',
    });
    expect(got.result).toEqual({
      dialect: 'cuckoo-2',
      complete: true,
      callsInMarks: 0,
      version: '2.0.7',
      sample: null,
    });
  });

  it('may have its keys in any order', () => {
    const got = read(
      `{"signatures": [{"marks": [{"type": "call", "pid": 4, "cid": 0, "call": ${call('NtClose')}}], "name": "s"}],` +
        `"behavior": {"summary": {}, "processes": [{"pid": 4, "calls": [${call('NtClose')}]}]}, "info": {}}`,
    );
    expect(apis(got)).toEqual(['NtClose']);
    expect(got.signatures).toEqual([
      {
        name: 's',
        description: null,
        severity: null,
        calls: [{ pid: 4, cid: 0, api: 'NtClose' }],
        texts: [],
      },
    ]);
    expect(got.result.callsInMarks).toBe(0);
  });

  it('may be pretty-printed with CRLF, and begin with a byte order mark, which is noted', () => {
    const pretty = JSON.stringify(JSON.parse(report(call('NtClose'))), null, 4).replaceAll('\n', '\r\n');
    const got = read(`\ufeff${pretty}\r\n`);
    expect(apis(got)).toEqual(['NtClose']);
    expect(got.issues).toEqual([{ code: 'byte-order-mark', offsetBytes: 0, path: '' }]);
    expect(got.result.complete).toBe(true);
  });

  it('may hold NaN, infinities and bad UTF-8, which are counted with the place of the first', () => {
    const source = report(
      `${call('NtClose', ', "x": NaN, "y": -Infinity')}, ${call('Nt@@')}`,
      '"pid": 4, "z": Infinity',
    );
    const bytes = bytesOf(source);
    const at = source.indexOf('@@');
    bytes.set([0xff, 0xc0], at);
    const got = read(bytes);
    expect(apis(got)).toEqual(['NtClose', 'Nt\ufffd\ufffd']);
    expect(got.issues).toEqual([
      { code: 'non-finite', offsetBytes: source.indexOf('NaN'), path: 'behavior.processes[0].calls[0]' },
      { code: 'bad-utf8', offsetBytes: at, path: 'behavior.processes[0].calls[1]' },
    ]);
    expect(got.result.complete).toBe(true);
  });

  it('keeps 64-bit numbers exact', () => {
    const exact = call('X').replace('"return_value": 0', '"return_value": 18446744073709551615');
    expect(read(report(exact)).calls[0]!.returnValue).toBe(0xffffffffffffffffn);
    const negative = call('X').replace('"return_value": 0', '"return_value": -1073741515');
    expect(read(report(negative)).calls[0]!.returnValue).toBe(0xffffffffc0000135n);
  });

  it('takes the last of equal keys in a call and in a header, and the first of two lists of calls, with an issue', () => {
    const got = read(
      report(call('First', ', "api": "Last"'), `"pid": 1, "calls": [${call('Other')}], "pid": 4`),
    );
    expect(apis(got)).toEqual(['Last']);
    expect(got.processes[0]!.header.pid).toBe(4);
    expect(got.issues.map(({ code, path }) => [code, path])).toEqual([
      ['duplicate-section', 'behavior.processes[0].calls'],
    ]);
  });

  it('reads keys written with escapes', () => {
    const escaped = call('NtClose').replace('"api"', '"\\u0061pi"').replace('"buffer"', '"b\\u0075ffer"');
    const got = read(report(escaped));
    expect(apis(got)).toEqual(['NtClose']);
    expect(got.calls[0]!.args[1]!.rawName).toBe('buffer');
  });

  it('leaves out what is no call or no process, and never shifts an index', () => {
    const source = report(`null, ${call('A')}, 7, [${call('B')}], ${call('C')}`).replace(
      '"processes": [',
      '"processes": ["x", ',
    );
    const got = read(source);
    expect(got.calls.map(({ procId, index, api }) => [procId, index, api])).toEqual([
      [1, 1, 'A'],
      [1, 4, 'C'],
    ]);
    expect(got.processes[0]).toMatchObject({ procId: 1, calls: 5 });
    expect(got.issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
      'process-no-object behavior.processes[0]',
      'call-no-object behavior.processes[1].calls[0]',
      'call-no-object behavior.processes[1].calls[2]',
      'call-no-object behavior.processes[1].calls[3]',
    ]);
  });

  it('accepts the typing errors of old monitors', () => {
    const old = call('X').replace('"tid"', '"thread_identifer"');
    expect(read(report(old, '"process_identifer": 12')).calls[0]!.tid).toBe(8);
    expect(read(report(old, '"process_identifer": 12')).processes[0]!.header.pid).toBe(12);
  });

  it('clears the junk in the upper half of ids', () => {
    const got = read(
      report(call('X').replace('"tid": 8', '"tid": 140707423585340'), '"pid": 140707423585340'),
    );
    expect([got.calls[0]!.tid, got.processes[0]!.header.pid]).toEqual([1084, 1084]);
  });

  it('goes 100,000 levels deep', () => {
    const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
    const bytes = bytesOf(report(call('NtClose', `, "deep": ${deep}`), `"pid": 4, "deep": ${deep}`));
    const got = readPlain(bytes, 64 << 10);
    expect(apis(got)).toEqual(['NtClose']);
    expect(got.result.complete).toBe(true);
  });
});

describe('a damaged report', () => {
  const whole = report(`${call('A')}, ${call('B')}, ${call('C')}`, '"pid": 4');

  it('gives what comes before the place where it was cut', () => {
    const cut = whole.indexOf('"C"');
    const got = read(whole.slice(0, cut));
    expect(apis(got)).toEqual(['A', 'B']);
    expect(got.issues).toEqual([
      { code: 'cut-short', offsetBytes: cut, path: 'behavior.processes[0].calls[2]' },
    ]);
    expect(got.result).toMatchObject({ complete: false, dialect: 'cuckoo-2' });
  });

  it('may be cut anywhere: never an exception, never a call too many', () => {
    const bytes = bytesOf(whole);
    const ends = ['A', 'B', 'C'].map(
      (api) => whole.indexOf('}', whole.indexOf('"flags"', whole.indexOf(`"${api}"`))) + 2,
    );
    for (let cut = 60; cut < bytes.length; cut++) {
      const got = readPlain(bytes.subarray(0, cut), 7, null, undefined, new CallScanner());
      expect(got.calls.length).toBe(ends.filter((end) => end <= cut).length);
      expect(got.result.complete).toBe(false);
    }
  });

  it('gives what comes before a broken call, and names its place', () => {
    const broken = whole.replace('"api": "C"', '"api": "C');
    const got = read(broken);
    expect(apis(got)).toEqual(['A', 'B']);
    const at = broken.indexOf('"C') + 3;
    expect(got.issues).toEqual([
      { code: 'syntax', offsetBytes: expect.any(Number), path: 'behavior.processes[0].calls[2]' },
    ]);
    expect(got.issues[0]!.offsetBytes).toBeGreaterThanOrEqual(at);
  });

  it('may be cut in the middle of a character', () => {
    const bytes = bytesOf(whole.replace('"B"', '"日本"'));
    const at = bytes.indexOf(0xe6) + 4;
    expect(apis(read(bytes.subarray(0, at)))).toEqual(['A']);
  });

  it('keeps everything before trailing garbage, and notes it', () => {
    const got = read(`${whole}\n\u0000\u0000{"x": 1}`);
    expect(apis(got)).toEqual(['A', 'B', 'C']);
    expect(got.issues).toEqual([{ code: 'trailing-garbage', offsetBytes: whole.length + 1, path: null }]);
    expect(got.result.complete).toBe(true);
  });

  it.each([
    ['', 'file-empty'],
    ['hello', 'not-json'],
    ['[1, 2]', 'not-a-report'],
    ['{"a": 1}', 'not-a-report'],
    ['{"info": {"title": "an API", "version": "1"}, "paths": {}}', 'not-a-report'],
    ['{"a": ', 'not-a-report-damaged'],
  ])('is refused when it is no report: %j', (source, code) => {
    for (const size of CHUNK_SIZES) {
      let thrown: unknown;
      try {
        readPlain(bytesOf(source), size);
      } catch (error) {
        thrown = error;
      }
      expect(thrown).toBeInstanceOf(UserError);
      expect((thrown as UserError).code).toBe(code);
    }
  });
});

describe('a value too long for memory', () => {
  const limits = { string: 10 << 20, kept: 10, call: 14 << 20, giveUp: 16 << 20 };
  const long = (length: number): string => '\\u00e9é'.repeat(length / 8);

  it('is cut at a whole character; its place, length and hash are kept', () => {
    const value = long(12 << 20);
    const source = report(`${call('A')}, ${call('B', `, "big": "${value}", "after": 1`)}, ${call('C')}`);
    const got = readPlain(bytesOf(source), 64 << 10, null, limits);
    expect(apis(got)).toEqual(['A', 'B', 'C']);
    expect(got.issues).toEqual([
      { code: 'value-too-large', offsetBytes: source.indexOf(value), path: 'behavior.processes[0].calls[1]' },
    ]);
    const kept: string[] = [];
    readPlain(
      bytesOf(source),
      1 << 20,
      (_cursor, scanner) => {
        const { members, bytes, keys } = scanner;
        for (let row = 0; row < members.count; row++) {
          if (keys.names[members.name[row]!] === 'big')
            kept.push(decode(bytes.subarray(members.start[row], members.end[row])));
        }
      },
      limits,
    );
    expect(kept).toEqual(['"\\u00e9é"']);
  });

  it('is named with the hash of its bytes', () => {
    const value = long(12 << 20);
    const call1 = new LargeCall(100, limits, nodeHash);
    const bytes = bytesOf(`{"a": "${value}"} `);
    expect(call1.write(bytes, 0, bytes.length)).toBe(bytes.length - 1);
    const sha256 = createHash('sha256').update(value).digest('hex');
    expect(call1.cuts).toEqual([{ offset: 107, lengthBytes: 12 << 20, sha256 }]);
  });

  it('is kept whole up to the limit', () => {
    const value = 'x'.repeat(10 << 20);
    const got = readPlain(bytesOf(report(call('A').replace('"x"', `"${value}"`))), 64 << 10, null, limits);
    expect(got.calls[0]!.args[1]!.text).toBe(value);
    expect(got.issues).toEqual([]);
  });

  it('does not keep a call that is large for other reasons, but counts it', () => {
    const numbers = '1,'.repeat(9 << 20);
    const got = readPlain(
      bytesOf(report(`${call('A', `, "n": [${numbers}1]`)}, ${call('B')}`)),
      64 << 10,
      null,
      limits,
    );
    expect(got.calls.map(({ index, api }) => [index, api])).toEqual([[1, 'B']]);
    expect(got.issues.map(({ code }) => code)).toEqual(['call-too-large']);
  });
});
