// SPDX-License-Identifier: MIT
/**
 * Makes findings of what the rules met: counts and windows, company for weak signs, what belongs to the sample,
 * what is new. Runs over groups of hits, never over calls.
 * @module
 */
import type { SignatureInput } from '../../analysis/analyzer';
import type { FingerprintFinding, ProcessSummary, ReportSignature } from '../../model/document';
import { match, type MatchableFact, type Scene } from '../conditions';
import type { RuleSet } from './compile';
import { matchWild } from './glob';
import { SignatureMarks } from './named-by';
import { signaturesFor } from './novelty';
import { filePath, lastSegment } from './paths';
import type { HitGroup, ProcessHits } from './process-hits';
import type { FingerprintRule } from './schema';

/** What is known of the report when findings are made. */
export interface FindingContext {
  processes: readonly ProcessSummary[];
  /** The report's own signatures, marks resolved to calls, and the same with their marks as text. */
  signatures: readonly ReportSignature[];
  signatureInputs: readonly SignatureInput[];
}

interface Candidate {
  group: HitGroup;
  rule: FingerprintRule;
  process: ProcessSummary;
  hits: ProcessHits;
  strong: boolean;
}

export function makeFindings(
  rules: RuleSet,
  hits: ReadonlyMap<number, ProcessHits>,
  context: FindingContext,
): FingerprintFinding[] {
  const marks = new SignatureMarks(context);
  const findings: FingerprintFinding[] = [];
  for (const process of context.processes) {
    const ofProcess = hits.get(process.procId);
    if (!ofProcess) continue;
    for (const candidate of candidatesOf(rules, ofProcess, process)) findings.push(finding(candidate, marks));
  }
  // In the tree first; the rest by process and first call.
  return findings.sort(
    (a, b) =>
      Number(b.inSampleTree) - Number(a.inSampleTree) ||
      a.procId - b.procId ||
      (a.calls[0]?.index ?? 0) - (b.calls[0]?.index ?? 0) ||
      compare(a.rule, b.rule) ||
      compare(a.artefact ?? '', b.artefact ?? ''),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function candidatesOf(rules: RuleSet, hits: ProcessHits, process: ProcessSummary): Candidate[] {
  let candidates: Candidate[] = [];
  for (const groups of hits.groups) {
    if (!groups) continue;
    for (const group of groups.values()) {
      const { rule } = rules.compiled[group.rule.at]!;
      if (isReached(group, hits) && !isNoise(rule, process) && isOwn(rule, group, process))
        candidates.push({ group, rule, process, hits, strong: rule.strength === 'strong' });
    }
  }
  candidates = candidates.filter(
    ({ rule }) => rule.needs === undefined || match(rule.needs, sceneOf(candidates)) !== null,
  );
  const strong = candidates.filter((candidate) => candidate.strong);
  const scene = sceneOf(candidates);
  for (const candidate of candidates)
    if (!candidate.strong && hasCompany(candidate, strong, scene)) candidate.strong = true;
  // Outside the sample's tree a sign that is weak alone says nothing.
  return process.inSampleTree ? candidates : candidates.filter((candidate) => candidate.strong);
}

function isReached(group: HitGroup, hits: ProcessHits): boolean {
  const { rule } = group.rule;
  if (rule.count) {
    const enough =
      rule.count['within-ms'] === undefined ? group.count >= rule.count.min : group.reached[0] === true;
    if (!enough) return false;
  }
  if (rule.sum && group.sum < BigInt(rule.sum.min)) return false;
  return !rule.merge || hits.distinctOf(group) >= rule.merge.min;
}

function isNoise(rule: FingerprintRule, process: ProcessSummary): boolean {
  if (!rule.noise) return false;
  const name = (process.name ?? lastSegment(process.path) ?? '').toLowerCase();
  return rule.noise.processes.some((pattern) => matchWild(pattern.toLowerCase(), name));
}

/** Whether the artefact is the process's own image or folder, where the rule asks for that. */
function isOwn(rule: FingerprintRule, group: HitGroup, process: ProcessSummary): boolean {
  if (rule.own === undefined) return true;
  if (process.path === null) return false;
  const image = filePath(process.path).compared;
  const artefact = filePath(group.artefact.replace(/^"([^"]*)".*$/, '$1')).compared;
  if (rule.own === 'image') return artefact.join('\\').startsWith(image.join('\\'));
  const folder = image.slice(0, -1);
  return artefact.length === folder.length + 1 && folder.every((segment, at) => segment === artefact[at]);
}

interface FindingFact extends MatchableFact {
  kind: string;
  ok: true;
  flags: Set<string>;
  index: number;
}

/** The findings of a process as facts: by rule id, and each once more as `finding`. */
function sceneOf(candidates: readonly Candidate[]): Scene<FindingFact> {
  const facts = candidates.flatMap(({ rule, group, strong }) => {
    const flags = new Set([`category-${rule.category}`]);
    if (strong) flags.add('strong');
    if (group.found) flags.add('found');
    const index = group.calls[0]?.index ?? 0;
    return [rule.id, 'finding'].map((kind): FindingFact => ({ kind, ok: true, flags, index }));
  });
  return { facts: facts.sort((a, b) => a.index - b.index), pair: new Set() };
}

function hasCompany(
  { group, rule, hits }: Candidate,
  strong: readonly Candidate[],
  scene: Scene<FindingFact>,
): boolean {
  const { company } = rule;
  if (company.loop) {
    if (group.reached.at(-1)) return true;
  }
  const exit = company['exit-within'];
  if (exit !== undefined && hits.exitIndex > group.lastIndex && hits.exitIndex - group.lastIndex <= exit)
    return true;
  if (company.when && match(company.when, scene)) return true;
  if (company.near === 0) return false;
  return strong.some((other) =>
    other.group.calls.some((there) =>
      group.calls.some((here) => Math.abs(there.index - here.index) <= company.near),
    ),
  );
}

function finding({ group, rule, process, strong }: Candidate, marks: SignatureMarks): FingerprintFinding {
  const artefact = group.artefact === '' ? null : group.artefact;
  const known = signaturesFor([...group.traces.values()]);
  return {
    rule: rule.id,
    category: rule.category,
    checks: [...group.checks].sort((a, b) => a - b),
    exact: [...group.exact].sort((a, b) => a - b),
    artefact,
    found: group.found,
    procId: process.procId,
    pid: process.pid,
    process: process.name,
    count: group.count,
    // What a service or an updater reads is not the sample's doing.
    strength: strong && process.inSampleTree ? 'strong' : 'weak',
    calls: [...group.calls].sort((a, b) => a.index - b.index),
    description: rule.description,
    knownSignatures: known,
    namedByReport: marks.naming(process, group, [...known.cuckoo, ...known.cape]),
    inSampleTree: process.inSampleTree,
  };
}
