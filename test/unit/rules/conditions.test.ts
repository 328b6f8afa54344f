// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { match, matchNamed, type MatchableFact, type Scene } from '../../../shared/rules/conditions';

const fact = (kind: string, index: number, ...flags: string[]): MatchableFact => ({
  kind,
  index,
  ok: !flags.includes('failed'),
  flags: new Set(flags),
});
const scene = (...facts: MatchableFact[]): Scene<MatchableFact> => ({ facts, pair: new Set(['created']) });
const places = (facts: MatchableFact[] | null): number[] | null => facts && facts.map(({ index }) => index);

describe('a pattern', () => {
  const facts = scene(
    fact('write', 1, 'failed'),
    fact('write', 2, 'pe'),
    fact('map', 3, 'exec'),
    fact('write', 4, 'pe', 'small'),
  );

  it('takes the first fact of its kind that succeeded', () => {
    expect(places(match({ fact: 'write' }, facts))).toEqual([2]);
  });
  it('takes a failed one where that is asked for', () => {
    expect(places(match({ fact: 'write', ok: false }, facts))).toEqual([1]);
    expect(places(match({ fact: 'write', ok: 'any' }, facts))).toEqual([1]);
  });
  it('asks for all flags, any flag, no flag', () => {
    expect(places(match({ fact: 'write', is: ['pe', 'small'] }, facts))).toEqual([4]);
    expect(places(match({ fact: ['map', 'write'], 'is-any': ['exec', 'small'] }, facts))).toEqual([3]);
    expect(places(match({ fact: ['map', 'write'], not: ['pe'] }, facts))).toEqual([3]);
  });
  it('asks for as many as it says', () => {
    expect(places(match({ fact: 'write', min: 2 }, facts))).toEqual([2, 4]);
    expect(match({ fact: 'write', min: 3 }, facts)).toBeNull();
  });
});

describe('order', () => {
  it('is that of calls: later than the named fact', () => {
    const facts = scene(fact('thread', 1), fact('write', 2), fact('thread', 3));
    const rule = {
      all: [
        { fact: 'write', as: 'code' },
        { fact: 'thread', after: 'code' },
      ],
    };
    expect(places(match(rule, facts))).toEqual([2, 3]);
    expect(match(rule, scene(fact('thread', 1), fact('write', 2)))).toBeNull();
  });
  it('tries the next alternative where the first one leaves no room for the rest', () => {
    const facts = scene(fact('write', 10), fact('context', 20), fact('map', 50));
    const rule = {
      all: [
        {
          any: [
            { fact: 'map', as: 'code' },
            { fact: 'write', as: 'code' },
          ],
        },
        { fact: 'context', after: 'code' },
      ],
    };
    expect(places(match(rule, facts))).toEqual([10, 20]);
    expect(matchNamed(rule, facts)?.named.get('code')?.index).toBe(10);
  });
  it('is not fulfilled by a name that nothing bears', () => {
    expect(match({ fact: 'write', after: 'nothing' }, scene(fact('write', 1)))).toBeNull();
  });
});

describe('none and flags of the pair', () => {
  const facts = scene(fact('write', 1), fact('apc', 2));
  it('refuse and accept without taking facts', () => {
    expect(match({ none: [{ fact: 'apc' }] }, facts)).toBeNull();
    expect(match({ none: [{ fact: 'thread' }] }, facts)).toEqual([]);
    expect(match({ pair: ['created'] }, facts)).toEqual([]);
    expect(match({ pair: ['created', 'debugged'] }, facts)).toBeNull();
    expect(match({ 'not-pair': ['created'] }, facts)).toBeNull();
    expect(match({ 'not-pair': ['debugged'] }, facts)).toEqual([]);
  });
  it('see the facts named so far', () => {
    const rule = { all: [{ fact: 'write', as: 'code' }, { none: [{ fact: 'apc', after: 'code' }] }] };
    expect(match(rule, facts)).toBeNull();
    expect(places(match(rule, scene(fact('apc', 0), fact('write', 1))))).toEqual([1]);
  });
});
