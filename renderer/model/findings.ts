// SPDX-License-Identifier: MIT
/**
 * Fingerprinting findings as an analyst reads them: one row a behaviour and artefact, whatever number of
 * processes of a chain repeats it, grouped by rule and category. Pure.
 * @module
 */
import type { AnalysisDocument, FingerprintFinding } from '../../shared/model/document';
import { groupBy } from '../../shared/util/group-by';
import { periodOf } from './findings-period';

/**
 * Names a row: all findings of a rule, or with `artefact` those of one artefact. What lies outside the
 * sample's tree stands apart, so it has rows of its own.
 */
export interface FindingRef {
  rule: string;
  artefact?: string | null;
  inSampleTree: boolean;
}

/** A finding of one process with the report it stands in. */
export interface Member {
  reportId: number;
  finding: FingerprintFinding;
}

/** What the malware was told, over several processes: found counts once anybody was told so. */
export type Told = 'found' | 'not-found' | 'unknown';

export interface Novelty {
  /** Artefacts that no signature of Cuckoo's implements, and all. */
  novel: number;
  all: number;
}

interface Summary {
  key: string;
  ref: FindingRef;
  members: Member[];
  told: Told;
  strong: boolean;
  count: number;
  novelty: Novelty;
  /** Calls between repetitions in the process that repeats most, or null where there is no rhythm. */
  periodCalls: number | null;
}

/** One artefact that a rule found, in one or more processes. */
export interface ArtefactRow extends Summary {
  artefact: string | null;
}

/** A rule with the artefacts it found; most have one. */
export interface RuleRow extends Summary {
  rule: string;
  category: string;
  artefacts: ArtefactRow[];
}

export interface CategoryRows {
  category: string;
  rules: RuleRow[];
  /** Artefacts in all. */
  count: number;
}

/** Products first, then what any sandbox shares; categories of users' own rules come last, by name. */
const CATEGORY_ORDER = [
  'virtualbox',
  'vmware',
  'qemu',
  'kvm',
  'hyperv',
  'virtualpc',
  'parallels',
  'xen',
  'bochs',
  'wine',
  'sandbox',
  'tools',
  'debugger',
  'hooks',
  'antivirus',
  'hardware',
  'wmi',
  'identity',
  'human',
  'time',
  'environment',
  'network',
];

/** A text that names a row in lists and attributes. */
export function keyOf({ rule, artefact, inSampleTree }: FindingRef): string {
  return `${inSampleTree ? '+' : '-'}${rule}${artefact === undefined ? '' : `|${artefact ?? ''}`}`;
}

export function refOf(finding: FingerprintFinding): FindingRef {
  const { rule, artefact, inSampleTree } = finding;
  return { rule, artefact, inSampleTree };
}

function isOf(finding: FingerprintFinding, ref: FindingRef): boolean {
  return (
    finding.rule === ref.rule &&
    finding.inSampleTree === ref.inSampleTree &&
    (ref.artefact === undefined || finding.artefact === ref.artefact)
  );
}

/** The findings that a row stands for, in the order of the document. */
export function findingsOf(document: AnalysisDocument, ref: FindingRef): FingerprintFinding[] {
  return document.fingerprints.filter((finding) => isOf(finding, ref));
}

export function isNovel(finding: FingerprintFinding): boolean {
  return finding.knownSignatures.cuckoo.length === 0;
}

export function toldOf(findings: readonly FingerprintFinding[]): Told {
  if (findings.some(({ found }) => found === true)) return 'found';
  return findings.some(({ found }) => found === false) ? 'not-found' : 'unknown';
}

/** What says most stands first: found before not found, new before known; alike as they came. */
export function byWeight(a: FingerprintFinding, b: FingerprintFinding): number {
  const weigh = (finding: FingerprintFinding): number =>
    (finding.found === true ? 2 : 0) + (isNovel(finding) ? 1 : 0);
  return weigh(b) - weigh(a);
}

/** The member to show first and to answer with: strong, found, new, in the report in view; then the busiest. */
export function leadOf(members: readonly Member[], reportId: number | null): Member | undefined {
  const rank = ({ finding, reportId: of }: Member): number[] => [
    Number(of === reportId),
    Number(finding.strength === 'strong'),
    Number(isNovel(finding)),
    Number(finding.found === true),
    finding.count,
  ];
  return members.toSorted((a, b) => {
    const [one, other] = [rank(a), rank(b)];
    const at = one.findIndex((value, place) => value !== other[place]);
    return at < 0 ? 0 : other[at]! - one[at]!;
  })[0];
}

/** Processes that a row names: one entry a report and process, in the order of the members. */
export function processesOf(members: readonly Member[]): Member[] {
  const seen = new Set<string>();
  return members.filter(({ reportId, finding }) => {
    const key = `${reportId}:${finding.procId}`;
    return !seen.has(key) && Boolean(seen.add(key));
  });
}

/** Signatures by name over several findings, each once. */
export function signaturesOf(members: readonly Member[]): {
  cuckoo: string[];
  cape: string[];
  named: string[];
} {
  const all = (pick: (finding: FingerprintFinding) => string[]): string[] =>
    [...new Set(members.flatMap(({ finding }) => pick(finding)))].sort();
  return {
    cuckoo: all(({ knownSignatures }) => knownSignatures.cuckoo),
    cape: all(({ knownSignatures }) => knownSignatures.cape),
    named: all(({ namedByReport }) => namedByReport),
  };
}

/** All members as rows: rules in the order of their first call, those that say most first. */
export function categoriesOf(members: readonly Member[]): CategoryRows[] {
  const byRule = groupBy(members, ({ finding }) => keyOf({ ...refOf(finding), artefact: undefined }));
  const rules = [...byRule.values()].map(ruleRow);
  const order = new Map(rules.map((row, at) => [row, at]));
  rules.sort((a, b) => weight(b) - weight(a) || order.get(a)! - order.get(b)!);
  return [...groupBy(rules, ({ category }) => category)]
    .map(([category, inside]) => ({
      category,
      rules: inside,
      count: inside.reduce((sum, { artefacts }) => sum + artefacts.length, 0),
    }))
    .sort((a, b) => place(a.category) - place(b.category) || (a.category < b.category ? -1 : 1));
}

function place(category: string): number {
  const at = CATEGORY_ORDER.indexOf(category);
  return at < 0 ? CATEGORY_ORDER.length : at;
}

/** Strong before weak, found before not found, new before known. */
function weight({ strong, told, novelty }: RuleRow): number {
  return (strong ? 4 : 0) + (told === 'found' ? 2 : 0) + (novelty.novel > 0 ? 1 : 0);
}

function ruleRow(members: Member[]): RuleRow {
  const { rule, category, inSampleTree } = members[0]!.finding;
  const artefacts = [...groupBy(members, ({ finding }) => finding.artefact).values()]
    .map((group) => group.toSorted((a, b) => byWeight(a.finding, b.finding)))
    .sort(([a], [b]) => byWeight(a!.finding, b!.finding))
    .map(artefactRow);
  const ref = { rule, inSampleTree };
  return {
    ...summary(ref, members),
    rule,
    category,
    artefacts,
    novelty: {
      novel: artefacts.filter(({ novelty }) => novelty.novel > 0).length,
      all: artefacts.length,
    },
  };
}

function artefactRow(members: Member[]): ArtefactRow {
  const { rule, artefact, inSampleTree } = members[0]!.finding;
  return {
    ...summary({ rule, artefact, inSampleTree }, members),
    artefact,
    novelty: { novel: members.some(({ finding }) => isNovel(finding)) ? 1 : 0, all: 1 },
  };
}

function summary(ref: FindingRef, members: Member[]): Omit<Summary, 'novelty'> {
  const findings = members.map(({ finding }) => finding);
  const busiest = findings.reduce((most, finding) => (finding.count > most.count ? finding : most));
  return {
    key: keyOf(ref),
    ref,
    members,
    told: toldOf(findings),
    strong: findings.some(({ strength }) => strength === 'strong'),
    count: findings.reduce((sum, { count }) => sum + count, 0),
    periodCalls: periodOf(busiest.calls.map(({ index }) => index)),
  };
}
