// SPDX-License-Identifier: MIT
import { unzipSync, zipSync } from 'fflate';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { generatePack } from '../../../../../build/generate-packs.mjs';
import { checkKey, keyQuestions } from '../../../../../electron/cli/pack/check-key';
import { gradeText } from '../../../../../electron/cli/pack/grade-text';
import { openPack } from '../../../../../electron/cli/pack/open-pack';
import { readLog } from '../../../../../electron/cli/pack/read-log';
import { writePack } from '../../../../../electron/cli/pack/write-pack';
import { UserError } from '../../../../../shared/errors/kinds';
import { logQuestions } from '../../../../../shared/scoring/context';
import { grade } from '../../../../../shared/scoring/grade';
import type { AnswerSheet, Pack, ReportLog } from '../../../../../shared/scoring/types';
import { behaviour, calls, contextFor, modelSheet, pack, withEntries } from '../../../scoring/practice-pack';

let work = '';
let folder = '';
let packed = '';
const files = generatePack('mws-cup-2017-task3');
const names = ['pack.json', ...pack.reports.map(({ file }) => file)];

beforeAll(async () => {
  work = await mkdtemp(path.join(tmpdir(), 'kanshiki-pack-'));
  folder = path.join(work, 'set');
  packed = path.join(work, 'set.zip');
  for (const [file, text] of files) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await writePack(folder, names, packed);
});
afterAll(() => rm(work, { recursive: true, force: true }));

/** Marks a sheet with what the program's own reader finds in the logs. */
async function gradeWith(place: string, sheet: AnswerSheet) {
  const opened = await openPack(place);
  const reports: ReportLog[] = [];
  for (const report of opened.pack.reports)
    reports.push(await readLog(opened, report, logQuestions(sheet, report.id, report.sha256)));
  return { result: grade(opened.pack, sheet, { reports }), reports };
}

async function fault(work: Promise<unknown>): Promise<object> {
  const error: unknown = await work.then(
    () => null,
    (reason: unknown) => reason,
  );
  if (error instanceof UserError)
    return { code: error.code, ...('path' in error.params ? { path: error.params['path'] } : {}) };
  throw error instanceof Error ? error : new Error('no fault');
}

describe('marking by the reader', () => {
  test('folder and packed file give the full points for the model sheet', async () => {
    const fromFolder = await gradeWith(folder, modelSheet());
    expect(fromFolder.result.total).toBe(25);
    expect((await gradeWith(packed, modelSheet())).result).toEqual(fromFolder.result);
  });

  test('the reader finds in the logs what plain JSON.parse finds', async () => {
    const sheet = withEntries(modelSheet(), '3-1-2', calls(['NtAllocateVirtualMemory', 'NtInjectCode']));
    const { reports, result } = await gradeWith(folder, sheet);
    const plain = contextFor(sheet);
    const sorted = (log: ReportLog) =>
      Object.entries(log.apisByProcId)
        .filter(([, apis]) => apis.length > 0)
        .map(([procId, apis]) => [procId, [...apis].sort()]);
    expect(reports.map(sorted)).toEqual(plain.reports.map(sorted));
    expect(
      reports.map(({ processes }) => processes.map(({ pid, name, path: image }) => [pid, name, image])),
    ).toEqual(
      plain.reports.map(({ processes }) => processes.map(({ pid, name, path: image }) => [pid, name, image])),
    );
    expect(result.total).toBe(24);
  });

  test('text output says every reason, in both languages', async () => {
    const sheet = withEntries(
      modelSheet(),
      '3-2-1',
      behaviour('log4-vbox-key', { artefact: '', outline: 'レジストリを調べる' }),
    );
    const { result } = await gradeWith(folder, sheet);
    const ja = gradeText(pack, result, 'ja');
    const en = gradeText(pack, result, 'en');
    expect(ja).toContain('MWS Cup 2017 課題3 練習用 — 21 / 25 点');
    expect(ja).toContain('3-2-1  0 / 4 点  自己採点待ち');
    expect(ja).toContain('目安 2 点');
    expect(en).toContain('3-2-1  0 of 4  waiting for your own mark');
    expect(en.split('\n')).toHaveLength(ja.split('\n').length);
  });
});

describe('packing', () => {
  test('gives the same bytes again, with the manifest first and nothing else', async () => {
    const again = path.join(work, 'again.zip');
    await writePack(folder, names, again);
    const bytes = await readFile(packed);
    expect((await readFile(again)).equals(bytes)).toBe(true);
    const entries = unzipSync(bytes);
    expect(Object.keys(entries)).toEqual(names);
    expect(new TextDecoder().decode(entries['log3/report.json'])).toBe(files.get('log3/report.json'));
  });

  test('leaves nothing behind where it cannot write', async () => {
    expect(await fault(writePack(folder, names, path.join(work, 'no', 'such', 'x.zip')))).toEqual({
      code: 'file-not-writable',
    });
    await fault(writePack(folder, ['none.json'], path.join(work, 'x.zip')));
    expect((await readdir(work)).filter((name) => name.startsWith('x.zip'))).toEqual([]);
  });

  test('the key agrees with the logs, and a key that does not is refused with its path', async () => {
    const opened = await openPack(folder);
    const log = await readLog(opened, opened.pack.reports[0]!, keyQuestions(opened.pack, 'log1'));
    checkKey(opened.pack, 'set', log);
    const wrong = (change: (broken: Pack) => void) => {
      const broken = structuredClone(opened.pack);
      change(broken);
      return fault(Promise.resolve().then(() => checkKey(broken, 'set', log)));
    };
    expect(
      await wrong(({ key }) => key[1]!.kind === 'memory-calls' && (key[1]!.answers[0]!.calls[0]!.index += 1)),
    ).toEqual({ code: 'pack-invalid', path: 'key.1.answers.0' });
    expect(
      await wrong(({ key }) => key[0]!.kind === 'processes' && (key[0]!.answers[0]!.source.pid = 1)),
    ).toEqual({ code: 'pack-invalid', path: 'key.0.answers' });
  });
});

describe('sets from strangers', () => {
  test('a report with other bytes is refused', async () => {
    const other = path.join(work, 'other');
    for (const file of names) {
      await mkdir(path.dirname(path.join(other, file)), { recursive: true });
      await writeFile(
        path.join(other, file),
        file === 'log2/report.json' ? files.get(file)!.replace('svchost', 'svchosT') : files.get(file)!,
      );
    }
    const opened = await openPack(other);
    expect(await fault(readLog(opened, opened.pack.reports[1]!, { texts: [], pins: [] }))).toEqual({
      code: 'pack-report-differs',
    });
  });

  test.each<[string, Record<string, string>, string]>([
    ['no manifest', { 'x.json': '{}' }, 'pack.json'],
    ['a manifest that is no JSON', { 'pack.json': '{' }, 'pack.json'],
    ['a manifest of something else', { 'pack.json': '{}' }, 'schema'],
  ])('a file with %s is refused', async (_what, entries, at) => {
    const file = path.join(work, 'bad.zip');
    await writeFile(
      file,
      zipSync(
        Object.fromEntries(
          Object.entries(entries).map(([name, text]) => [name, new TextEncoder().encode(text)]),
        ),
      ),
    );
    expect(await fault(openPack(file))).toEqual({ code: 'pack-invalid', path: at });
  });

  test('what is no set at all is refused', async () => {
    const file = path.join(work, 'text.zip');
    await writeFile(file, 'hello');
    expect(await fault(openPack(file))).toEqual({ code: 'pack-invalid', path: 'pack.json' });
    expect(await fault(openPack(work))).toEqual({ code: 'pack-invalid', path: 'pack.json' });
    expect(await fault(openPack(path.join(work, 'none')))).toEqual({ code: 'file-not-found' });
  });

  test('an entry larger than the manifest says is never unpacked', async () => {
    const bomb = path.join(work, 'bomb.zip');
    const entries = unzipSync(await readFile(packed));
    await writeFile(bomb, zipSync({ ...entries, 'log1/report.json': new Uint8Array(64 << 20) }));
    const opened = await openPack(bomb);
    expect(await fault(Promise.resolve().then(() => opened.open(opened.pack.reports[0]!)))).toEqual({
      code: 'pack-invalid',
      path: 'log1/report.json',
    });
  });
});
