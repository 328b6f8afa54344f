// SPDX-License-Identifier: MIT
/**
 * Whether the answer "found" gives a sandbox away: a driver of VirtualBox does, the date on which Windows was
 * installed does not, though the value was there. Says what to hide, and what not to fret about.
 * @module
 */
import type { FingerprintRule, MatchEntry, SubjectKind } from './schema';
import { SUBJECT_KINDS } from './schema';

/** What these are about is on no ordinary machine. */
const PRODUCTS: ReadonlySet<string> = new Set([
  'bochs',
  'hyperv',
  'kvm',
  'parallels',
  'qemu',
  'sandbox',
  'tools',
  'virtualbox',
  'virtualpc',
  'vmware',
  'wine',
  'xen',
]);

/** Calls that name these are not told whether they are there. */
const UNANSWERED: readonly SubjectKind[] = ['wmi', 'command', 'script'];

/**
 * As the rule says; else yes for the products, and wherever an answer is found only by what it says (a name of a
 * virtual machine, too small a disk).
 */
export function revealsSandbox(rule: FingerprintRule): boolean {
  if (rule.reveals !== undefined) return rule.reveals;
  if (PRODUCTS.has(rule.category)) return true;
  const entries: readonly MatchEntry[] = rule.match ?? rule.sequence?.steps.at(-1) ?? [];
  return entries.every(isTelling);
}

function isTelling(entry: MatchEntry): boolean {
  const { answer } = entry;
  if (typeof answer === 'object' || answer === 'none') return true;
  if (answer !== undefined) return false;
  // Without an answer of its own, what is named is found where it is there.
  return !SUBJECT_KINDS.some((kind) => entry[kind] !== undefined && !UNANSWERED.includes(kind));
}
