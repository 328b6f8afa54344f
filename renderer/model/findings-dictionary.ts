// SPDX-License-Identifier: MIT
/**
 * The dictionary of artefacts: every name of a product or tool that the rules know, looked for in all arguments
 * whatever the API. What it meets beside the findings may be a variant that no rule and no signature has. Pure.
 * @module
 */
import type { AnalysisDocument } from '../../shared/model/document';
import { segmentLiteral } from '../../shared/rules/fingerprint/glob';
import { SUBJECT_KINDS, type FingerprintRule, type PatternSpec } from '../../shared/rules/fingerprint/schema';
import type { WordHit } from '../db/contract';

/** Categories whose artefacts bear a product's name; what others look at is part of every Windows. */
const NAMING = new Set([
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
]);
/** Kinds of subjects that name a thing and not an action. */
const THINGS = SUBJECT_KINDS.filter(
  (kind) =>
    !['command', 'wmi', 'com', 'host', 'function', 'environment', 'script', 'comparison'].includes(kind),
);
/** Short words stand in too many others; these few are names all the same. */
const MIN_LENGTH = 5;
const SHORT = new Set(['vbox', 'qemu', 'vmci', 'hgfs', 'prl_', 'sbie']);
/** Words of rules that are ordinary words, too. */
const ORDINARY =
  /^(?:agent|analysis|app paths|balloon|checkpoint|choice|csrss\.exe|debugger|device|displayname|driver|execute\.exe|file\.exe|filem|global|hardware|identifier|installdate|internal|kernel32\.dll|ntdll\.dll|packet\.dll|program files.*|sample\.exe|script\.ini|starter\.exe|test\.exe|uninstall|uninstall\\.*|user32\.dll)$/;

/** A word with the rules that it comes from; none for words of name lists. */
export type Dictionary = ReadonlyMap<string, readonly string[]>;

/** @param names more words, such as those of machines that stand in BIOS strings */
export function dictionaryOf(rules: readonly FingerprintRule[], names: readonly string[] = []): Dictionary {
  const words = new Map<string, Set<string>>();
  const add = (word: string, rule: string | null): void => {
    const text = word.trim().toLowerCase();
    if (!/^[\x20-\x7e]+$/.test(text) || ORDINARY.test(text)) return;
    if (text.length < MIN_LENGTH && !SHORT.has(text)) return;
    const from = words.get(text) ?? new Set();
    if (rule !== null) from.add(rule);
    words.set(text, from);
  };
  for (const rule of rules) {
    if (!NAMING.has(rule.category) || rule.strength === 'weak') continue;
    const entries = [...(rule.match ?? []), ...(rule.sequence?.steps.flat() ?? [])];
    for (const entry of entries)
      for (const kind of THINGS) for (const pattern of listOf(entry[kind])) add(literalOf(pattern), rule.id);
  }
  for (const name of names) add(name, null);
  return new Map(
    [...words].sort(([a], [b]) => (a < b ? -1 : 1)).map(([word, from]) => [word, [...from].sort()]),
  );
}

function listOf(patterns: PatternSpec | PatternSpec[] | undefined): PatternSpec[] {
  return patterns === undefined ? [] : Array.isArray(patterns) ? patterns : [patterns];
}

/** The part of a pattern that tells most. */
function literalOf(pattern: PatternSpec): string {
  if (typeof pattern === 'string') return segmentLiteral(pattern);
  if ('contains' in pattern) return pattern.contains;
  if ('all' in pattern) return pattern.all.reduce((a, b) => (b.length > a.length ? b : a), '');
  return pattern.literal ?? '';
}

/** A word in one process of one report. */
export interface DictionaryEntry {
  word: string;
  reportId: number;
  procId: number;
  inSampleTree: boolean;
  /** By API; the one with most calls first. */
  hits: WordHit[];
  calls: number;
  /** A finding of the process says the same. */
  covered: boolean;
}

/**
 * The hits of a report as entries. A word that only stands in a longer one of the same calls is left out: the
 * longer one says more.
 */
export function entriesOf(
  reportId: number,
  document: AnalysisDocument,
  hits: readonly WordHit[],
): DictionaryEntry[] {
  const byPlace = new Map<string, WordHit[]>();
  for (const hit of hits) {
    const key = `${hit.procId} ${hit.word}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), hit]);
  }
  const entries = [...byPlace.values()].map((list): DictionaryEntry => {
    const { word, procId } = list[0]!;
    return {
      word,
      reportId,
      procId,
      inSampleTree: document.processes.find((process) => process.procId === procId)?.inSampleTree ?? false,
      hits: list.toSorted((a, b) => b.calls - a.calls || a.first - b.first),
      calls: list.reduce((sum, { calls }) => sum + calls, 0),
      covered: document.fingerprints.some(
        (finding) => finding.procId === procId && (finding.artefact?.toLowerCase().includes(word) ?? false),
      ),
    };
  });
  return entries.filter(
    (entry) =>
      !entries.some(
        (other) =>
          other !== entry &&
          other.procId === entry.procId &&
          other.word.length > entry.word.length &&
          other.word.includes(entry.word) &&
          sameCalls(other, entry),
      ),
  );
}

function sameCalls(a: DictionaryEntry, b: DictionaryEntry): boolean {
  return (
    a.calls === b.calls &&
    a.hits.every((hit) => b.hits.some((other) => other.api === hit.api && other.first === hit.first))
  );
}

/** What no finding says first, then the rare before the frequent: a word that stands everywhere tells little. */
export function compareEntries(a: DictionaryEntry, b: DictionaryEntry): number {
  return (
    Number(b.inSampleTree) - Number(a.inSampleTree) ||
    Number(a.covered) - Number(b.covered) ||
    a.calls - b.calls ||
    (a.word < b.word ? -1 : a.word > b.word ? 1 : 0) ||
    a.reportId - b.reportId ||
    a.procId - b.procId
  );
}
