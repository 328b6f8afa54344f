// SPDX-License-Identifier: MIT
/**
 * Lists of names that give a sandbox away when they stand in an answer (`shared/data/fingerprint-names`):
 * words of virtual machines in BIOS strings, user names of known sandboxes, and the like.
 * @module
 */
import * as v from 'valibot';
import documents from 'virtual:data/fingerprint-names';
import { invalidRule } from './schema';

const rows = v.optional(v.array(v.pipe(v.number(), v.integer(), v.minValue(1))), []);
const listSchema = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^[a-z][a-z0-9-]*$/)),
  /** The whole answer must be the name; otherwise it may stand anywhere in it. */
  whole: v.optional(v.boolean(), false),
  names: v.array(v.union([v.string(), v.strictObject({ text: v.string(), exact: rows })])),
});

export interface TellingName {
  /** Lower case. */
  text: string;
  /** Rows that the name proves where the rule says that the trace can mean them. */
  exact: readonly number[];
}

export interface NameList {
  whole: boolean;
  names: readonly TellingName[];
}

let lists: Map<string, NameList> | null = null;

export function nameList(id: string): NameList | null {
  lists ??= new Map(documents.map(({ file, data }) => parse(file, data)));
  return lists.get(id) ?? null;
}

function parse(file: string, data: unknown): [string, NameList] {
  const result = v.safeParse(listSchema, data);
  if (!result.success) {
    const issue = result.issues[0];
    throw invalidRule(file, v.getDotPath(issue) ?? '', issue.message);
  }
  const { id, whole, names } = result.output;
  return [id, { whole, names: names.map((name) => tellingName(name)) }];
}

export function tellingName(name: string | { text: string; exact?: number[] }): TellingName {
  const { text, exact = [] } = typeof name === 'string' ? { text: name } : name;
  return { text: text.toLowerCase(), exact };
}
