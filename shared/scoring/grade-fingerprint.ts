// SPDX-License-Identifier: MIT
/**
 * Marks 3-2: one fingerprinting behaviour a question. The question is open: whatever the log bears out counts,
 * found in the key, by the rules, or by neither (then the answerer marks it, with points proposed). A pattern
 * that a signature of the snapshot implements earns less; the same behaviour counts once over all questions.
 * @module
 */
import { bornOut } from './born-out';
import type { BornOut } from './born-out';
import { emptyDraft } from './draft';
import type { Draft, Marking } from './draft';
import { findingOfKey } from './finding-of-key';
import { findingOfRules } from './finding-of-rules';
import { pinRemarks } from './grade-calls';
import { CAPE_SNAPSHOT, hasSnapshot, knownSignatures } from './known-signatures';
import { reason } from './reasons';
import type { FingerprintEntry, FingerprintKey, KeyFinding, Pack, Text } from './types';

/** Behaviours counted so far, with the question that each was counted for. */
export type Counted = Map<string, string>;

export function gradeFingerprint(
  marking: Marking,
  entries: readonly FingerprintEntry[],
  key: FingerprintKey,
  counted: Counted,
): Draft {
  const draft = emptyDraft();
  for (const [position, entry] of entries.entries()) {
    if (!isBlankFingerprint(entry)) gradeEntry(marking, entry, position, key, counted, draft);
  }
  return draft;
}

/** Whether nothing at all is filled in. */
export function isBlankFingerprint(entry: FingerprintEntry): boolean {
  return (
    [entry.outline, entry.processName, entry.artefact, ...entry.apis].every((text) => text.trim() === '') &&
    entry.reportId === null &&
    entry.pid === null &&
    entry.pins.length === 0
  );
}

function gradeEntry(
  marking: Marking,
  entry: FingerprintEntry,
  position: number,
  key: FingerprintKey,
  counted: Counted,
  draft: Draft,
): void {
  const { logs, question } = marking;
  const at = { entry: position };
  if (entry.outline.trim() === '') draft.reasons.push(reason('outline-missing', {}, at));
  if (entry.reportId === null) draft.reasons.push(reason('report-missing', {}, at));
  if (draft.reasons.length > 0) return;

  const proof = bornOut(marking, entry, position);
  draft.reasons.push(...proof.remarks);
  if (proof.named.length > 0) draft.named.push({ reportId: entry.reportId!, apis: proof.named });
  const view = logs.view(entry.reportId);
  if (view) draft.reasons.push(...pinRemarks(view.pinned(entry.pins), position, logs.label(entry.reportId)));
  if (proof.fault) {
    draft.reasons.push(proof.fault);
    return;
  }

  const found = findingOfKey(key, entry, proof);
  if (found.finding) {
    count(marking, found.finding.behaviour, found.finding.title, found.finding, position, counted, draft);
    return;
  }
  if (found.candidates.length > 0) {
    const least = Math.min(...found.candidates.map((finding) => pointsFor(marking, finding)));
    propose(draft, least, reason('finding-ambiguous', {}, at));
    return;
  }
  const rule = view ? findingOfRules(view.report, entry, proof) : null;
  if (rule?.strength === 'strong') {
    const known = {
      novelty: novelty(rule.knownSignatures.cuckoo),
      signatures: rule.knownSignatures,
    } as const;
    const same = key.findings.find(({ rules }) => rules.includes(rule.rule));
    count(
      marking,
      same?.behaviour ?? `rule:${rule.rule}`,
      same?.title ?? rule.description,
      known,
      position,
      counted,
      draft,
    );
    return;
  }
  if (!view) return propose(draft, 0, reason('not-checked', {}, at));
  proposeOwn(marking, logs.pack, entry, proof, rule !== null, position, counted, draft, question.points);
}

type Novelty = Pick<KeyFinding, 'novelty' | 'signatures'>;

const novelty = (cuckoo: readonly string[]) => (cuckoo.length > 0 ? 'known' : 'novel');

function pointsFor({ logs, question }: Marking, { novelty: state, signatures }: Novelty): number {
  const { knownPatternPoints, capeCountsAsKnown } = logs.pack.rules;
  const isKnown = state === 'known' || (capeCountsAsKnown && signatures.cape.length > 0);
  return isKnown ? Math.min(knownPatternPoints, question.points) : question.points;
}

/** Gives the points of a finding that the key or the rules know, once. */
function count(
  marking: Marking,
  behaviour: string,
  title: Text,
  known: Novelty,
  position: number,
  counted: Counted,
  draft: Draft,
): void {
  const before = counted.get(behaviour);
  if (before !== undefined) {
    draft.reasons.push(reason('finding-twice', { finding: title, question: before }, { entry: position }));
    return;
  }
  counted.set(behaviour, marking.question.id);
  const points = pointsFor(marking, known);
  draft.points += points;
  const { cuckoo, cape } = known.signatures;
  const isKnown = points < marking.question.points;
  const code = isKnown ? 'finding-known' : cape.length > 0 ? 'finding-novel-cape' : 'finding-novel';
  const signatures = isKnown && cuckoo.length > 0 ? cuckoo : cape;
  draft.reasons.push(reason(code, { finding: title, signatures }, { points, entry: position }));
}

function propose(draft: Draft, points: number, why: ReturnType<typeof reason>): void {
  draft.proposed = points;
  draft.reasons.push(why);
}

/** A finding that neither key nor rules hold: the snapshot says what it would earn, the answerer what it is worth. */
function proposeOwn(
  marking: Marking,
  pack: Pack,
  entry: FingerprintEntry,
  proof: BornOut,
  isWeak: boolean,
  position: number,
  counted: Counted,
  draft: Draft,
  full: number,
): void {
  const at = { entry: position };
  const behaviour = `own:${proof.apis.map((api) => api.toLowerCase()).sort()[0] ?? ''}:${proof.artefact ?? ''}`;
  const before = counted.get(behaviour);
  if (before !== undefined) {
    draft.reasons.push(reason('behaviour-twice', { question: before }, at));
    return;
  }
  counted.set(behaviour, marking.question.id);
  const known = signaturesFor(pack.signatureSnapshot, entry, proof);
  if (known.length > 0) {
    const points = Math.min(pack.rules.knownPatternPoints, full);
    propose(draft, points, reason('not-in-key-known', { signatures: known, points }, at));
  } else if (isWeak || (proof.artefact === null && entry.pins.length === 0))
    propose(draft, 0, reason('weak', {}, at));
  else {
    const cape = pack.rules.capeCountsAsKnown ? signaturesFor(CAPE_SNAPSHOT, entry, proof) : [];
    const points = cape.length > 0 ? Math.min(pack.rules.knownPatternPoints, full) : full;
    propose(draft, points, reason('not-in-key-novel', { points }, at));
  }
}

function signaturesFor(snapshot: string, entry: FingerprintEntry, proof: BornOut): string[] {
  if (!hasSnapshot(snapshot)) return [];
  const artefacts = [entry.artefact, ...proof.logged];
  const names = proof.apis.flatMap((api) =>
    artefacts.flatMap((artefact) => knownSignatures(snapshot, { api, artefact }).map(({ name }) => name)),
  );
  return [...new Set(names)].sort();
}
