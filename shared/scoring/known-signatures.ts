// SPDX-License-Identifier: MIT
/**
 * Which sandbox signature implements a check already: the tables of `shared/data/signatures`, compiled once. A
 * check is an API and what it looks for; novelty goes by both, never by family: a signature that reads
 * MachineGuid does not implement a check of InstallDate. "Implemented by a signature" is not "fired in this
 * report".
 * @module
 */
import * as v from 'valibot';
import documents from 'virtual:data/signatures';
import { artefactKindOf, normalArtefact } from './artefacts';
import type { ArtefactKind } from './artefacts';

/** Artefacts come from hostile logs and from people; longer ones match nothing. */
const MAX_ARTEFACT_CHARS = 4096;

const kinds = [
  'registry',
  'file',
  'library',
  'procedure',
  'window',
  'mutex',
  'event',
  'object',
  'wmi',
  'host',
  'command',
  'process',
  'call',
] as const satisfies readonly (ArtefactKind | 'call')[];

const findSchema = v.strictObject({
  kind: v.picklist(kinds),
  apis: v.optional(v.array(v.string())),
  /** Regular expressions, case-insensitive, matching anywhere. */
  patterns: v.optional(v.array(v.string())),
  /** Whole texts, case-insensitive. */
  equals: v.optional(v.array(v.string())),
  /** Parts of texts, case-insensitive. */
  contains: v.optional(v.array(v.string())),
  /** Argument values (numbers, or parts of texts; `*`: any) on which a `call` depends. */
  where: v.optional(v.record(v.string(), v.array(v.union([v.number(), v.string()])))),
  /** How people write those values. */
  words: v.optional(v.array(v.string())),
});

const tableSchema = v.strictObject({
  snapshot: v.string(),
  product: v.picklist(['cuckoo', 'cape']),
  signatures: v.array(
    v.strictObject({
      name: v.string(),
      about: v.picklist(['fingerprint', 'other']),
      finds: v.array(findSchema),
    }),
  ),
});

type Find = v.InferOutput<typeof findSchema>;

/** What a check looks for and by which API. */
export interface Check {
  api: string;
  /** Key, file, library, window, query …; null or empty when the API says it all. */
  artefact: string | null;
  /** Arguments by normal name, where they are at hand: some signatures depend on one. */
  args?: Readonly<Record<string, string | number>>;
}

export interface SignatureMatch {
  name: string;
  /** False when the signature depends on an argument that the check does not tell. */
  certain: boolean;
}

interface Compiled {
  name: string;
  matches(check: Check, kind: ArtefactKind | null, artefact: string): boolean | null;
}

interface Table {
  product: 'cuckoo' | 'cape';
  byApi: Map<string, Compiled[]>;
  byKind: Map<ArtefactKind, Compiled[]>;
}

let tables: Map<string, Table> | null = null;

function table(snapshot: string): Table {
  tables ??= new Map(documents.map(({ file, data }) => compileTable(file, data)));
  const found = tables.get(snapshot);
  if (!found)
    throw new RangeError(`no signature table "${snapshot}"; there are ${[...tables.keys()].join(', ')}`);
  return found;
}

/** Whether there is a table of that name. */
export function hasSnapshot(snapshot: string): boolean {
  tables ??= new Map(documents.map(({ file, data }) => compileTable(file, data)));
  return tables.has(snapshot);
}

/** The table that a pack without one of its own uses, and CAPE's. */
export const CUCKOO_SNAPSHOT = 'cuckoo-2017';
export const CAPE_SNAPSHOT = 'cape-2026';

/**
 * The fingerprinting signatures of a snapshot that implement a check, sorted by name.
 *
 * @throws RangeError when there is no such table
 * @example knownSignatures('cuckoo-2017', { api: 'RegQueryValueExW', artefact: 'HKLM\\…\\MachineGuid' })
 *   // [{ name: 'recon_fingerprint', certain: true }]
 */
export function knownSignatures(snapshot: string, check: Check): SignatureMatch[] {
  const { byApi, byKind } = table(snapshot);
  const kind = artefactKindOf(check.api);
  const artefact = normalArtefact(check.artefact ?? '');
  if (artefact.length > MAX_ARTEFACT_CHARS) return [];
  const matches = new Map<string, boolean>();
  for (const find of [
    ...(byApi.get(check.api.toLowerCase()) ?? []),
    ...(kind ? (byKind.get(kind) ?? []) : []),
  ]) {
    const match = find.matches(check, kind, artefact);
    if (match === false) continue;
    matches.set(find.name, (matches.get(find.name) ?? false) || match === true);
  }
  return [...matches]
    .map(([name, certain]) => ({ name, certain }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function compileTable(file: string, data: unknown): [string, Table] {
  const parsed = v.safeParse(tableSchema, data);
  if (!parsed.success)
    throw new Error(
      `${file}: ${v.flatten(parsed.issues).nested ? JSON.stringify(v.flatten(parsed.issues).nested) : 'not a signature table'}`,
    );
  const { snapshot, product, signatures } = parsed.output;
  const compiled: Table = { product, byApi: new Map(), byKind: new Map() };
  for (const { name, about, finds } of signatures) {
    if (about !== 'fingerprint') continue;
    for (const find of finds) {
      const entry = compileFind(name, find);
      if (find.kind !== 'call') push(compiled.byKind, find.kind, entry);
      else for (const api of find.apis ?? []) push(compiled.byApi, api.toLowerCase(), entry);
    }
  }
  return [snapshot, compiled];
}

function push<K>(map: Map<K, Compiled[]>, key: K, entry: Compiled): void {
  const list = map.get(key);
  if (list) list.push(entry);
  else map.set(key, [entry]);
}

function compileFind(name: string, find: Find): Compiled {
  if (find.kind === 'call')
    return { name, matches: (check, _kind, artefact) => matchesCall(find, check, artefact) };
  const apis = find.apis && new Set(find.apis.map((api) => api.toLowerCase()));
  const patterns = (find.patterns ?? []).map((pattern) => new RegExp(pattern, 'i'));
  const equals = new Set((find.equals ?? []).map((text) => text.toLowerCase()));
  const contains = (find.contains ?? []).map((text) => text.toLowerCase());
  return {
    name,
    matches(check, _kind, artefact) {
      if (apis && !apis.has(check.api.toLowerCase())) return false;
      if (artefact === '') return false;
      const lower = artefact.toLowerCase();
      return (
        equals.has(lower) ||
        contains.some((text) => lower.includes(text)) ||
        patterns.some((pattern) => pattern.test(artefact) || pattern.test(`\\${artefact}`))
      );
    },
  };
}

/** A signature that goes by the API and, some, by an argument; null when the argument is not known. */
function matchesCall(find: Find, check: Check, artefact: string): boolean | null {
  if (!find.where) return true;
  for (const [argument, values] of Object.entries(find.where)) {
    const actual = check.args?.[argument];
    if (actual === undefined) {
      const lower = artefact.toLowerCase();
      if (lower === '') return null;
      return (
        values.some((value) => lower === String(value)) ||
        (find.words ?? []).some((word) => lower.includes(word.toLowerCase()))
      );
    }
    const fits = values.some(
      (value) =>
        value === '*' ||
        (typeof value === 'number'
          ? Number(actual) === value
          : String(actual).toLowerCase().startsWith(value.toLowerCase())),
    );
    if (!fits) return false;
  }
  return true;
}
