// SPDX-License-Identifier: MIT
/**
 * What the window knows of fingerprinting rules beyond what a finding carries: titles, advice, references, in
 * the reader's language; and which signatures are about fingerprinting at all.
 * @module
 */
import * as v from 'valibot';
import checkTables from 'virtual:data/signature-checks';
import signatureTables from 'virtual:data/signatures';
import type { FingerprintFinding } from '../../shared/model/document';
import { variantOf } from '../../shared/rules/fingerprint/novelty';
import { revealsSandbox } from '../../shared/rules/fingerprint/reveals';
import type { FingerprintRule } from '../../shared/rules/fingerprint/schema';
import { CUCKOO_SNAPSHOT } from '../../shared/scoring/known-signatures';
import { has, pick, t } from '../i18n/i18n.svelte';
import { rules } from './rules.svelte';

/** The rule, ours or the user's; null where it is one that is no longer there. */
export function fingerprintRule(id: string): FingerprintRule | null {
  return rules.fingerprints.get(id) ?? null;
}

/** e.g. `Install date of Windows`; the id of a rule that is no longer there. */
export function ruleTitle(id: string): string {
  const rule = fingerprintRule(id);
  return rule ? pick(rule.title) : id;
}

export function categoryTitle(category: string): string {
  const key = `ui-findings.category.${category}`;
  return has(key) ? t(key) : category;
}

/** Whether the answer "found" gives a sandbox away; a rule that is no longer there is believed. */
export function reveals(id: string): boolean {
  const rule = fingerprintRule(id);
  return rule === null || revealsSandbox(rule);
}

/** How to stop giving this away: the rule's own advice, else that for its category, else null. */
export function adviceFor(id: string, category: string): string | null {
  const own = fingerprintRule(id)?.hide;
  if (own) return pick(own);
  const key = `ui-findings.hide.${category}`;
  return has(key) ? t(key) : null;
}

/**
 * An artefact as shown. Some are no text of the log but our word for what is read (`computer name`): those are
 * said in the reader's language, and `logged` is false.
 */
export function artefactWords(artefact: string): { text: string; logged: boolean } {
  if (!/^[a-z][a-z -]*$/.test(artefact)) return { text: artefact, logged: true };
  const key = `ui-findings.word.${artefact.replaceAll(' ', '-')}`;
  return has(key) ? { text: t(key), logged: false } : { text: artefact, logged: true };
}

/** Signatures of Cuckoo's that are about the same check and do not match this one. */
export function variantsOf({ checks, knownSignatures }: FingerprintFinding): string[] {
  return variantOf(CUCKOO_SNAPSHOT, checks, knownSignatures.cuckoo);
}

const aboutSchema = v.object({
  signatures: v.array(v.object({ name: v.string(), about: v.string() })),
});
const checksSchema = v.object({ checks: v.record(v.string(), v.unknown()) });
let about: ReadonlySet<string> | null = null;

/** Whether a signature of that name looks at the environment, by the tables of signatures or by its name. */
export function isFingerprintSignature(name: string): boolean {
  about ??= new Set([
    ...signatureTables.flatMap(({ data }) =>
      v
        .parse(aboutSchema, data)
        .signatures.filter((signature) => signature.about === 'fingerprint')
        .map((signature) => signature.name),
    ),
    ...checkTables.flatMap(({ data }) => Object.keys(v.parse(checksSchema, data).checks)),
  ]);
  return about.has(name) || /^anti(vm|sandbox|dbg|debug|emu|analysis|av|cuckoo)_/.test(name);
}
