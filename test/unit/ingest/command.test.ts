// SPDX-License-Identifier: MIT
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCommand, type BuiltCommand, type Run } from './built-command';
import type { AnalysisDocument } from '../../../shared/model/document';
import { realReport, realReports } from './reading';
import { zip } from './reading-source';

let command: BuiltCommand;
beforeAll(async () => {
  command = await buildCommand();
}, 60_000);
afterAll(() => command.remove());

const call = (api: string, index: number, args: object): object => ({
  category: 'process',
  status: 1,
  stacktrace: [],
  api,
  return_value: 0,
  arguments: args,
  time: 1500000000.5 + index,
  tid: 8,
  flags: {},
});

const report = (calls: number): object => ({
  info: { version: '2.0.7', started: 1.5 },
  target: { category: 'file', file: { name: 'サンプル.exe', sha256: 'a'.repeat(64) } },
  behavior: {
    processes: [
      {
        pid: 4,
        ppid: 1,
        process_name: 'a.exe',
        calls: Array.from({ length: calls }, (_, i) => call('NtClose', i, { handle: '0x00000010' })),
      },
    ],
  },
});

function write(name: string, content: string | Uint8Array | object): string {
  const file = path.join(command.folder, name);
  mkdirSync(path.dirname(file), { recursive: true });
  const isRaw = typeof content === 'string' || content instanceof Uint8Array;
  writeFileSync(file, isRaw ? content : JSON.stringify(content));
  return file;
}

const analyze = (...args: string[]): Promise<Run> => command.run(['analyze', ...args]);

describe('kanshiki analyze', () => {
  it('prints one document for one report', async () => {
    const { code, stdout, stderr } = await analyze(write('one/report.json', report(3)));
    expect([code, stderr]).toEqual([0, '']);
    expect(JSON.parse(stdout.toString('utf8'))).toMatchObject({
      schema: 'kanshiki.analysis/1',
      report: {
        file: 'report.json',
        dialect: 'cuckoo-2',
        version: '2.0.7',
        sample: { name: 'サンプル.exe', sha256: 'a'.repeat(64) },
        calls: 3,
        callsInMarks: 0,
        complete: true,
      },
      processes: [{ procId: 0, pid: 4, calls: 3 }],
      issues: [],
    });
  });

  it('prints JSON as JSON.stringify does, in one piece or several', async () => {
    const file = write('form/report.json', report(3));
    const one = (await analyze(file)).stdout.toString('utf8');
    expect(one).toBe(`${JSON.stringify(JSON.parse(one), null, 2)}\n`);
    const line = (await analyze(file, '--format', 'jsonl')).stdout.toString('utf8');
    expect(line).toBe(`${JSON.stringify(JSON.parse(one))}\n`);
  });

  it('prints a list sorted by path for folders and several paths, with paths relative to the folder', async () => {
    const folder = path.dirname(write('many/b/report.json', report(1)));
    write('many/a.json.gz', gzipSync(JSON.stringify(report(2))));
    write('many/notes.json', { any: 'thing' });
    write('many/empty.json', '');
    write('many/c/logs/1.bson', new Uint8Array(0));
    symlinkSync('..', path.join(folder, 'loop'));
    const { code, stdout } = await analyze(path.join(command.folder, 'many'));
    const documents = JSON.parse(stdout.toString('utf8')) as { report: { file: string; calls: number } }[];
    expect(documents.map(({ report: { file, calls } }) => [file, calls])).toEqual([
      ['a.json.gz', 2],
      ['b/report.json', 1],
    ]);
    expect(code).toBe(0);
    const lines = await analyze(path.join(command.folder, 'many'), '--format', 'jsonl', '--jobs', '2');
    expect(
      lines.stdout
        .toString('utf8')
        .trim()
        .split('\n')
        .map((line) => JSON.parse(line) as unknown),
    ).toEqual(documents);
  });

  it('takes an archive of several reports for a folder, and of one for that report', async () => {
    const text = (calls: number): string => JSON.stringify(report(calls));
    const entries = {
      'b/two.json.gz': gzipSync(text(2)),
      'one.json': text(1),
      'notes.json': '{"any": "thing"}',
    };
    const several = write('zips/several.zip', await zip(entries));
    const one = write('zips/one.zip', await zip({ 'one.json': text(1), 'notes.json': '{"any": "thing"}' }));
    const encrypted = write('zips/own.zip', await zip(entries, { password: 'secret' }));
    const names = async (...args: string[]): Promise<unknown> => {
      const { code, stdout } = await analyze(...args);
      const printed = JSON.parse(stdout.toString('utf8')) as AnalysisDocument | AnalysisDocument[];
      const nameOf = ({ report: { file, calls } }: AnalysisDocument): unknown => [file, calls];
      return [code, Array.isArray(printed) ? printed.map(nameOf) : nameOf(printed)];
    };
    const inIt = [
      ['b/two.json.gz', 2],
      ['one.json', 1],
    ];
    expect(await names(several)).toEqual([0, inIt]);
    expect(await names(one)).toEqual([0, ['one.json', 1]]);
    expect(await names(path.join(several, 'one.json'))).toEqual([0, ['one.json', 1]]);
    expect(await names(encrypted, '--password', 'secret', '--jobs', '2')).toEqual([0, inIt]);
    const folder = path.join(command.folder, 'zips');
    expect(await names(folder, '--password', 'secret')).toEqual([
      0,
      [
        ['one.zip/one.json', 1],
        ['own.zip/b/two.json.gz', 2],
        ['own.zip/one.json', 1],
        ['several.zip/b/two.json.gz', 2],
        ['several.zip/one.json', 1],
      ],
    ]);
    const none = await analyze(write('zips/none.zip', await zip({ 'a.json': '{}', 'b.json': '{}' })));
    expect([none.code, none.stderr]).toEqual([3, 'kanshiki: No report was found in "none.zip".\n']);
  });

  it('prints the same bytes in any zone, locale and number of threads', async () => {
    const folder = path.dirname(write('same/1.json', report(5)));
    write('same/2.json', report(7));
    const runs = await Promise.all([
      command.run(['analyze', folder], { env: { TZ: 'Asia/Tokyo', LC_ALL: 'C' } }),
      command.run(['analyze', folder, '--jobs', '1'], {
        env: { TZ: 'America/New_York', LANG: 'ja_JP.UTF-8' },
      }),
      command.run(['analyze', folder, '--jobs', '3']),
    ]);
    expect(runs[1]!.stdout.equals(runs[0]!.stdout)).toBe(true);
    expect(runs[2]!.stdout.equals(runs[0]!.stdout)).toBe(true);
  });

  it.each([
    ['a file that is not there', ['analyze', 'nowhere.json'], 3],
    ['no report', ['analyze', '@text'], 3],
    ['an empty file', ['analyze', '@empty'], 3],
    ['a folder without any report', ['analyze', '@folder'], 3],
    ['an unknown format', ['analyze', '@ok', '--format', 'xml'], 2],
    ['no path', ['analyze'], 2],
    ['an unknown command', ['destroy'], 2],
    ['a bad number of jobs', ['analyze', '@ok', '--jobs', '0'], 2],
    ['a place that cannot be written', ['analyze', '@ok', '--out', '/nonexistent/x.json'], 2],
    ['a table of several reports', ['analyze', '@ok', '@ok', '--format', 'mws-csv'], 2],
  ])('says in one line what is wrong: %s', async (_, args, code) => {
    mkdirSync(path.join(command.folder, 'void'), { recursive: true });
    const places: Record<string, string> = {
      '@text': write('text.json', 'hello'),
      '@empty': write('empty.json', ''),
      '@folder': path.join(command.folder, 'void'),
      '@ok': write('ok.json', report(1)),
    };
    const run = await command.run(args.map((arg) => places[arg] ?? arg));
    expect(run.code).toBe(code);
    expect(run.stdout.length).toBe(0);
    expect(run.stderr.trimEnd().split('\n').length).toBe(1);
    expect(run.stderr).not.toMatch(/\n\s+at /);
  });

  it('ends with 4 and keeps what was read when a report is cut short', async () => {
    const text = JSON.stringify(report(100));
    const { code, stdout } = await analyze(write('cut.json', text.slice(0, text.length / 2)));
    const document = JSON.parse(stdout.toString('utf8')) as {
      report: { complete: boolean };
      issues: unknown[];
    };
    expect([code, document.report.complete]).toEqual([4, false]);
    expect(document.issues).toEqual([
      {
        code: 'cut-short',
        message: expect.any(String),
        offsetBytes: expect.any(Number),
        path: expect.stringMatching(/calls\[\d+\]$/),
      },
    ]);
  });

  it('ends with 4 when a gzip ends early', async () => {
    const bytes = gzipSync(JSON.stringify(report(5000)));
    const { code, stdout } = await analyze(write('cut.json.gz', bytes.subarray(0, bytes.length - 1000)));
    expect(code).toBe(4);
    expect(JSON.parse(stdout.toString('utf8'))).toMatchObject({ issues: [{ code: 'gzip-cut-short' }] });
  });

  it.skipIf(process.getuid?.() !== 0)('names a file without rights, as an unprivileged user', async () => {
    const file = write('secret.json', report(1));
    chmodSync(file, 0o600);
    const { code, stderr } = await command.run(['analyze', file], { uid: 65_534 });
    expect([code, stderr]).toEqual([3, 'kanshiki: You have no right to read "secret.json".\n']);
  });

  it('writes into files and folders, and leaves nothing half written', async () => {
    const file = write('out/report.json', report(1));
    const target = path.join(command.folder, 'out/result.json');
    expect((await analyze(file, '--out', target)).code).toBe(0);
    expect(JSON.parse(readFileSync(target, 'utf8'))).toMatchObject({ report: { calls: 1 } });
    const folder = path.join(command.folder, 'out/all');
    mkdirSync(folder);
    expect(
      (await analyze(file, write('out/other.json', report(2)), '--out', folder, '--format', 'text')).code,
    ).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(['other.txt', 'report.txt']);
    await analyze(write('out/none.json', '{}'), '--out', path.join(command.folder, 'out/none.out'));
    expect(
      readdirSync(path.join(command.folder, 'out')).filter((name) => /none\.out|partial/.test(name)),
    ).toEqual([]);
  });

  it.each(['text', 'markdown', 'csv'])('shows hostile names harmlessly as %s', async (format) => {
    const hostile = report(1) as { behavior: { processes: { process_name: string }[] } };
    hostile.behavior.processes[0]!.process_name = '=cmd|\u001b[2J<script>\u202eexe';
    const { code, stdout } = await analyze(
      write('hostile.json', hostile),
      '--format',
      format,
      '--lang',
      'ja',
    );
    expect(code).toBe(0);
    expect(stdout.toString('utf8')).not.toMatch(/[\u001b\u202e]/);
    if (format === 'csv') expect(stdout.toString('utf8')).not.toMatch(/(^|,)=cmd/m);
    if (format === 'markdown') expect(stdout.toString('utf8')).not.toMatch(/[^\\]<script/);
  });

  it('ends with 130 when interrupted', async () => {
    const child = command.start(['analyze', write('long.json', report(150_000))]);
    child.stdout!.resume();
    setTimeout(() => child.kill('SIGINT'), 400);
    const [code, signal] = (await once(child, 'close')) as [number | null, NodeJS.Signals | null];
    // A fast machine may be done before; on a busy one the signal itself ends a Node that does not listen yet.
    expect([130, 0, 'SIGINT']).toContain(code ?? signal);
  });
});

const hasRuby = spawnSync('ruby', ['-e', 'print RUBY_VERSION']).stdout?.toString().startsWith('3.1') ?? false;
const script = path.resolve(import.meta.dirname, '../../../../shared/tools/mws-cup-script.rb');

describe.skipIf(!hasRuby || realReports().length === 0)('the contest table', () => {
  const byScript = (folder: string): Buffer => {
    spawnSync('ruby', [script], { cwd: folder, env: { ...process.env, LC_ALL: 'C.UTF-8' } });
    return readFileSync(path.join(folder, 'report.json.csv'));
  };

  it.each(realReports().filter((file) => file.startsWith('cuckoo-2/')))(
    'of %s is the script’s, byte for byte',
    async (name) => {
      const file = write(`mws/${path.basename(name, '.json.gz')}/report.json`, realReport(name));
      const { stdout } = await analyze(file, '--format', 'mws-csv');
      expect(stdout.equals(byScript(path.dirname(file)))).toBe(true);
    },
  );

  it('of every kind of value is the script’s', async () => {
    const values: unknown[] = [
      '#{x} #$y #@z # \\ " \u0007\b\u000b\f\u001b\u007f\u0000',
      '\u0085\u2028\ufeff\u{1fae0}\u{e0001}',
    ];
    values.push(
      '日本語',
      '',
      0,
      -1,
      0.1,
      1e15,
      1e16,
      1234567890123456.8,
      1234567890123456,
      9999999999999998,
      123456789012345.6,
      1e-4,
      1e-5,
      -0.5,
      5e-324,
      true,
      null,
      [],
      {},
      [1, ['a', null]],
      { 2: 'b', 1: 'a' },
    );
    const apis = [
      'CreateProcessInternalW',
      'NtMapViewOfSection',
      'WriteProcessMemory',
      'NtResumeThread',
      'NtClose',
    ];
    const calls = values.flatMap((value, at) =>
      apis.map((api) => ({
        ...call(api, at, { v: value, process_handle: at % 2 ? '0xffffffff' : '0x10', buffer: 'b' }),
        return_value: value,
      })),
    );
    let text = JSON.stringify({ info: {}, behavior: { processes: [{ pid: 1, command_line: 'x', calls }] } });
    text = text.replace('"v":0,', '"v":18446744073709551616,"v":-0.0,"w":NaN,');
    const bytes = Buffer.from(text);
    bytes[bytes.indexOf('日')] = 0xff;
    const file = write('mws/values/report.json', bytes);
    const { stdout } = await analyze(file, '--format', 'mws-csv');
    expect(stdout.toString('latin1')).toBe(byScript(path.dirname(file)).toString('latin1'));
  });
});
