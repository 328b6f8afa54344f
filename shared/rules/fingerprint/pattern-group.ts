// SPDX-License-Identifier: MIT
/**
 * The patterns of all rules for one kind of text, with the literal by which each is looked for.
 * @module
 */
import type { CompiledEntry } from './entries';
import { longestLiteral, PathGlob, segmentLiteral } from './glob';
import { LiteralIndex } from './literal-index';
import type { NamePath } from './paths';
import { textTest } from './predicates';
import { RuleProblem, type PatternSpec, type SubjectKind } from './schema';

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

/** All patterns of one kind of text; their index is made when the first such text is met. */
export class PatternGroup {
  readonly patterns: CompiledPattern[] = [];
  private readonly specs: { kind: SubjectKind; spec: PatternSpec }[] = [];
  private made: LiteralIndex | null = null;

  add(pattern: CompiledPattern, spec: PatternSpec): void {
    this.patterns.push(pattern);
    this.specs.push({ kind: pattern.kind, spec });
  }

  get index(): LiteralIndex {
    return (this.made ??= new LiteralIndex(this.specs.map(({ kind, spec }) => literalOf(kind, spec))));
  }
}

export function compilePattern(
  kind: SubjectKind,
  spec: PatternSpec,
  entry: CompiledEntry,
  apis: ReadonlySet<string> | null,
): CompiledPattern {
  if (typeof spec === 'string') {
    let glob: PathGlob | null = null;
    const isSubtree = kind === 'key' || kind === 'directory';
    const fixed = kind === 'file' && spec.startsWith('**\\') ? spec.split('\\').length - 1 : Infinity;
    const match = (name: NamePath): number => (glob ??= new PathGlob(spec, isSubtree)).match(name.compared);
    return { kind, entry, apis, fixed, match };
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

/** @throws RuleProblem where it has none */
export function literalOf(kind: SubjectKind, spec: PatternSpec): string {
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
