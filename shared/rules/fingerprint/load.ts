// SPDX-License-Identifier: MIT
/**
 * A user's own rules, from the texts of a folder of YAML files: each is checked by itself, so that a bad one
 * is named with file, line and reason and keeps none of the others away. A rule with the id of one of ours
 * takes its place.
 * @module
 */
import { LineCounter, parseDocument, type Document } from 'yaml';
import { UserError } from '../../errors/kinds';
import { RuleSet } from './compile';
import { exampleFailures } from './examples';
import { builtinFingerprintRules } from './rules';
import { invalidRule, parseFingerprintRule, type FingerprintRule } from './schema';

export interface RuleFile {
  /** Name shown for the file. */
  file: string;
  text: string;
}

export interface LoadedRules {
  rules: RuleSet;
  /** One for each file that was left out; `rule-invalid` with file, line and reason. */
  rejected: UserError[];
}

export function loadFingerprintRules(files: readonly RuleFile[]): LoadedRules {
  const rules = new Map(builtinFingerprintRules().map((rule) => [rule.id, rule]));
  const from = new Map<string, string>();
  const rejected: UserError[] = [];
  for (const { file, text } of files) {
    try {
      const rule = parseRule(file, text);
      const other = from.get(rule.id);
      if (other !== undefined) throw invalidRule(file, 'id', `"${rule.id}" is the id of ${other} too`);
      check(file, text, rule, [...rules.values()]);
      from.set(rule.id, file);
      rules.set(rule.id, rule);
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      rejected.push(error);
    }
  }
  return { rules: new RuleSet([...rules.values()].sort((a, b) => (a.id < b.id ? -1 : 1))), rejected };
}

/** @throws UserError where the rule does not compile among the others, or an example of it fails */
function check(file: string, text: string, rule: FingerprintRule, others: readonly FingerprintRule[]): void {
  let set: RuleSet;
  try {
    set = new RuleSet([...others.filter((other) => other.id !== rule.id), rule]);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = String(error.params['reason']);
    const place = /^[\w.-]+(?=: )/.exec(reason)?.[0] ?? '';
    throw invalidRule(`${file}:${lineOf(text, place)}`, '', reason);
  }
  const failure = exampleFailures(set, rule)[0];
  if (failure !== undefined) throw invalidRule(`${file}:${lineOf(text, 'examples')}`, 'examples', failure);
}

function parseRule(file: string, text: string): FingerprintRule {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  const broken = document.errors[0];
  if (broken) {
    const { line } = lines.linePos(broken.pos[0]);
    throw invalidRule(`${file}:${line}`, '', broken.message.split('\n')[0]!);
  }
  const data: unknown = document.toJS({ maxAliasCount: 100 });
  try {
    return parseFingerprintRule(file, data);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const place = String(error.params['place'] ?? '');
    const reason = String(error.params['reason']);
    throw invalidRule(`${file}:${lineAt(document, lines, place)}`, '', reason);
  }
}

function lineOf(text: string, place: string): number {
  const lines = new LineCounter();
  return lineAt(parseDocument(text, { lineCounter: lines }), lines, place);
}

/** The line of a place such as `match.0.where`, or of the innermost part of it that is there. */
function lineAt(document: Document, lines: LineCounter, place: string): number {
  const path = place.split('.').filter((part) => part !== '');
  for (let length = path.length; length > 0; length--) {
    const keys = path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part));
    const node = document.getIn(keys, true) as { range?: [number, number, number] } | undefined;
    if (node?.range) return lines.linePos(node.range[0]).line;
  }
  return 1;
}
