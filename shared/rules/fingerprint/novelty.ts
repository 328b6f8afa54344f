// SPDX-License-Identifier: MIT
/**
 * Whether a check is new: which known signatures implement it, by artefact and API (the tables of
 * `shared/scoring/known-signatures`), and of which it is a variant: about the same check, yet not matched.
 * @module
 */
import * as v from 'valibot';
import documents from 'virtual:data/signature-checks';
import type { CallCursor } from '../../model/call';
import { CAPE_SNAPSHOT, CUCKOO_SNAPSHOT, knownSignatures } from '../../scoring/known-signatures';
import { registryPath } from './paths';
import { firstNumber } from './predicates';

/** One way in which a check was made: an API, the text it named as logged, and telling arguments. */
export interface CheckTrace {
  api: string;
  text: string | null;
  args: Readonly<Record<string, string | number>>;
}

/** Arguments on which signatures depend: normal name, and the names that the tables use. */
const TELLING: [string, readonly string[]][] = [
  ['information_class', ['information_class', 'process_information_class', 'thread_information_class']],
  ['protection', ['protection']],
  ['create_flags', ['create_flags']],
  ['hook_identifier', ['hook_identifier']],
  ['control_code', ['control_code']],
  ['network_type', ['net_type']],
];
const TELLING_TEXTS: [string, string][] = [
  ['subcategory', 'subcategory'],
  ['alert', 'alert'],
  ['env_var', 'environvar'],
];

export function traceOf(cursor: CallCursor, text: string | null): CheckTrace {
  const args: Record<string, string | number> = {};
  for (const [name, aliases] of TELLING) {
    const number = firstNumber(cursor, [name]);
    if (number !== null) for (const alias of aliases) args[alias] = Number(number & 0xffff_ffffn);
  }
  for (const [name, alias] of TELLING_TEXTS) {
    const value = cursor.text(name);
    if (value !== null) args[alias] = value;
  }
  return { api: cursor.api, text, args };
}

/** Names of the signatures of a snapshot that implement the check, sorted. */
export function implementing(snapshot: string, traces: readonly CheckTrace[]): string[] {
  const found = new Set<string>();
  for (const { api, text, args } of traces)
    for (const { name, certain } of knownSignatures(snapshot, { api, artefact: asCuckooLogs(text), args }))
      if (certain) found.add(name);
  return [...found].sort();
}

interface Implementing {
  cuckoo: readonly string[];
  cape: readonly string[];
}

/** Findings are made again and again while a report is read; their traces stay the same objects. */
const known = new WeakMap<CheckTrace, Implementing>();

function implementingOne(trace: CheckTrace): Implementing {
  let found = known.get(trace);
  if (!found) {
    found = { cuckoo: implementing(CUCKOO_SNAPSHOT, [trace]), cape: implementing(CAPE_SNAPSHOT, [trace]) };
    known.set(trace, found);
  }
  return found;
}

/** What Cuckoo and CAPE have for a check. */
export function signaturesFor(traces: readonly CheckTrace[]): { cuckoo: string[]; cape: string[] } {
  const all = traces.map(implementingOne);
  const names = (of: 'cuckoo' | 'cape'): string[] => [...new Set(all.flatMap((one) => one[of]))].sort();
  return { cuckoo: names('cuckoo'), cape: names('cape') };
}

/** Keys in one spelling: hive written out, from the registry's root where the kernel's name was logged. */
function asCuckooLogs(text: string | null): string | null {
  if (text === null || !/^(?:\\registry\\|hk)/i.test(text)) return text;
  const path = registryPath(text);
  return path.shown(path.compared.length);
}

const tableSchema = v.strictObject({
  snapshot: v.string(),
  checks: v.record(v.string(), v.array(v.pipe(v.number(), v.integer()))),
});

let checksOf: Map<string, Record<string, number[]>> | null = null;

/**
 * Signatures of the snapshot that are about one of the checks and do not implement this one: it is a variant
 * of theirs. None where a signature implements it.
 */
export function variantOf(snapshot: string, checks: readonly number[], known: readonly string[]): string[] {
  if (known.length > 0) return [];
  checksOf ??= new Map(
    documents.map(({ data }) => {
      const table = v.parse(tableSchema, data);
      return [table.snapshot, table.checks];
    }),
  );
  return Object.entries(checksOf.get(snapshot) ?? {})
    .filter(([, rows]) => rows.some((row) => checks.includes(row)))
    .map(([name]) => name)
    .sort();
}
