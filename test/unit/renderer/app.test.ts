// SPDX-License-Identifier: MIT
import { describe, expect, it } from 'vitest';
import { commandOf, KEY_BINDINGS, keysOf } from '../../../renderer/app/commands';
import { RateMeter } from '../../../renderer/model/rate-meter';
import { createTranslator } from '../../../shared/i18n/translate';

function press(
  key: string,
  given: Partial<{ ctrl: boolean; alt: boolean; shift: boolean; field: boolean }> = {},
) {
  const event = {
    key,
    ctrlKey: given.ctrl ?? false,
    metaKey: false,
    altKey: given.alt ?? false,
    shiftKey: given.shift ?? false,
  };
  return commandOf(event, given.field ?? false);
}

describe('keys', () => {
  it('open a report from everywhere, and type in fields', () => {
    expect([
      press('o', { ctrl: true, field: true }),
      press('g', { field: true }),
      press('g'),
      press('G'),
    ]).toEqual(['open', null, 'tab-graph', 'tab-graph']);
  });

  it('for signs do not depend on Shift, which keyboards need differently', () => {
    expect([press('?', { shift: true }), press('?'), press('+', { shift: true })]).toEqual([
      'help',
      'help',
      'graph-in',
    ]);
  });

  it('with letters tell Shift apart', () => {
    expect([press('C', { ctrl: true, shift: true }), press('c', { ctrl: true })]).toEqual(['copy-png', null]);
  });

  it('are given to one command each', () => {
    const keys = KEY_BINDINGS.map(({ key, ctrl, alt, shift }) => JSON.stringify([key, ctrl, alt, shift]));
    expect(keys.length).toBe(new Set(keys).size);
  });

  it('all stand in the help, in both languages', () => {
    for (const { id } of KEY_BINDINGS) {
      for (const language of ['ja', 'en'] as const)
        expect(createTranslator(language)(`ui-help.command.${id}`)).not.toBe('');
      expect(keysOf(id)).not.toBe('');
    }
  });
});

describe('the rate of an import', () => {
  it('is that of the last seconds, and so is the time that is left', () => {
    const meter = new RateMeter();
    expect([meter.perSecond(), meter.remainingMs(100)]).toEqual([null, null]);
    for (let second = 0; second <= 10; second += 1)
      meter.add(second * 1000, second < 5 ? second : 5 + (second - 5) * 10);
    expect(meter.perSecond()).toBe(10);
    expect(meter.remainingMs(105)).toBe(5000);
  });

  it('has no end where the size is unknown', () => {
    const meter = new RateMeter();
    meter.add(0, 0);
    meter.add(1000, 5);
    expect(meter.remainingMs(null)).toBe(null);
  });
});
