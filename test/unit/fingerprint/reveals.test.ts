// SPDX-License-Identifier: MIT
/** "Found" gives a sandbox away only where no ordinary machine would answer so. */
import { expect, it } from 'vitest';
import { revealsSandbox } from '../../../shared/rules/fingerprint/reveals';
import { builtinFingerprintRules } from '../../../shared/rules/fingerprint/rules';

const rules = new Map(builtinFingerprintRules().map((rule) => [rule.id, rule]));

it('says yes of products and of telling answers', () => {
  const yes = ['vbox-devices', 'bios-version-registry', 'memory-size', 'debugger-windows', 'physical-drive'];
  expect(yes.filter((id) => !revealsSandbox(rules.get(id)!))).toEqual([]);
});

it('says no of what every machine has', () => {
  const no = ['install-date-registry', 'machine-guid-registry', 'locale', 'installed-programs', 'clipboard'];
  expect(no.filter((id) => revealsSandbox(rules.get(id)!))).toEqual([]);
});
