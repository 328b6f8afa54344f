// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import type { Member } from '../../../../renderer/model/findings';
import {
  answerable,
  answerOf,
  pinsOf,
  placeOf,
  type AnswerMaterial,
  type FingerprintDesk,
} from '../../../../renderer/model/findings-answer';
import type { FingerprintFinding } from '../../../../shared/model/document';
import { emptyEntry } from '../../../../shared/scoring/sheet';
import type { AnswerEntry, Question } from '../../../../shared/scoring/types';
import { call } from '../documents';
import { findingOf, NOVEL } from '../findings-documents';

const KEY = 'HKLM\\SOFTWARE\\Oracle\\VirtualBox Guest Additions';

function material(findings: FingerprintFinding[], texts: string[]): AnswerMaterial {
  return { logId: 'log2', sha256: 'f', pid: 1000, processName: 'p0.exe', outline: 'Looks.', findings, texts };
}

describe('an answer from findings', () => {
  it('has all five things, with the calls pinned and the artefact beside', () => {
    const finding = findingOf('keys', {
      artefact: KEY,
      calls: [call(0, 7, 'RegOpenKeyExA'), call(0, 9, 'RegOpenKeyExA'), call(0, 11, 'RegQueryValueExA')],
    });
    const logged = 'HKEY_LOCAL_MACHINE\\SOFTWARE\\Oracle\\VirtualBox Guest Additions';
    expect(answerOf(material([finding], [logged]))).toEqual({
      kind: 'fingerprint',
      outline: 'Looks.',
      reportId: 'log2',
      pid: 1000,
      processName: 'p0.exe',
      apis: ['RegOpenKeyExA', 'RegQueryValueExA'],
      artefact: KEY,
      pins: [
        { reportSha256: 'f', procId: 0, index: 7 },
        { reportSha256: 'f', procId: 0, index: 11 },
      ],
    });
  });

  it('names an artefact as far as the log spells it: by its last part, or not at all', () => {
    const value = findingOf('date', { artefact: 'HKLM\\SOFTWARE\\Microsoft\\Windows NT\\InstallDate' });
    const word = findingOf('sleep', { artefact: 'sleep' });
    expect([
      answerOf(material([value], ['0x10', 'InstallDate'])).artefact,
      answerOf(material([word], ['60000'])).artefact,
      answerOf(material([findingOf('api', { artefact: null })], [])).artefact,
    ]).toEqual(['InstallDate', '', '']);
  });

  it('names a few artefacts of many', () => {
    const many = ['Wireshark', 'Fiddler', 'Charles', 'Procmon'].map((artefact, at) =>
      findingOf('tools', { artefact, calls: [call(0, at, 'RegOpenKeyExA')] }),
    );
    const { artefact, pins, apis } = answerOf(material(many, ['wireshark fiddler charles procmon']));
    expect({ artefact, pins: pins.map(({ index }) => index), apis }).toEqual({
      artefact: 'Wireshark, Fiddler, Charles',
      pins: [0, 1, 2],
      apis: ['RegOpenKeyExA'],
    });
  });

  it('pins a call once though two findings share it', () => {
    const shared = [call(0, 4, 'NtOpenKey')];
    expect(pinsOf([findingOf('a', { calls: shared }), findingOf('b', { calls: shared })])).toEqual(shared);
  });
});

describe('the findings of a row that make one answer', () => {
  const members = (findings: FingerprintFinding[]): Member[] =>
    findings.map((finding) => ({ reportId: 1, finding }));

  it('are of one process, and those that earn most', () => {
    const known = findingOf('r', { artefact: 'A', procId: 1 });
    const fresh = findingOf('r', { artefact: 'B', procId: 1, ...NOVEL });
    const more = findingOf('r', { artefact: 'C', procId: 1, ...NOVEL });
    const elsewhere = findingOf('r', { artefact: 'B', procId: 2, ...NOVEL });
    expect(answerable(members([known, fresh, more, elsewhere]), 1, null)).toEqual([fresh, more]);
  });

  it('are of the process asked for, and of the report in view', () => {
    const one = findingOf('r', { procId: 1, ...NOVEL });
    const two = findingOf('r', { procId: 2 });
    expect([answerable(members([one, two]), 1, 2), answerable(members([one]), 2, null)]).toEqual([[two], []]);
  });
});

const question = (id: string, kind: Question['kind'] = 'fingerprint'): Question => ({
  id,
  group: 'g',
  kind,
  points: 4,
  reportId: null,
  title: { ja: '', en: '' },
  prompt: { ja: '', en: '' },
  criteria: { ja: '', en: '' },
  expectedAnswers: 1,
});

describe('the place of an answer', () => {
  const entry = answerOf(material([findingOf('keys')], []));
  const other = answerOf({ ...material([findingOf('other', { calls: [call(0, 99, 'X')] })], []), pid: 5 });
  const place = (written: Record<string, AnswerEntry>, given: Partial<FingerprintDesk> = {}): string | null =>
    placeOf(entry, {
      questions: [question('3-1-1', 'processes'), question('3-2-1'), question('3-2-2')],
      entries: ({ id, kind }) => [written[id] ?? emptyEntry(kind)],
      current: null,
      chosen: null,
      ...given,
    })?.question.id ?? null;

  it('is the first free question of its kind', () => {
    expect([place({}), place({ '3-2-1': other })]).toEqual(['3-2-1', '3-2-2']);
  });

  it('is the one asked for, written or not', () => {
    expect([place({}, { chosen: '3-2-2' }), place({ '3-2-2': other }, { chosen: '3-2-2' })]).toEqual([
      '3-2-2',
      '3-2-2',
    ]);
  });

  it('is where the same stands already', () => {
    expect(place({ '3-2-2': { ...entry, outline: 'In my words.' } })).toBe('3-2-2');
  });

  it('is the open question when all are written, and else none', () => {
    const full = { '3-2-1': other, '3-2-2': other };
    expect([
      place(full),
      place(full, { current: { questionId: '3-2-2', at: 0 } }),
      place(full, { current: { questionId: '3-1-1', at: 0 } }),
    ]).toEqual([null, '3-2-2', null]);
  });
});
