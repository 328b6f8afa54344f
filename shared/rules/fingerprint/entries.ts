// SPDX-License-Identifier: MIT
/**
 * One entry of a rule, compiled when a call first asks for it.
 * @module
 */
import { compileAnswer, type Answer } from './answers';
import { filePath, programOf } from './paths';
import { compilePredicate, firstNumber, type Predicate } from './predicates';
import type { FingerprintRule, MatchEntry } from './schema';
import type { CallContext } from './subjects';

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

/** One way for a call to count for a rule. What a report never asks for is never compiled. */
export class CompiledEntry {
  /** Step whose API the call must share, or -1. */
  readonly sameApiAs: number;
  readonly ok: boolean | null;
  readonly checks: readonly number[];
  readonly exact: readonly number[];
  private predicates: readonly Predicate[] | null = null;
  private compiledAnswer: Answer | null = null;
  private compiledArtefact: ArtefactOf | null = null;

  constructor(
    readonly rule: CompiledRule,
    private readonly spec: MatchEntry,
    /** Step of a sequence, or -1. */
    readonly step: number,
  ) {
    this.sameApiAs = spec['same-api-as'] ?? -1;
    this.ok = spec.ok ?? null;
    this.checks = spec.checks ?? [];
    this.exact = spec.exact ?? [];
  }

  get where(): readonly Predicate[] {
    return (this.predicates ??= (this.spec.where ?? []).map(compilePredicate));
  }

  get answer(): Answer {
    return (this.compiledAnswer ??= compileAnswer(this.spec.answer));
  }

  get artefact(): ArtefactOf | null {
    if (this.spec.artefact === undefined) return null;
    return (this.compiledArtefact ??= compileArtefact(this.spec.artefact));
  }
}

export type ArtefactOf = (context: CallContext, subject: string | null) => string;

export function windowsOf({ count, company }: FingerprintRule): CountWindow[] {
  const windows: CountWindow[] = [];
  if (count?.['within-ms'] !== undefined) windows.push({ min: count.min, withinMs: count['within-ms'] });
  if (company.loop) windows.push({ min: company.loop.min, withinMs: company.loop['within-ms'] });
  return windows;
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
