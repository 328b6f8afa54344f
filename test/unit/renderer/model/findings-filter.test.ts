// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import type { Member } from '../../../../renderer/model/findings';
import {
  emptyFindingFilter,
  filterFindings,
  isFilteringFindings,
  type FindingFilter,
} from '../../../../renderer/model/findings-filter';
import { findingOf, NOVEL } from '../findings-documents';

const MEMBERS: Member[] = [
  findingOf('plain'),
  findingOf('new', NOVEL),
  findingOf('weak', { strength: 'weak' }),
  findingOf('found', { found: true, artefact: 'VBoxHook.dll' }),
  findingOf('ordinary', { found: true, inSampleTree: false, strength: 'weak' }),
  findingOf('unknown', { found: null, procId: 3 }),
  findingOf('outside', { inSampleTree: false }),
].map((finding) => ({ reportId: 1, finding }));

function shown(given: Partial<FindingFilter>): string[] {
  const filter = { ...emptyFindingFilter(), ...given };
  const words = ({ finding }: Member): string =>
    `${finding.rule} ${finding.artefact ?? ''} PID ${finding.pid}`;
  return filterFindings(MEMBERS, filter, words, (rule) => rule !== 'ordinary').map(
    ({ finding }) => finding.rule,
  );
}

describe('the filter of findings', () => {
  it('lets all through when it is empty, and says so', () => {
    expect(shown({})).toHaveLength(MEMBERS.length);
    expect([
      isFilteringFindings(emptyFindingFilter()),
      isFilteringFindings({ ...emptyFindingFilter(), text: ' x' }),
    ]).toEqual([false, true]);
  });

  it('asks one thing with each condition', () => {
    expect({
      novel: shown({ novelOnly: true }),
      strong: shown({ strongOnly: true }),
      found: shown({ foundOnly: true }),
      inTree: shown({ inTreeOnly: true }),
      process: shown({ procId: 3 }),
    }).toEqual({
      novel: ['new'],
      strong: ['plain', 'new', 'found', 'unknown', 'outside'],
      found: ['found'],
      inTree: ['plain', 'new', 'weak', 'found', 'unknown'],
      process: ['unknown'],
    });
  });

  it('looks for every word, whatever the case', () => {
    expect([
      shown({ text: 'VBOXHOOK 1000' }),
      shown({ text: 'vboxhook 1003' }),
      shown({ text: ' 1003 ' }),
    ]).toEqual([['found'], [], ['unknown']]);
  });

  it('joins its conditions', () => {
    expect(shown({ strongOnly: true, inTreeOnly: true, text: 'n' })).toEqual([
      'plain',
      'new',
      'found',
      'unknown',
    ]);
  });
});
