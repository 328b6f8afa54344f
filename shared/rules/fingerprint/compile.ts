// SPDX-License-Identifier: MIT
/**
 * Compiles rules into plans by API: a call looks up its plan once, and most calls have none. Patterns of all
 * rules share one literal index for each group of subjects, so that the number of rules hardly costs.
 * @module
 */
import { apiInfo } from '../../analysis/catalogue';
import { CompiledEntry, windowsOf, type CompiledRule } from './entries';
import { compilePattern, literalOf, PatternGroup } from './pattern-group';
import { list } from './predicates';
import {
  invalidRule,
  RuleProblem,
  SUBJECT_KINDS,
  type FingerprintRule,
  type MatchEntry,
  type SubjectKind,
} from './schema';
import { GROUP_OF, readersOf, tracksHandles, type SubjectGroup, type SubjectReader } from './subjects';

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

  /** @throws UserError `rule-invalid` where an id is used twice; `check` tells what else may be wrong */
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
    for (const compiled of this.compiled) this.addRule(compiled);
  }

  /** @throws UserError `rule-invalid` where the rule names what does not exist */
  static check(rule: FingerprintRule): void {
    for (const { spec, step, place } of entriesOf(rule)) {
      try {
        const entry = new CompiledEntry({ rule } as CompiledRule, spec, step);
        void [entry.where, entry.answer, entry.artefact];
        for (const kind of SUBJECT_KINDS)
          for (const one of spec[kind] === undefined ? [] : list(spec[kind])) literalOf(kind, one);
      } catch (error) {
        if (error instanceof RuleProblem) throw invalidRule(rule.id, `${place}.${error.place}`, error.reason);
        throw error;
      }
    }
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

  private addRule(compiled: CompiledRule): void {
    for (const { spec, step } of entriesOf(compiled.rule)) this.addEntry(compiled, spec, step);
  }

  private addEntry(rule: CompiledRule, spec: MatchEntry, step: number): void {
    const entry = new CompiledEntry(rule, spec, step);
    const apis = spec.api === undefined ? null : new Set(list(spec.api));
    for (const name of spec.call === undefined ? [] : list(spec.call)) push(this.byCall, name, entry);
    if (spec.role !== undefined) push(this.byRole, spec.role, entry);
    if (spec.run !== undefined) {
      this.runs.push({ min: spec.run, entry });
      this.shortest = Math.min(this.shortest, spec.run);
    }
    for (const kind of SUBJECT_KINDS)
      for (const one of spec[kind] === undefined ? [] : list(spec[kind]))
        this.groupOf(kind).add(compilePattern(kind, one, entry, apis), one);
  }

  private groupOf(kind: SubjectKind): PatternGroup {
    let group = this.groups.get(GROUP_OF[kind]);
    if (!group) this.groups.set(GROUP_OF[kind], (group = new PatternGroup()));
    return group;
  }
}

function entriesOf(rule: FingerprintRule): { spec: MatchEntry; step: number; place: string }[] {
  return [
    ...(rule.match ?? []).map((spec, at) => ({ spec, step: -1, place: `match.${at}` })),
    ...(rule.sequence?.steps ?? []).flatMap((specs, step) =>
      specs.map((spec, at) => ({ spec, step, place: `sequence.steps.${step}.${at}` })),
    ),
  ];
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
