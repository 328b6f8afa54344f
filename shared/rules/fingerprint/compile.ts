// SPDX-License-Identifier: MIT
/**
 * Compiles rules into plans by API: a call looks up its plan once, and most calls have none. Patterns of all
 * rules share one literal index for each group of subjects, so that the number of rules hardly costs.
 * @module
 */
import { apiInfo } from '../../analysis/catalogue';
import { compileAnswer, type Answer } from './answers';
import { longestLiteral, PathGlob, segmentLiteral } from './glob';
import { LiteralIndex } from './literal-index';
import { filePath, programOf, type NamePath } from './paths';
import { compilePredicate, firstNumber, list, textTest, type Predicate } from './predicates';
import {
  invalidRule,
  RuleProblem,
  SUBJECT_KINDS,
  type FingerprintRule,
  type MatchEntry,
  type PatternSpec,
  type SubjectKind,
} from './schema';
import {
  GROUP_OF,
  readersOf,
  tracksHandles,
  type CallContext,
  type SubjectGroup,
  type SubjectReader,
} from './subjects';

export interface CountWindow {
  min: number;
  withinMs: number;
}

export interface CompiledRule {
  /** Position in the set. */
  at: number;
  rule: FingerprintRule;
  /** Positions of the rules whose calls are not this rule's. */
  yieldsTo: ReadonlySet<number>;
  /** Arguments that `sum` adds up, or null. */
  sumArgs: readonly string[] | null;
  /** Windows in which calls are counted: the one of `count`, then the one of `company.loop`. */
  windows: readonly CountWindow[];
  /** Another rule steps back where this one takes a call. */
  isYieldedTo: boolean;
}

/** One way for a call to count for a rule. */
export interface CompiledEntry {
  rule: CompiledRule;
  /** Step of a sequence, or -1. */
  step: number;
  /** Step whose API the call must share, or -1. */
  sameApiAs: number;
  ok: boolean | null;
  where: readonly Predicate[];
  answer: Answer;
  artefact: ArtefactOf | null;
  checks: readonly number[];
  exact: readonly number[];
}

export type ArtefactOf = (context: CallContext, subject: string | null) => string;

export interface CompiledPattern {
  kind: SubjectKind;
  entry: CompiledEntry;
  /** APIs that the entry is limited to, or null. */
  apis: ReadonlySet<string> | null;
  /** Segments of the name that the pattern takes, or -1. */
  match(name: NamePath): number;
  /** How many of the last segments tell one artefact from another; the rest is where it was looked for. */
  fixed: number;
}

export interface PatternGroup {
  index: LiteralIndex;
  patterns: readonly CompiledPattern[];
}

/** What is done with the calls of one API. */
export interface ApiPlan {
  readers: { reader: SubjectReader; group: PatternGroup | null }[];
  entries: readonly CompiledEntry[];
  /** The API may end the process. */
  exits: boolean;
}

/** Different API names remembered; names come from hostile reports. */
const MAX_PLANS = 10_000;

export class RuleSet {
  readonly compiled: readonly CompiledRule[];
  private readonly groups = new Map<SubjectGroup, PatternGroup>();
  /** Entries for one API called over and over. */
  readonly runs: { min: number; entry: CompiledEntry }[] = [];
  private readonly byCall = new Map<string, CompiledEntry[]>();
  private readonly byRole = new Map<string, CompiledEntry[]>();
  private readonly plans = new Map<string, ApiPlan | null>();
  private readonly spelled = new Map<string, readonly string[]>();
  private shortest = Infinity;

  /** @throws UserError `rule-invalid` where a rule names what does not exist */
  constructor(rules: readonly FingerprintRule[]) {
    const positions = new Map(rules.map((rule, at) => [rule.id, at]));
    if (positions.size !== rules.length) throw invalidRule(duplicateOf(rules), 'id', 'is used twice');
    const yieldedTo = new Set(rules.flatMap((rule) => rule['yields-to']));
    this.compiled = rules.map((rule, at) => ({
      at,
      rule,
      yieldsTo: new Set(rule['yields-to'].flatMap((id) => positions.get(id) ?? [])),
      sumArgs: rule.sum ? list(rule.sum.arg) : null,
      windows: windowsOf(rule),
      isYieldedTo: yieldedTo.has(rule.id),
    }));
    const patterns = new Map<SubjectGroup, { literal: string; pattern: CompiledPattern }[]>();
    for (const compiled of this.compiled) this.addRule(compiled, patterns);
    for (const [group, items] of patterns)
      this.groups.set(group, {
        index: new LiteralIndex(items.map((item) => item.literal)),
        patterns: items.map((item) => item.pattern),
      });
  }

  /** How often an API must follow itself before any rule cares. */
  get shortestRun(): number {
    return this.shortest;
  }

  /** The names that a rule may call an API by; remembered. */
  spellings(api: string): readonly string[] {
    let names = this.spelled.get(api);
    if (names === undefined) {
      names = spellings(api);
      if (this.spelled.size < MAX_PLANS) this.spelled.set(api, names);
    }
    return names;
  }

  /** The plan of an API, or null where its calls mean nothing to any rule. */
  plan(api: string): ApiPlan | null {
    const known = this.plans.get(api);
    if (known !== undefined) return known;
    const plan = this.makePlan(api);
    if (this.plans.size < MAX_PLANS) this.plans.set(api, plan);
    return plan;
  }

  private makePlan(api: string): ApiPlan | null {
    const readers = readersOf(api)
      .map((reader) => ({ reader, group: this.limit(this.groups.get(reader.group) ?? null, reader, api) }))
      .filter(({ group }) => group !== null || tracksHandles(api));
    const role = apiInfo(api)?.role;
    const entries = [
      ...spellings(api).flatMap((name) => this.byCall.get(name) ?? []),
      ...(role ? (this.byRole.get(role) ?? []) : []),
    ];
    const exits = /^(?:ExitProcess|RtlExitUserProcess|(?:Nt|Zw)?TerminateProcess)$/.test(api);
    return readers.length === 0 && entries.length === 0 && !exits ? null : { readers, entries, exits };
  }

  /** A group without any pattern that this reader and API can match is not searched. */
  private limit(group: PatternGroup | null, reader: SubjectReader, api: string): PatternGroup | null {
    if (!group) return null;
    const names = spellings(api);
    const any = group.patterns.some(
      ({ kind, apis }) =>
        reader.kinds.includes(kind) && (apis === null || names.some((name) => apis.has(name))),
    );
    return any ? group : null;
  }

  private addRule(
    compiled: CompiledRule,
    patterns: Map<SubjectGroup, { literal: string; pattern: CompiledPattern }[]>,
  ) {
    const { rule } = compiled;
    const entries: { spec: MatchEntry; step: number; place: string }[] = [
      ...(rule.match ?? []).map((spec, at) => ({ spec, step: -1, place: `match.${at}` })),
      ...(rule.sequence?.steps ?? []).flatMap((specs, step) =>
        specs.map((spec, at) => ({ spec, step, place: `sequence.steps.${step}.${at}` })),
      ),
    ];
    for (const { spec, step, place } of entries) {
      try {
        this.addEntry(compiled, spec, step, patterns);
      } catch (error) {
        if (error instanceof RuleProblem) throw invalidRule(rule.id, `${place}.${error.place}`, error.reason);
        throw error;
      }
    }
  }

  private addEntry(
    rule: CompiledRule,
    spec: MatchEntry,
    step: number,
    patterns: Map<SubjectGroup, { literal: string; pattern: CompiledPattern }[]>,
  ): void {
    const entry: CompiledEntry = {
      rule,
      step,
      sameApiAs: spec['same-api-as'] ?? -1,
      ok: spec.ok ?? null,
      where: (spec.where ?? []).map(compilePredicate),
      answer: compileAnswer(spec.answer),
      artefact: spec.artefact === undefined ? null : compileArtefact(spec.artefact),
      checks: spec.checks ?? [],
      exact: spec.exact ?? [],
    };
    const apis = spec.api === undefined ? null : new Set(list(spec.api));
    for (const name of spec.call === undefined ? [] : list(spec.call)) push(this.byCall, name, entry);
    if (spec.role !== undefined) push(this.byRole, spec.role, entry);
    if (spec.run !== undefined) {
      this.runs.push({ min: spec.run, entry });
      this.shortest = Math.min(this.shortest, spec.run);
    }
    for (const kind of SUBJECT_KINDS)
      for (const one of spec[kind] === undefined ? [] : list(spec[kind]))
        push(patterns, GROUP_OF[kind], {
          literal: literalOf(kind, one),
          pattern: compilePattern(kind, one, entry, apis),
        });
  }
}

function windowsOf({ count, company }: FingerprintRule): CountWindow[] {
  const windows: CountWindow[] = [];
  if (count?.['within-ms'] !== undefined) windows.push({ min: count.min, withinMs: count['within-ms'] });
  if (company.loop) windows.push({ min: company.loop.min, withinMs: company.loop['within-ms'] });
  return windows;
}

function compilePattern(
  kind: SubjectKind,
  spec: PatternSpec,
  entry: CompiledEntry,
  apis: ReadonlySet<string> | null,
): CompiledPattern {
  if (typeof spec === 'string') {
    const glob = new PathGlob(spec, kind === 'key' || kind === 'directory');
    const fixed = kind === 'file' && spec.startsWith('**\\') ? spec.split('\\').length - 1 : Infinity;
    return { kind, entry, apis, fixed, match: (name) => glob.match(name.compared) };
  }
  const test = textTest(spec);
  return {
    kind,
    entry,
    apis,
    fixed: Infinity,
    match: (name) => (test(name.compared.join('\\')) ? name.compared.length : -1),
  };
}

function literalOf(kind: SubjectKind, spec: PatternSpec): string {
  // A module may be asked for without its ending.
  if (typeof spec === 'string') return segmentLiteral(kind === 'module' ? spec.replace(/\.dll$/i, '') : spec);
  const parts = 'contains' in spec ? [spec.contains] : 'all' in spec ? spec.all : [spec.literal ?? ''];
  const literal = parts.map(longestLiteral).reduce((a, b) => (b.length > a.length ? b : a));
  if (literal === '')
    throw new RuleProblem(
      'literal',
      'a pattern needs three literal characters; beside a regex, name them as "literal"',
    );
  return literal;
}

function compileArtefact(template: string): ArtefactOf {
  const parts = template.split(/(\{[^}]+\})/).filter((part) => part !== '');
  if (!parts.some((part) => part.startsWith('{'))) return () => template;
  return (context, subject) =>
    parts
      .map((part) => {
        if (part === '{api}') return context.cursor.api;
        if (part === '{subject}') return subject ?? '';
        if (part === '{key}') return subject?.slice(0, Math.max(0, subject.lastIndexOf('\\'))) ?? '';
        if (part === '{image}')
          return context.cursor.text('filepath') || programOf(context.cursor.text('command_line')) || '';
        const [what, name] = part.slice(1, -1).split(':');
        if (what === 'arg' && name) return (context.cursor.text(name) ?? '').slice(0, 256);
        if (what === 'number' && name) return String(firstNumber(context.cursor, [name]) ?? '');
        if (what === 'path' && name) {
          // In one spelling, so that a drive is one artefact however it was reached.
          const path = filePath(
            context.names.file(context.cursor, [name]) ?? context.cursor.text('filepath') ?? '',
          );
          return path.shown(path.compared.length);
        }
        return part;
      })
      .join('');
}

/** The names that a rule may call an API by: as logged, `Nt` for `Zw`, without `A` or `W`. */
export function spellings(api: string): string[] {
  const native = /^Zw[A-Z]/.test(api) ? `Nt${api.slice(2)}` : api;
  const bare = /[a-z0-9x][AW]$/.test(native) ? native.slice(0, -1) : native;
  return [...new Set([api, native, bare])];
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const values = map.get(key);
  if (values) values.push(value);
  else map.set(key, [value]);
}

function duplicateOf(rules: readonly FingerprintRule[]): string {
  const seen = new Set<string>();
  for (const { id } of rules) {
    if (seen.has(id)) return id;
    seen.add(id);
  }
  return '';
}
