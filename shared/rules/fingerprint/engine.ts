// SPDX-License-Identifier: MIT
/**
 * Runs fingerprinting rules over calls as they are read: one look-up by API, one search over a text where the
 * API names something, and nothing for all other calls. `finish` makes findings of what was met; it may be
 * asked at any time, and changes nothing.
 * @module
 */
import { handleArgument, SELF_PROCESS } from '../../analysis/handles';
import type { ByteSpan, CallCursor } from '../../model/call';
import type { FingerprintFinding } from '../../model/document';
import type { ApiPlan, RuleSet } from './compile';
import type { CompiledEntry, CompiledRule } from './entries';
import { makeFindings, type FindingContext } from './findings';
import { firstNumber } from './predicates';
import { HandleNames } from './handle-names';
import type { TellingName } from './name-lists';
import type { NamePath } from './paths';
import type { PatternGroup } from './pattern-group';
import { traceOf } from './novelty';
import { ProcessHits, type Hit } from './process-hits';
import { Sequences } from './sequences';
import {
  namePath,
  type CallContext,
  type CallerKnowledge,
  type SubjectGroup,
  type SubjectReader,
} from './subjects';

/** What one call fulfilled, before rules that yield to others step back. */
interface Pending {
  entry: CompiledEntry;
  artefact: string;
  /** What tells this artefact from others of the rule. */
  key: string;
  subject: string | null;
  reader: SubjectReader | null;
}

/** Whether the bytes alone are the whole name: keys may be logged from a handle on. */
function isWhole(group: SubjectGroup, { bytes, start, end }: ByteSpan): boolean {
  if (end <= start) return false;
  return (
    group !== 'registry' || (bytes[start] === 0x48 && bytes[start + 1] === 0x4b && bytes[start + 4] === 0x5f)
  );
}

/** Rows that a telling name proves, of those that the trace can mean. */
function provenBy({ exact }: TellingName, { rule, checks }: CompiledEntry): number[] {
  return exact.filter((row) => rule.rule.checks.includes(row) || checks.includes(row));
}

function endsItself(cursor: CallCursor): boolean {
  const handle = handleArgument(cursor, 'process_handle');
  return handle === null || handle === SELF_PROCESS || handle === 0;
}

export class FingerprintEngine {
  private readonly hits = new Map<number, ProcessHits>();
  private current: ProcessHits | null = null;
  private names = new HandleNames();
  private sequences = new Sequences();
  private readonly pending: Pending[] = [];
  private readonly span: ByteSpan = { bytes: new Uint8Array(), start: 0, end: 0 };
  private readonly context: CallContext;
  private readonly run = { api: '', length: 0, index: 0, timeMs: NaN };

  constructor(readonly rules: RuleSet) {
    this.context = { cursor: null!, names: this.names, caller: null! };
  }

  beginProcess(procId: number, caller: CallerKnowledge): void {
    // A process may be read in more than one part.
    const known = this.hits.get(procId);
    this.current = known ?? new ProcessHits(procId);
    if (!known) this.hits.set(procId, this.current);
    this.names = new HandleNames();
    this.sequences = new Sequences();
    this.context.names = this.names;
    this.context.caller = caller;
    this.startRun('', 0, NaN);
  }

  /** Looks at the call under the cursor. */
  step(cursor: CallCursor): void {
    const { api } = cursor;
    const { run } = this;
    if (api !== run.api) {
      if (run.length >= this.shortestRun) this.endRun();
      this.startRun(api, cursor.index, NaN);
    }
    run.length += 1 + cursor.repeated;
    const plan = this.rules.plan(api);
    if (plan === null) return;
    const { context } = this;
    context.cursor = cursor;
    if (plan.exits && endsItself(cursor)) this.current!.exitIndex = cursor.index;
    this.match(plan, context);
    if (this.pending.length > 0) this.commit(context);
  }

  endProcess(): void {
    if (this.run.length >= this.shortestRun) this.endRun();
    this.current = null;
  }

  finish(context: FindingContext): FingerprintFinding[] {
    return makeFindings(this.rules, this.hits, context);
  }

  private match(plan: ApiPlan, context: CallContext): void {
    for (const { reader, group } of plan.readers) {
      if (this.isIrrelevant(reader, group, context)) continue;
      const text = reader.read(context);
      if (text === null || group === null) continue;
      const candidates = group.index.search(text);
      if (candidates.length === 0) continue;
      // Earlier entries of a rule go first, whatever stands first in the text.
      if (candidates.length > 1) candidates.sort((a, b) => a - b);
      let name: NamePath | null = null;
      let asks: boolean | null = null;
      for (const at of candidates) {
        const { kind, entry, apis, match, fixed } = group.patterns[at]!;
        if (!reader.kinds.includes(kind)) continue;
        if (apis !== null && !this.limitedTo(apis, context.cursor.api)) continue;
        name ??= namePath(reader.group, text);
        const taken = match(name);
        if (taken < 0) continue;
        asks ??= reader.asks?.(context) ?? true;
        if (!asks) break;
        if (this.isIdle(entry) || this.isPending(entry) || !this.fulfils(entry, context)) continue;
        const shown = name.shown(taken);
        const artefact = entry.artefact?.(context, shown) || shown;
        const key = entry.artefact
          ? artefact
          : name.compared.slice(Math.max(0, taken - fixed), taken).join('\\');
        this.pending.push({ entry, artefact, key, subject: text, reader });
      }
    }
    for (const entry of plan.entries) {
      if (this.isIdle(entry) || this.isPending(entry) || !this.fulfils(entry, context)) continue;
      const artefact = entry.artefact?.(context, null) || context.cursor.api;
      this.pending.push({ entry, artefact, key: artefact, subject: null, reader: null });
    }
  }

  /** Most texts hold no literal of any rule: their bytes tell without decoding them. */
  private isIrrelevant(reader: SubjectReader, group: PatternGroup | null, context: CallContext): boolean {
    const { cursor } = context;
    if (reader.arg === undefined || group === null || !cursor.span?.(reader.arg, this.span)) return false;
    if (!isWhole(reader.group, this.span) || group.index.foundIn(this.span)) return false;
    reader.skip?.(context);
    return true;
  }

  /** A step that is not awaited; of a rule to which another yields, every call counts. */
  private isIdle({ rule, step }: CompiledEntry): boolean {
    return step > 0 && !rule.isYieldedTo && !this.sequences.awaits(rule, step);
  }

  /** A call counts once for a rule, however many of its patterns it fits. */
  private isPending({ rule, step }: CompiledEntry): boolean {
    return this.pending.some(({ entry }) => entry.rule === rule && entry.step === step);
  }

  private limitedTo(apis: ReadonlySet<string>, api: string): boolean {
    return apis.has(api) || this.rules.spellings(api).some((name) => apis.has(name));
  }

  private fulfils(entry: CompiledEntry, context: CallContext): boolean {
    if (entry.ok !== null && context.cursor.ok !== entry.ok) return false;
    for (const test of entry.where) if (!test(context)) return false;
    return true;
  }

  private commit(context: CallContext): void {
    const { pending } = this;
    const { cursor } = context;
    let stepped: Map<CompiledRule, CompiledEntry[]> | null = null;
    for (const one of pending) {
      const { rule } = one.entry;
      if (rule.yieldsTo.size > 0 && pending.some((other) => rule.yieldsTo.has(other.entry.rule.at))) continue;
      if (one.entry.step >= 0) {
        stepped ??= new Map();
        const steps = stepped.get(rule);
        if (steps) steps.push(one.entry);
        else stepped.set(rule, [one.entry]);
      } else
        this.current!.add(
          this.hitOf(one, context, [{ procId: cursor.procId, index: cursor.index, api: cursor.api }]),
        );
    }
    if (stepped)
      for (const [rule, steps] of stepped) {
        const calls = this.sequences.advance(rule, steps, cursor);
        const last =
          calls &&
          pending.find(
            (one) => one.entry === steps.find((entry) => entry.step === rule.rule.sequence!.steps.length - 1),
          );
        if (calls && last) this.current!.add(this.hitOf(last, context, calls));
      }
    pending.length = 0;
  }

  private hitOf(
    { entry, artefact, key, subject, reader }: Pending,
    context: CallContext,
    calls: Hit['calls'],
  ): Hit {
    const { cursor } = context;
    const { found, name } = entry.answer(context, reader);
    const { rule, checks, exact } = entry;
    return {
      rule,
      artefact,
      key,
      calls,
      timeMs: cursor.timeMs,
      weight: entry.step >= 0 ? 1 : 1 + cursor.repeated,
      found,
      checks,
      exact: name && name.exact.length > 0 ? [...exact, ...provenBy(name, entry)] : exact,
      sum: rule.sumArgs ? (firstNumber(cursor, rule.sumArgs) ?? 0n) : 0n,
      trace: () => traceOf(cursor, subject),
      traceKey: subject === null ? cursor.api : `${cursor.api}|${subject}`,
    };
  }

  // ---------------------------------------------------------------- the same API over and over

  private get shortestRun(): number {
    return this.rules.shortestRun;
  }

  private startRun(api: string, index: number, timeMs: number): void {
    const { run } = this;
    run.api = api;
    run.index = index;
    run.length = 0;
    run.timeMs = timeMs;
  }

  private endRun(): void {
    const { run, current } = this;
    if (!current) return;
    for (const { min, entry } of this.rules.runs) {
      if (run.length < min) continue;
      current.add({
        rule: entry.rule,
        artefact: run.api,
        key: run.api,
        calls: [{ procId: current.procId, index: run.index, api: run.api }],
        timeMs: run.timeMs,
        weight: run.length,
        found: null,
        checks: entry.checks,
        exact: entry.exact,
        sum: 0n,
        trace: () => ({ api: run.api, text: null, args: {} }),
        traceKey: run.api,
      });
    }
  }
}
