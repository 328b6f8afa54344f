// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import {
  categoriesOf,
  findingsOf,
  keyOf,
  leadOf,
  refOf,
  signaturesOf,
  toldOf,
  type Member,
} from '../../../../renderer/model/findings';
import type { FingerprintFinding } from '../../../../shared/model/document';
import { call, documentOf } from '../documents';
import { findingOf, NOVEL } from '../findings-documents';

const members = (findings: FingerprintFinding[], reportId = 1): Member[] =>
  findings.map((finding) => ({ reportId, finding }));

/** Category, rules with their artefacts and processes, in the order shown. */
const outline = (list: readonly Member[]) =>
  categoriesOf(list).map(({ category, count, rules }) => ({
    category,
    count,
    rules: rules.map(({ rule, artefacts }) => ({
      rule,
      artefacts: artefacts.map(({ artefact, members: of }) => [
        artefact,
        of.map(({ finding }) => finding.procId),
      ]),
    })),
  }));

describe('rows of findings', () => {
  it('stand for one rule and artefact, whichever processes of a chain repeat it', () => {
    expect(
      outline(
        members([
          findingOf('keys', { artefact: 'A' }),
          findingOf('keys', { artefact: 'B' }),
          findingOf('keys', { artefact: 'A', procId: 2 }),
        ]),
      ),
    ).toEqual([
      {
        category: 'virtualbox',
        count: 2,
        rules: [
          {
            rule: 'keys',
            artefacts: [
              ['A', [0, 2]],
              ['B', [0]],
            ],
          },
        ],
      },
    ]);
  });

  it('put products before what any sandbox shares, and categories of own rules last', () => {
    const findings = ['own-things', 'time', 'vmware', 'a-thing'].map((category) =>
      findingOf(category, { category }),
    );
    expect(categoriesOf(members(findings)).map(({ category }) => category)).toEqual([
      'vmware',
      'time',
      'a-thing',
      'own-things',
    ]);
  });

  it('say first what is strong, then what was found, then what is new; alike in the order of calls', () => {
    const findings = [
      findingOf('known'),
      findingOf('weak-found', { strength: 'weak', found: true }),
      findingOf('new', NOVEL),
      findingOf('found', { found: true }),
      findingOf('also-known'),
    ];
    const [{ rules }] = categoriesOf(members(findings)) as [ReturnType<typeof categoriesOf>[0]];
    expect(rules.map(({ rule }) => rule)).toEqual(['found', 'new', 'known', 'also-known', 'weak-found']);
  });

  it('sum counts, and know how many of their artefacts are new', () => {
    const places = [100, 3100, 6100, 9100].map((index) => call(0, index, 'RegOpenKeyExA'));
    const [{ rules }] = categoriesOf(
      members([
        findingOf('keys', { artefact: 'A', count: 4, calls: places }),
        findingOf('keys', { artefact: 'A', count: 2, procId: 1 }),
        findingOf('keys', { artefact: 'B', ...NOVEL }),
      ]),
    ) as [ReturnType<typeof categoriesOf>[0]];
    const { count, novelty, periodCalls, artefacts } = rules[0]!;
    expect({
      count,
      novelty,
      periodCalls,
      first: artefacts[0]!.artefact,
      counts: artefacts.map((row) => row.count),
    }).toEqual({ count: 7, novelty: { novel: 1, all: 2 }, periodCalls: 3000, first: 'B', counts: [1, 6] });
  });

  it('of what lies outside the tree are rows of their own', () => {
    const outside = findingOf('keys', { inSampleTree: false });
    expect(categoriesOf(members([findingOf('keys'), outside]))[0]!.rules.map(({ key }) => key)).toEqual([
      '+keys',
      '-keys',
    ]);
    const document = documentOf({ fingerprints: [findingOf('keys'), outside] });
    expect(findingsOf(document, { rule: 'keys', inSampleTree: false })).toEqual([outside]);
  });

  it('tell a rule, an artefact and a finding without artefact apart by their names', () => {
    const ref = { rule: 'keys', inSampleTree: true };
    const names = [
      ref,
      { ...ref, artefact: null },
      { ...ref, artefact: 'A' },
      refOf(findingOf('keys', { artefact: 'B' })),
    ];
    expect(names.map(keyOf)).toEqual(['+keys', '+keys|', '+keys|A', '+keys|B']);
  });
});

describe('what the malware was told', () => {
  it('is found once anybody was told so, and unknown only where nobody was told anything', () => {
    const of = (...answers: (boolean | null)[]) => toldOf(answers.map((found) => findingOf('r', { found })));
    expect([of(false, true), of(null, false), of(null), of()]).toEqual([
      'found',
      'not-found',
      'unknown',
      'unknown',
    ]);
  });
});

describe('the finding in the foreground', () => {
  it('is of the report in view, strong before new, new before found, then the busiest', () => {
    const here = (given: Partial<FingerprintFinding>): Member => ({
      reportId: 1,
      finding: findingOf('r', given),
    });
    const other: Member = { reportId: 2, finding: findingOf('r', { ...NOVEL, found: true }) };
    const weak = here({ strength: 'weak', found: true, ...NOVEL });
    const found = here({ found: true });
    const fresh = here(NOVEL);
    const busy = here({ count: 9 });
    expect([
      leadOf([other, weak], 1),
      leadOf([weak, found], 1),
      leadOf([found, fresh], 1),
      leadOf([here({}), busy], 1),
      leadOf([], 1),
    ]).toEqual([weak, found, fresh, busy, undefined]);
  });

  it('brings the signatures of all with it, each once', () => {
    expect(
      signaturesOf(
        members([
          findingOf('r', { knownSignatures: { cuckoo: ['b', 'a'], cape: ['c'] }, namedByReport: ['a'] }),
          findingOf('r', { knownSignatures: { cuckoo: ['a'], cape: [] } }),
        ]),
      ),
    ).toEqual({ cuckoo: ['a', 'b'], cape: ['c'], named: ['a'] });
  });
});
